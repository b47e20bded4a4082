"""The files of a session: its own, and those of its sub-agents beside it or in a folder of its name."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from tracewright import json_text
from tracewright.convert.place import text_at
from tracewright.convert.source import SAMPLE_BYTES, Source

SUB_AGENT = "agent-*.jsonl"


def sources_of(paths: Iterable[Path]) -> list[Source]:
    """Each session with its sub-agents' files. A sub-agent's file is a source by itself only where no session of the
    paths has it.
    """
    paths = list(paths)
    beside = {folder: _beside(folder) for folder in {path.parent for path in paths}}
    runs = [
        Source(path, str(path), tuple(_parts(path, beside[path.parent]))) for path in paths if not path.match(SUB_AGENT)
    ]
    taken = {part for run in runs for part in run.parts}
    alone = [path for path in paths if path.match(SUB_AGENT) and path not in taken]
    runs += [Source(path, str(path), tuple(_with_meta([path])[1:])) for path in alone]
    taken.update(part for run in runs for part in run.parts)
    return [run for run in runs if run.path not in taken]


def _beside(folder: Path) -> dict[str, list[Path]]:
    """The sub-agents' files of a folder by the session they name."""
    found = defaultdict[str, list[Path]](list)
    for path in sorted(folder.glob(SUB_AGENT)):
        found[_session(path)].append(path)
    return found


def _parts(path: Path, beside: dict[str, list[Path]]) -> list[Path]:
    within = sorted((path.parent / path.stem / "subagents").rglob(SUB_AGENT))
    near = beside.get(_session(path), []) if beside else []
    return _with_meta([*within, *near])


def _with_meta(paths: Iterable[Path]) -> list[Path]:
    found = [file for path in paths for file in (path, path.with_suffix(".meta.json"))]
    return [path for path in found if path.is_file()]


def _session(path: Path) -> str:
    """The first sessionId in a file; "" is no session's."""
    return next((identity for record in _first_records(path) if (identity := text_at(record, "sessionId"))), "")


def _first_records(path: Path) -> Iterator[Any]:
    """Read one by one: the first or second tells, unless summaries and snapshots stand before it."""
    try:
        with path.open("rb") as file:
            while file.tell() < SAMPLE_BYTES and (line := file.readline(SAMPLE_BYTES)):
                with suppress(json_text.NotJson):
                    yield json_text.read(line.strip())[0]
    except OSError:
        return  # it is read as a whole later, and then told of
