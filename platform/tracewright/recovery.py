"""From the result that reports an error to the one that shows the success: how an agent recovered, or that it did not.

An error is a result that its log flags as the agent's; a soft error (tracewright.convert.soft_errors) counts less. An exit code
that tells of no failure (tracewright.exit_codes) is none, as of a search that finds nothing, nor is the first red run of tests
or of a linter: it shows what there is to do. One that is red once more is an error.

The recovery is the first later success of the same intent: a shell command that begins with the same three words, a change of
the same file, any reading after a reading, else the same tool. Of a file that is not there it is the reading of one that was
sought instead: it has its name, or a result since the error names it. Of 625 errors in 284 real sessions 82 % that were
recovered were so within 10 results and 91 % within 20, which is where the search ends.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any, Literal, NamedTuple

from tracewright import json_text
from tracewright.display.tools import command_of, path_of, tool_class
from tracewright.exit_codes import is_benign, red_check
from tracewright.trace import STEP_LISTS, Document, calls, is_agents_error

WINDOW = 20  # results
NEAR = 10
WORDS = 3  # of a command: `go test ./pkg` and `git commit -m` say what is meant
ANY_READING = ("read", "any")
NAMED_CHARS = 100_000  # of a result, in which a path is looked for
HIDDEN, FAR, BEYOND_SUMMARY, LOOSE = 0.6, 0.8, 0.5, 0.7  # what a doubt leaves of the confidence

Kind = Literal["correction", "retry", "human"]

_ASIDE = re.compile(r"^(?:\s*(?:cd\s+\S+|export\s+\S+|source\s+\S+|set\s+-\w+|\w+=\S*)\s*(?:&&|;)?\s*)+")
_CLASSES: Sequence[tuple[str, re.Pattern[str]]] = (
    ("not read yet", re.compile(r"has not been read yet|modified since read", re.IGNORECASE)),
    (
        "text not found",
        re.compile(r"string to replace not found|0 occurrences found|no match|failed to match", re.IGNORECASE),
    ),
    ("text not unique", re.compile(r"found \d+ matches", re.IGNORECASE)),
    ("not found", re.compile(r"no such file|does not exist|not found|ENOENT|cannot find", re.IGNORECASE)),
    ("permission", re.compile(r"permission denied|EACCES|not permitted", re.IGNORECASE)),
    ("timeout", re.compile(r"timed? ?out", re.IGNORECASE)),
    ("syntax", re.compile(r"syntax ?error|unexpected token|parse error|invalid syntax", re.IGNORECASE)),
    ("failing test", re.compile(r"^(?:FAIL|FAILED|--- FAIL)\b|\b\d+ failed\b|AssertionError", re.MULTILINE)),
    ("exception", re.compile(r"Traceback \(most recent call last\)|panic:|Exception\b")),
    (
        "wrong input",
        re.compile(r"invalid|validation|InputValidationError|required parameter|unexpected keyword", re.IGNORECASE),
    ),
)


class Address(NamedTuple):
    """A call: the list of steps it is in, the index of its step, its own in that step."""

    steps: str
    step: int
    call: int


@dataclass(frozen=True)
class Recovery:
    """An error, and what became of it. Of one that nobody recovered `success`, `kind` and `distance` are None."""

    error: Address
    tool: str
    error_class: str
    is_soft: bool
    success: Address | None = None
    kind: Kind | None = None
    distance: int | None = None  # in results: 1 is the next one
    confidence: float = 0.0

    @property
    def span(self) -> tuple[int, int] | None:
        """The steps from the error to the success, both counted in; None for one that was not recovered."""
        return (self.error.step, self.success.step) if self.success else None

    def as_json(self) -> dict[str, Any]:
        """{"error": {"steps": "structured_turns", "step": 3, "call": 0}, "success": {...}, "kind": "correction", ...}"""
        found = {**vars(self), "error": self.error._asdict(), "span": self.span}
        return {**found, "success": self.success._asdict() if self.success else None}


class _Result(NamedTuple):
    at: Address
    tool: str
    given: Any
    output: str
    failed: bool
    soft: bool
    intents: tuple[tuple[str, str], ...]  # the strictest first


def recoveries(document: Document) -> list[Recovery]:
    """One for each error of the agent, in the order of the trace; without steps there are none."""
    found: list[Recovery] = []
    for key in STEP_LISTS:
        steps = document.get(key)
        if isinstance(steps, list):
            found += _of_steps(key, steps)
    return found


def error_class(output: str) -> str:
    """What kind of failure a result tells of.

    >>> error_class("String to replace not found in file."), error_class("Exit code 1")
    ('text not found', 'other')
    """
    return next((name for name, pattern in _CLASSES if pattern.search(output)), "other")


def _of_steps(key: str, steps: Sequence[Any]) -> Iterator[Recovery]:
    results = list(_results(key, steps))
    said = _Between(steps)
    for index, error in enumerate(results):
        if error.failed or error.soft:
            yield _followed(error, results[index + 1 : index + 1 + WINDOW], said)


def _followed(error: _Result, later: Sequence[_Result], said: "_Between") -> Recovery:
    about = Recovery(error.at, error.tool, error_class(error.output), error.soft)
    for distance, result in enumerate(later, start=1):
        if result.failed or result.soft:
            continue
        if strict := _same_intent(error, result, later[: distance - 1]):
            is_human = said.person(error.at.step, result.at.step)
            kind: Kind = "human" if is_human else "retry" if _same(error.given, result.given) else "correction"
            sure = strict * (HIDDEN if error.soft else 1) * (FAR if distance > NEAR else 1)
            sure *= BEYOND_SUMMARY if said.summary(error.at.step, result.at.step) else 1
            return Recovery(
                error.at, error.tool, about.error_class, error.soft, result.at, kind, distance, round(sure, 2)
            )
    return about


def _same_intent(error: _Result, later: _Result, between: Sequence[_Result]) -> float:
    """1 for the strictest intent of the error, less for a looser one, 0 for none."""
    for rank, intent in enumerate(error.intents):
        if intent in later.intents:
            is_loose = intent == ANY_READING and error_class(error.output) == "not found"
            return 0 if is_loose and not _is_found(error, later, between) else LOOSE**rank
    return 0


def _is_found(lost: _Result, later: _Result, between: Sequence[_Result]) -> bool:
    """Whether a file is read that has the name of the one that is not there, or that a result in between names."""
    sought, path = PurePath(path_of(lost.given)), PurePath(path_of(later.given))
    ending = "/".join(path.parts[-2:])  # a search may name it from another folder
    named = (each.output.find(ending, 0, NAMED_CHARS) >= 0 for each in between if not each.failed)
    return bool(ending) and (sought.name == path.name or any(named))


def _results(key: str, steps: Sequence[Any]) -> Iterator[_Result]:
    red = set[str]()  # checks that were red before
    for step, fields in enumerate(steps):
        for index, call in enumerate(calls(fields)):
            if isinstance(call, dict) and isinstance(call.get("output"), str):
                failed = is_agents_error(call)
                if call.get("is_error") is True and not failed:
                    continue  # a rejection, a cancelled call: neither an error nor a success of the agent
                tool, given = str(call.get("tool") or ""), call.get("input")
                if failed and tool_class(tool, given) == "bash":
                    told = (command_of(given), call["output"], call.get("exit_code"))
                    if (check := red_check(*told)) and check not in red:
                        red.add(check)
                        continue  # neither as well: what it shows was to be found out
                    failed = not is_benign(*told)
                soft = not failed and bool(call.get("soft_error"))
                at = Address(key, step, index)
                yield _Result(at, tool, given, call["output"], failed, soft, tuple(_intents(tool, given)))


def _intents(tool: str, given: Any) -> Iterator[tuple[str, str]]:
    """What a call is for, as what makes two calls attempts at one thing."""
    does = tool_class(tool, given)
    if does == "bash":
        words = _ASIDE.sub("", command_of(given)).split()
        yield "command", " ".join(words[:WORDS])
        if targets := [word for word in words if "/" in word or "::" in word]:
            yield "target", f"{words[0]} {targets[-1]}"
    elif does in ("edit", "write"):
        yield "change", path_of(given) or tool
    elif does == "read":
        yield "read", path_of(given)
        yield ANY_READING
    else:
        yield "tool", tool


def _same(one: Any, other: Any) -> bool:
    return json_text.canonical(one) == json_text.canonical(other)


class _Between:
    """What is said between two steps: by a person, who may have given the answer, or in a summary that replaced the past."""

    def __init__(self, steps: Sequence[Any]) -> None:
        kinds = [fields.get("kind") if isinstance(fields, Mapping) else None for fields in steps]
        self._prompts = [step for step, kind in enumerate(kinds) if kind == "prompt"]
        self._summaries = [step for step, kind in enumerate(kinds) if kind == "compaction"]

    def person(self, start: int, end: int) -> bool:
        return _has_between(self._prompts, start, end)

    def summary(self, start: int, end: int) -> bool:
        return _has_between(self._summaries, start, end)


def _has_between(steps: Sequence[int], start: int, end: int) -> bool:
    """Of steps in their order, whether one stands behind `start` and not behind `end`."""
    return bisect_right(steps, end) > bisect_right(steps, start)
