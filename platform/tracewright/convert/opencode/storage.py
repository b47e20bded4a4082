"""OpenCode's storage until version 1.1: a file for each session, message and part.

session/<project>/ses_1.json, message/ses_1/msg_1.json, part/msg_1/prt_1.json
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from tracewright import json_text
from tracewright.convert.bundle import joined
from tracewright.convert.opencode.records import Session, is_message, is_part, is_session, of_files
from tracewright.convert.place import Place, text_at
from tracewright.convert.report import Report
from tracewright.convert.runs import Placed, Run
from tracewright.convert.source import Source, sample_of
from tracewright.errors import TraceFormatError

FOLDERS = ("session", "message", "part")


class Stored(NamedTuple):
    """`sessions` begin with the run's own; the others are those of its sub-agents."""

    run: Run
    sessions: list[Session]


def sources_of(paths: Iterable[Path]) -> list[Source]:
    """Each session with its messages, their parts, and the sessions that it spawned; what belongs to none is one by itself."""
    paths = list(paths)
    groups = defaultdict[Path, dict[Path, Any]](dict)
    if len(paths) > 1:
        for path in paths:
            if (value := _piece(path)) is not None:
                groups[_storage(path)][path] = value
    found = [source for pieces in groups.values() for source in _of_storage(pieces)]
    taken = {path for source in found for path in (source.path, *source.parts)}
    return [*found, *(Source(path, str(path)) for path in paths if path not in taken)]


def read(source: Source) -> Stored:
    """What cannot be read of it stands in the report; TraceFormatError when no message can."""
    files, report, values = source.read(), Report(), list[Placed]()
    for name, raw in files.items():
        try:
            value, repairs = json_text.read(raw.removeprefix(b"\xef\xbb\xbf"))
        except json_text.NotJson as error:
            report.unreadable += 1
            report.warn(name, f"is no JSON: {error}")
            continue
        report.records += 1
        report.repairs += repairs
        values.append(Placed(value, Place(file=name)))
    sessions = of_files(values)
    if not any(session.messages for session in sessions):
        raise TraceFormatError(source.name, "has no message that can be read")
    known = {session.id for session in sessions}
    sessions.sort(key=lambda session: session.parent in known)  # the one that nobody spawned is the run's own
    return Stored(Run(source.name, joined(files), values, report), sessions)


def _piece(path: Path) -> Any:
    """The session, message or part that a file holds, else None."""
    try:
        found = sample_of(path, path.name).objects
    except TraceFormatError:
        return None
    is_piece = len(found) == 1 and any(each(found[0]) for each in (is_session, is_message, is_part))
    return found[0] if is_piece else None


def _storage(path: Path) -> Path:
    """The folder that holds the three: ids are its own."""
    return next((folder.parent for folder in path.parents if folder.name in FOLDERS), path.parent)


def _of_storage(pieces: Mapping[Path, Any]) -> list[Source]:
    parents = {text_at(value, "id"): text_at(value, "parentID") for value in pieces.values() if is_session(value)}
    owners = {text_at(value, "id"): text_at(value, "sessionID") for value in pieces.values() if is_message(value)}
    groups = defaultdict[str, list[Path]](list)
    for path, value in sorted(pieces.items(), key=lambda each: not is_session(each[1])):
        session = text_at(value, "id") if is_session(value) else text_at(value, "sessionID")
        session = session or owners.get(text_at(value, "messageID"), "")
        if session:
            groups[_root(session, parents)].append(path)
    found = []
    for root, paths in groups.items():
        paths.sort(key=lambda path: (text_at(pieces[path], "id") != root, not is_session(pieces[path]), path))
        if len(paths) > 1:
            found.append(Source(paths[0], str(paths[0]), tuple(paths[1:])))
    return found


def _root(session: str, parents: Mapping[str, str]) -> str:
    """Goes up while the parent is there; sessions that spawned one another in a circle are left alone."""
    seen, at = {session}, session
    while (above := parents.get(at, "")) in parents:
        if above in seen:
            return session
        seen.add(above)
        at = above
    return at
