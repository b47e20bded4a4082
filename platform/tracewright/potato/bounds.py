"""What a project has room for. A value beyond it is refused, with its place, before anything is written."""

from tracewright import yaml_text
from tracewright.errors import TracewrightError
from tracewright.shown import SHOWN_CHARS

ID_CHARS = 500
USER_CHARS = 100
TITLE_CHARS = 200
GUIDELINES_CHARS = 100_000
OVERLAP = (-1, 100)
SIGNED_32 = (-(2**31), 2**31 - 1)
SIGNED_64 = yaml_text.SIGNED_64


def check_text(text: str, most: int, where: str, what: str, error: type[TracewrightError]) -> None:
    """Raises `error` for a text of more than `most` characters; `what` is how the message calls it."""
    if len(text) > most:
        raise error(where, f'has {what} of {len(text)} characters, "{text[:SHOWN_CHARS]}..."; the bound is {most}')
