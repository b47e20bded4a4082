"""What a tool of OpenCode gave back, and whether it failed."""

import re
from typing import Any, NamedTuple

from tracewright.convert.place import number_at, object_at, text_at
from tracewright.trace import text_of

GOOD, FAILED, WAITING = ("completed", "success"), ("error", "failed"), ("pending", "running", "streaming")
SOURCES = (
    ("rejected", re.compile(r"The user (?:rejected permission|has specified a rule which prevents|dismissed)")),
    ("cancelled", re.compile(r"Tool execution (?:was )?(?:aborted|interrupted)|(?:The operation was )?[Aa]borted")),
)


class Result(NamedTuple):
    """`facts` are those of a result; `status` is one that is not known."""

    output: str
    facts: dict[str, Any]
    status: str


def result_of(state: dict[str, Any]) -> Result | None:
    """None while the tool runs. A command that failed is told as completed, with its exit code."""
    status = text_at(state, "status")
    if status in WAITING or not ("output" in state or "error" in state or status):
        return None
    has_failed = status in FAILED
    said = state.get("error") if has_failed else state.get("output")
    output = text_at(said, "message") or text_of("" if said is None else said)
    facts: dict[str, Any] = {"is_error": has_failed}
    if has_failed:
        facts["error_source"] = _source(output)
    code = number_at(object_at(state, "metadata"), "exit")
    if isinstance(code, int):
        facts |= {"exit_code": code, "is_error": has_failed or code != 0}
    return Result(output, facts, "" if status in (*GOOD, *FAILED) else status or "without status")


def sub_session(state: dict[str, Any]) -> str:
    """The session that a call of `task` ran."""
    metadata = object_at(state, "metadata")
    return text_at(metadata, "sessionId") or text_at(metadata, "sessionID")


def _source(output: str) -> str:
    return next((source for source, pattern in SOURCES if pattern.match(output)), "agent")
