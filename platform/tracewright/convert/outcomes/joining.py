"""Which outcome is whose: of the runs of a task the one that does not say otherwise and lies nearest to the file."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import takewhile
from pathlib import Path
from typing import Any, NamedTuple

from tracewright.convert.outcomes.files import Outcome, OutcomeFile
from tracewright.convert.place import list_at, object_at, text_at
from tracewright.trace import Document

NO_RUN = "no run of it is here"
OTHERWISE = "the runs of it that are here ended otherwise"
SEVERAL = "several runs of it are here, and nothing says which one is meant"
CONFLICT = "another file says otherwise of the same run"
ENDING = re.compile(r"\.(?:traj(?:\.json)?|jsonl?)$")


class Joined(NamedTuple):
    """What became of a file: how many of its outcomes are joined, and the tasks of the others by the reason."""

    file: OutcomeFile
    joined: int
    left: dict[str, list[str]]


@dataclass
class _Run:
    """A run that was seen, at each path that it lies at; `says` is what its own log says of its end.

    `is_task` when nobody has done anything: an instance of the benchmark, which is a run only where there is no other.
    """

    says: dict[str, Any]
    paths: list[Path]
    is_task: bool
    claims: list["_Claim"] = field(default_factory=list)


class _Claim(NamedTuple):
    """An outcome that is said of a run, by a file at a nearness."""

    near: int
    file: int
    outcome: Outcome


class Joining:
    """First each trace is seen, then what the files say is settled, then each trace is joined to what is said of it."""

    def __init__(self, files: Sequence[OutcomeFile]) -> None:
        self._files = files
        self._tasks = {outcome.task_key for file in files for outcome in file.outcomes}
        self._keys: dict[str, str] = {}  # by identity, of runs whose log does not name their task
        self._runs: defaultdict[str, dict[str, _Run]] = defaultdict(dict)  # by task, and by identity
        self._taken: dict[str, list[_Claim]] = {}  # by identity

    @property
    def tasks(self) -> set[str]:
        """Those that the files name."""
        return self._tasks

    def see(self, path: Path, identity: str, document: Document) -> None:
        """A log that does not name its task is of the one that its file is named by, where an outcome is of such a task."""
        key = text_at(document, "task_key")
        if not key and (named := ENDING.sub("", path.name)) in self._tasks:
            key = self._keys[identity] = named
        if key:
            run = self._runs[key].setdefault(identity, _Run(_own(document), [], _is_task(document)))
            run.paths.append(path.absolute())

    def settle(self) -> list[Joined]:
        """What became of each file."""
        left: list[defaultdict[str, list[str]]] = [defaultdict(list) for _ in self._files]
        for number, file in enumerate(self._files):
            for outcome in file.outcomes:
                found = self._run_of(outcome, file.path.absolute())
                if isinstance(found, str):
                    left[number][found].append(outcome.task_key)
                else:
                    found.claims.append(_Claim(_nearness(found, file.path.absolute()), number, outcome))
        joined = [0 for _ in self._files]
        for runs in self._runs.values():
            for identity, run in runs.items():
                self._taken[identity], refused = _taken(run.claims)
                for claim in self._taken[identity]:
                    joined[claim.file] += 1
                for claim in refused:
                    left[claim.file][CONFLICT].append(claim.outcome.task_key)
        return [Joined(file, joined[number], dict(left[number])) for number, file in enumerate(self._files)]

    def files_of(self, identity: str) -> list[OutcomeFile]:
        """The files that say something of a run, the nearest first."""
        return [self._files[number] for number in dict.fromkeys(claim.file for claim in self._taken.get(identity, ()))]

    def join(self, identity: str, document: Document) -> None:
        """Writes what is said of a run into its document."""
        if identity in self._keys:
            document["task_key"] = self._keys[identity]
        facts = {key: fact for claim in self._taken.get(identity, ()) for key, fact in claim.outcome.facts.items()}
        patch = facts.pop("model_patch", "")
        if patch and not document.get("model_patch"):
            document["model_patch"] = patch
        if facts and isinstance(document.get("outcome", {}), dict):
            document["outcome"] = {**facts, **object_at(document, "outcome")}

    def _run_of(self, outcome: Outcome, path: Path) -> _Run | str:
        """The run that is meant, or the reason why there is none."""
        known = list(self._runs.get(outcome.task_key, {}).values())
        all_runs = [run for run in known if not run.is_task] or known
        runs = [run for run in all_runs if not _differ(run.says, outcome.facts)]
        if not runs:
            return OTHERWISE if all_runs else NO_RUN
        patch = outcome.facts.get("model_patch")
        exact = [run for run in runs if patch and run.says.get("model_patch")]
        nearest = max(_nearness(run, path) for run in exact or runs)
        found = [run for run in exact or runs if _nearness(run, path) == nearest]
        return found[0] if len(found) == 1 else SEVERAL


def _own(document: Document) -> dict[str, Any]:
    """What the log of a run itself says. One that ended otherwise than by submitting, without a patch, has none."""
    outcome = object_at(document, "outcome")
    says = {key: outcome[key] for key in ("exit_status", "resolved") if outcome.get(key) is not None}
    status = text_at(outcome, "exit_status")
    if patch := text_at(document, "model_patch"):
        says["model_patch"] = patch
    elif status and not status.casefold().startswith("submitted"):
        says["model_patch"] = ""
    return says


def _is_task(document: Document) -> bool:
    said = any(text_at(turn, "role") == "assistant" for turn in list_at(document, "structured_turns"))
    return not (said or document.get("outcome") or document.get("model_patch"))


def _taken(claims: Sequence[_Claim]) -> tuple[list[_Claim], list[_Claim]]:
    """Those that hold, and those that another one of the same nearness, or a nearer one, says otherwise than."""
    taken, refused = list[_Claim](), list[_Claim]()
    for claim in sorted(claims, key=lambda each: -each.near):
        others = [*taken, *(each for each in claims if each.near == claim.near)]
        is_denied = any(_differ(other.outcome.facts, claim.outcome.facts) for other in others)
        (refused if is_denied else taken).append(claim)
    return taken, refused


def _differ(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether they say different things of the same."""
    return any(_said(one[key]) != _said(other[key]) for key in one.keys() & other.keys())


def _said(fact: Any) -> Any:
    """A patch is the same whatever its line ends and the empty lines around it."""
    return fact.replace("\r\n", "\n").strip() if isinstance(fact, str) else fact


def _nearness(run: _Run, path: Path) -> int:
    """How many folders a file and a run have in common, from the root on."""
    return max(
        len(list(takewhile(lambda pair: pair[0] == pair[1], zip(each.parent.parts, path.parent.parts, strict=False))))
        for each in run.paths
    )
