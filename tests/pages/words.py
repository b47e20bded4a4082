"""Which words of a page bypass translation: the catalogue is replaced by one that marks what goes through it."""

import string
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from html.parser import HTMLParser
from unittest.mock import patch

from django.utils.translation import trans_real

OPEN, CLOSE = "⟦", "⟧"
SPOKEN = ("alt", "aria-label", "placeholder", "title")  # attributes that people read or hear
OWN_NAME = {"Tracewright", "Trace", "wright"}


class _Marking(trans_real.DjangoTranslation):
    """English with every translation in brackets."""

    def gettext(self, message: str) -> str:
        return f"{OPEN}{super().gettext(message)}{CLOSE}"

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return f"{OPEN}{super().ngettext(msgid1, msgid2, n)}{CLOSE}"


@contextmanager
def marking() -> Iterator[None]:
    """Whatever a request translates is marked."""
    with patch.dict(trans_real._translations, {"en": _Marking("en")}):
        yield
    trans_real.deactivate()  # each request activates its language, and leaves it so


class _Bare(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.depth = 0  # a translated text may hold elements
        self.silent = False
        self.found: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.silent = tag in ("script", "style")
        for name, value in attrs:
            if name in SPOKEN:
                self._read(value or "")

    def handle_endtag(self, tag: str) -> None:
        self.silent = False

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self._read(data)

    def _read(self, text: str) -> None:
        outside = ""
        for letter in text:
            self.depth += (letter == OPEN) - (letter == CLOSE)
            outside += " " if self.depth or letter == CLOSE else letter
        words = (word.strip(string.punctuation) for word in outside.split())
        self.found |= {word for word in words if any(letter.isalpha() for letter in word)}


def bare_words(html: str, data: Iterable[str] = ()) -> set[str]:
    """The words outside of any translation, but for our name and the `data` that the page shows.

    >>> bare_words('<p title="Help">⟦Ask <b>Ann</b>⟧, Ben: 12</p>', data=["Ben"])
    {'Help'}
    """
    parser = _Bare()
    parser.feed(html)
    return parser.found - OWN_NAME - set(data)
