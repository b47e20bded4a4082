"""What a conversation's base state keeps secret, hidden wherever its events repeat it. The native bytes stay as they came."""

import re
from collections.abc import Iterator
from typing import Any

HIDDEN = "<secret-hidden>"
SHORTEST = 6  # characters: a shorter text occurs by chance
_NAMES = re.compile(r"api_?key|access_?key|secret|token|password|authorization", re.IGNORECASE)
_HOLDERS = ("secret_registry", "headers", "env")  # objects whose texts are secret, whatever they are called
_PLAIN = ("kind", "description", "url")


class Secrets:
    def __init__(self, state: Any) -> None:
        found = {text for text in _secret(state) if len(text) >= SHORTEST and text.strip("*")}
        self._pattern = re.compile("|".join(map(re.escape, sorted(found, key=len, reverse=True)))) if found else None

    def hide(self, value: Any) -> Any:
        """The same value without the secret texts.

        >>> Secrets({"agent": {"llm": {"api_key": "sk-12345"}}}).hide({"output": "KEY=sk-12345"})
        {'output': 'KEY=<secret-hidden>'}
        """
        if self._pattern is None:
            return value
        if isinstance(value, str):
            return self._pattern.sub(HIDDEN, value)
        if isinstance(value, list):
            return [self.hide(each) for each in value]
        if isinstance(value, dict):
            return {self.hide(key): self.hide(each) for key, each in value.items()}
        return value


def _secret(value: Any, is_secret: bool = False) -> Iterator[str]:
    if isinstance(value, str):
        if is_secret:
            yield value
    elif isinstance(value, list):
        for each in value:
            yield from _secret(each, is_secret)
    elif isinstance(value, dict):
        for key, each in value.items():
            inside = is_secret or key in _HOLDERS
            if isinstance(each, str):
                inside = (inside and key not in _PLAIN) or bool(_NAMES.search(key))
            yield from _secret(each, inside)
