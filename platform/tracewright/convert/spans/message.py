"""A message in no vendor's form: who speaks, and parts in their order."""

from typing import Any, NamedTuple

from tracewright import json_text
from tracewright.convert.place import Place
from tracewright.trace import text_of

TEXT, THINKING, CALL, RESULT, FILE, DEFINITION, UNKNOWN = (
    "text",
    "thinking",
    "call",
    "result",
    "file",
    "definition",
    "unknown",
)


class Part(NamedTuple):
    """`text` is what a text, a thought or a result says; a call has `id`, `name` and `value`, its arguments; a file, or the
    definition of a tool, is its `value`; of an unknown part `name` is its type.
    """

    kind: str
    place: Place
    text: str = ""
    id: str = ""
    name: str = ""
    value: Any = None
    is_error: bool = False


class Message(NamedTuple):
    """`role` is system, user, assistant or tool, else as the log has it. `is_guessed`: the log names nobody, so it is text that
    goes in or comes out. `choice` counts the answers that an API gave to choose from.
    """

    role: str
    parts: list[Part]
    place: Place
    is_guessed: bool = False
    choice: int = 0
    id: str = ""

    def of(self, kind: str) -> list[Part]:
        return [part for part in self.parts if part.kind == kind]

    def known_by(self) -> list[tuple[str, ...]]:
        """By what it is known again when a later request repeats it: its calls, or what it says.

        A text is compared without its white space, which some logs change.
        """
        calls: list[tuple[str, ...]] = [
            ("call", call.id) if call.id else ("call", call.name, _written(call.value)) for call in self.of(CALL)
        ]
        return calls or [self.saying()]

    def saying(self) -> tuple[str, ...]:
        texts = [" ".join(part.text.split()) for part in self.parts if part.kind in (TEXT, THINKING)]
        files = [text_of(part.value) for part in self.of(FILE)]
        said = [text for text in texts if text] + files
        return ("said", self.role, *said)


def _written(value: Any) -> str:
    return value if isinstance(value, str) else json_text.canonical(value)
