"""Trajectories that are one run: a file, those that go on with it, and those of sub-agents that it names by their paths."""

import codecs
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Any

from tracewright import json_text
from tracewright.convert.place import Place, list_at, object_at, text_at
from tracewright.convert.report import Report
from tracewright.convert.runs import Placed
from tracewright.convert.source import RUN_BYTES, Source

NAMING = (b"continued_trajectory_ref", b"trajectory_path")


def sources_of(paths: Iterable[Path]) -> list[Source]:
    """Each file with all that it leads to in its folder; what another of the files leads to is no source by itself."""
    given = list(paths)
    named = {path: _named(path) for path in given}
    inner = {found for path in given for found in named[path] if found != path}
    tops = [path for path in given if path not in inner]
    closed = {path: _parts(path, named) for path in tops}
    reached = {part for parts in closed.values() for part in parts} | set(tops)
    # Files that lead to one another in a circle: the first of them is the run.
    for path in given:
        if path not in reached:
            closed[path] = _parts(path, named)
            reached |= {path, *closed[path]}
    return [Source(path, str(path), closed[path]) for path in given if path in closed]


def _parts(path: Path, named: dict[Path, list[Path]]) -> tuple[Path, ...]:
    found, ahead = dict.fromkeys([path]), [path]
    while ahead:
        at = ahead.pop()
        for each in named[at] if at in named else _named(at):
            if each not in found and each.is_relative_to(path.parent):
                found[each] = None
                ahead.append(each)
    return tuple(found)[1:]


def _named(path: Path) -> list[Path]:
    """The files beside this one that it leads to; those that are not there are told when it is converted."""
    try:
        raw = path.read_bytes() if path.stat().st_size <= RUN_BYTES else b""
        value = json_text.read(raw.removeprefix(codecs.BOM_UTF8))[0] if any(key in raw for key in NAMING) else None
    except (OSError, json_text.NotJson):
        return []
    return [found for name in names_in(value) if (found := beside(path, name)).is_file()]


def beside(path: Path, name: str) -> Path:
    """The file of this name, as one beside it names it; the file itself where the name leads elsewhere."""
    place = PurePosixPath(name)
    return path if place.is_absolute() or ".." in place.parts else path.parent.joinpath(*place.parts)


def names_in(trajectory: Any) -> Iterator[str]:
    """The trajectory that goes on with it, then those of its sub-agents, of embedded ones too."""
    if name := text_at(trajectory, "continued_trajectory_ref"):
        yield name
    for step in list_at(trajectory, "steps"):
        for result in list_at(object_at(step, "observation"), "results"):
            refs = list_at(result, "subagent_trajectory_ref")
            yield from (name for ref in refs if (name := text_at(ref, "trajectory_path")))
    for embedded in list_at(trajectory, "subagent_trajectories"):
        yield from names_in(embedded)


class Trajectories:
    """The trajectories of a run by the names that others know them by; each is given out once."""

    def __init__(self, main: Placed, files: Mapping[str, bytes], report: Report) -> None:
        self._files: dict[str, Placed] = {}
        self._embedded: dict[str, Placed] = {}
        self._take(main)
        for name, raw in files.items():
            try:
                value = json_text.read(raw.removeprefix(codecs.BOM_UTF8))[0]
            except json_text.NotJson as error:
                report.warn(name, f"cannot be read: {error}")
                continue
            report.records += 1
            self._files[name] = Placed(value, Place(file=name))
            self._take(self._files[name])

    def file(self, name: str) -> Placed | None:
        return self._files.pop(PurePosixPath(name).as_posix(), None)

    def embedded(self, identity: str) -> Placed | None:
        return self._embedded.pop(identity, None)

    def rest(self) -> list[tuple[str, Placed]]:
        """Those that no step has led to."""
        found = [*self._embedded.items(), *self._files.items()]
        self._embedded, self._files = {}, {}
        return found

    def _take(self, trajectory: Placed) -> None:
        """The embedded ones, and those embedded in them."""
        place = trajectory.place.inside("subagent_trajectories")
        for index, value in enumerate(list_at(trajectory.value, "subagent_trajectories")):
            name = text_at(value, "trajectory_id") or text_at(value, "session_id") or f"sub-agent {index + 1}"
            if name not in self._embedded:
                self._embedded[name] = Placed(value, place.inside(index))
                self._take(self._embedded[name])
