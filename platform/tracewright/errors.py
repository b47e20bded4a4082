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


WHERE_CHARS, WHAT_CHARS = 500, 1000  # of an error that is kept


def kept(error: TracewrightError) -> TracewrightError:
    """The place and the words of an error, shortened, for who keeps many: by its causes and tracebacks it holds what was read.

    >>> kept(TraceFormatError("data.jsonl line 14", "x" * 2000)).what[-5:]
    'xx...'
    """
    return type(error)(_cut(error.where, WHERE_CHARS), _cut(error.what, WHAT_CHARS))


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 3]}..."


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
