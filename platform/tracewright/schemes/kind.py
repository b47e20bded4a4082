"""What every kind of annotation scheme can do. A kind is a module: its file holds its whole story."""

from collections.abc import Mapping
from typing import Any, Literal, NamedTuple, Protocol

from tracewright.trace import Document

Config = dict[str, Any]
Answer = dict[str, Any]
Level = Literal["line", "step", "trace"]  # where it is asked


class Missing(NamedTuple):
    """What a submit still needs: `at` is "step:pointer" ("0:/action", "4:" for a whole step), a question's row, or "" for the
    question itself.
    """

    at: str
    code: Literal["answer", "reason", "min_chars", "verify"]


class Kind(Protocol):
    """A kind's module.

    `options` names the keys of a scheme that the kind reads; any other key is kept in the config as it came.
    A canonical answer is what is stored: everything in it is computed from what was sent and from the document.
    """

    name: str
    level: Level
    options: frozenset[str]

    def config(self, raw: Mapping[str, Any], where: str) -> Config:
        """The scheme with every default filled in. SchemeError names the key at fault; configs are their own config."""

    def parse(self, config: Config, sent: Any, document: Document) -> Answer:
        """The canonical answer from what the page sent. AnswerError names the place."""

    def as_sent(self, config: Config, answer: Answer, document: Document) -> Answer:
        """What the page would send for this answer: the inverse of `parse`."""

    def missing(self, config: Config, answer: Answer | None, document: Document) -> list[Missing]:
        """What stands in the way of a submit; empty when nothing does."""

    def from_potato(self, config: Config, labels: Mapping[str, Any], document: Document) -> Answer | None:
        """The canonical answer from Potato's {label name: value}, None for no answer. AnswerError when unreadable."""
