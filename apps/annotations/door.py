"""What the annotate page sends, parsed once: a body that is not what it should be is a BadBody with a sentence."""

from typing import Any, NamedTuple

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest
from django.http.request import RawPostDataException
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.assignments.models import Flag
from tracewright.json_text import NotJson, read

MOST_BYTES = 12_000_000  # of a draft or a submit: two texts of the largest size and room for more
MOST_VALUES = 300_000  # commas in the body; millions of small values hold a process for seconds
TOO_LARGE = gettext_lazy(
    "This is more text than the server takes at once. It is kept in this browser: make it shorter."
)


class BadBody(Exception):
    def __init__(self, text: str, status: int = 400) -> None:
        super().__init__(text)
        self.text, self.status = text, status


class Sent(NamedTuple):
    """Answers by scheme, the number of the draft and the answer revisions they were based on.

    `withdraws` is the key of a submit that the person took back without knowing whether it had arrived, "" for none.
    """

    answers: dict[str, Any]
    number: int
    base: dict[str, int]
    withdraws: str


def sent_of(request: HttpRequest) -> Sent:
    body = _object_of(request)
    answers, number, base = body.get("answers"), body.get("number", 0), body.get("base", {})
    if not isinstance(answers, dict):
        raise BadBody(_("“answers” must be an object, one entry for each scheme."))
    if not _is_count(number):
        raise BadBody(_("“number” must be a whole number from 0 on."))
    if not isinstance(base, dict) or not all(_is_count(value) for value in base.values()):
        raise BadBody(_("“base” must give a whole number for each scheme."))
    withdraws = body.get("withdraws", "")
    if not isinstance(withdraws, str):
        raise BadBody(_("“withdraws” must be the key of a submit."))
    return Sent(answers, number, base, withdraws)


def reason_of(request: HttpRequest) -> str:
    reason = _object_of(request).get("reason")
    if not isinstance(reason, str) or not reason.strip():
        raise BadBody(_("Say why you skip this trace."), status=422)
    return reason.strip()


class Flagged(NamedTuple):
    reason: Flag.Reason
    note: str
    step: int | None  # an index


def flag_of(request: HttpRequest) -> Flagged:
    body = _object_of(request)
    reason, note, step = body.get("reason"), body.get("note", ""), body.get("step")
    if reason not in Flag.Reason.values:
        raise BadBody(_("“reason” must be one of %(known)s.") % {"known": ", ".join(Flag.Reason.values)})
    if not isinstance(note, str):
        raise BadBody(_("“note” must be a text."))
    if step is not None and not _is_count(step):
        raise BadBody(_("“step” must be a whole number from 0 on, or null."))
    return Flagged(Flag.Reason(reason), note, step)


def _object_of(request: HttpRequest) -> dict[str, Any]:
    try:
        raw = request.body
        if len(raw) > MOST_BYTES or raw.count(b",") > MOST_VALUES:
            raise RequestDataTooBig
        body, _repairs = read(raw)
    except RawPostDataException as error:
        raise BadBody(_("The body must be a JSON object.")) from error
    except RequestDataTooBig as error:
        raise BadBody(str(TOO_LARGE), status=413) from error
    except NotJson as error:
        raise BadBody(_("The body is %(why)s.") % {"why": error}) from error
    if not isinstance(body, dict):
        raise BadBody(_("The body must be a JSON object."))
    return body


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**31
