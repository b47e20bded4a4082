"""Every error of ours says where it happened and what is wrong there."""


class TracewrightError(Exception):
    """Something a person can mend. `str()` reads "where: what".

    >>> str(TraceFormatError("data.jsonl line 14", 'no "id"'))
    'data.jsonl line 14: no "id"'
    """

    at = ""  # the place for a page that goes there; see AnswerError

    def __init__(self, where: str, what: str) -> None:
        super().__init__(where, what)
        self.where = where
        self.what = what

    def __str__(self) -> str:
        return f"{self.where}: {self.what}" if self.where else self.what


class TraceFormatError(TracewrightError):
    """A record that cannot be read as a trace document."""


class ConfigError(TracewrightError):
    """A project's configuration that cannot be followed."""


class SchemeError(TracewrightError):
    """The configuration of an annotation scheme that makes no sense."""


class AnswerError(TracewrightError):
    """An answer that does not fit its scheme or its document.

    `at` names the place for a page that goes there: "4:/tool_calls/0/input/command" in a step, ":/final_answer", "4" or "4.1"
    for a step or call itself, "" for the answer as a whole.
    """

    def __init__(self, where: str, what: str, at: str = "") -> None:
        super().__init__(where, what)
        self.at = at


class ExportError(TracewrightError):
    """An export that cannot be written as asked."""
