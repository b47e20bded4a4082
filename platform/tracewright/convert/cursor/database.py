"""Cursor's databases, as rows of JSON: these are the native bytes of a session, a line for each, and are read as the database is.

The agent on the command line has a `store.db` for each session, with messages as blobs by their hash. The editor has one
`state.vscdb` for all, with a row for each session (`composerData:<id>`) and each of its messages (`bubbleId:<id>:<id>`).
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.request import pathname2url

from tracewright import json_text
from tracewright.convert.place import list_at, text_at
from tracewright.convert.source import RUN_BYTES
from tracewright.errors import TraceFormatError

MAGIC = "SQLite format 3\0"
HASH = 32  # bytes of the name of a blob
LINK = b"\x0a\x20"  # in the blob that lists the messages: field 1 of 32 bytes
Rows = list[dict[str, Any]]


def is_store(text: str) -> bool:
    return text.startswith(MAGIC) and "CREATE TABLE blobs" in text and "CREATE TABLE meta" in text


def is_state(text: str) -> bool:
    return text.startswith(MAGIC) and "cursorDiskKV" in text


def is_row(value: Any) -> bool:
    return text_at(value, "key").startswith(("meta:", "composerData:")) and isinstance(value.get("value"), dict)


def sessions_of(path: Path, where: str) -> Iterator[Rows]:
    """The rows of each session; TraceFormatError when the database cannot be read."""
    try:
        with closing(sqlite3.connect(f"file:{pathname2url(str(path))}?mode=ro&immutable=1", uri=True)) as base:
            base.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, RUN_BYTES)
            base.execute("PRAGMA trusted_schema=OFF")
            tables = {name for (name,) in base.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
            if {"blobs", "meta"} <= tables:
                yield _of_store(base)
            elif "cursorDiskKV" in tables:
                yield from _of_state(base)
            else:
                raise TraceFormatError(where, "is a database without the tables of Cursor")
    except (sqlite3.DatabaseError, sqlite3.DataError) as error:
        raise TraceFormatError(where, f"is a database that cannot be read: {error}") from error


def _of_store(base: sqlite3.Connection) -> Rows:
    """The session's facts, then its messages: in the order in which the root lists them, else that of the blobs."""
    facts: dict[str, Any] = {}
    for _key, value in base.execute("SELECT key, value FROM meta"):
        facts |= _object(_bytes(value)) or _object(_unhexed(value))
    blobs = {str(name): _bytes(data) for name, data in base.execute("SELECT id, data FROM blobs ORDER BY rowid")}
    messages = {name: value for name, data in blobs.items() if "role" in (value := _object(data))}
    linked = _links(blobs.get(text_at(facts, "latestRootBlobId"), b""))
    names = [name for name in linked if name in messages] or list(messages)
    return [{"key": "meta:0", "value": facts}, *({"key": f"blob:{name}", "value": messages[name]} for name in names)]


def _links(root: bytes) -> list[str]:
    """The names at the beginning of the root, which is a protobuf message."""
    found, at = [], 0
    while root[at : at + 2] == LINK:
        found.append(root[at + 2 : at + 2 + HASH].hex())
        at += 2 + HASH
    return found


def _of_state(base: sqlite3.Connection) -> Iterator[Rows]:
    """In the order in which they were begun; older sessions hold their messages themselves."""
    keys = [key for (key,) in base.execute("SELECT key FROM cursorDiskKV WHERE key LIKE 'composerData:%'")]
    for key in keys:
        composer = _value(base, key)
        if not composer:
            continue
        rows: Rows = [{"key": key, "value": composer}]
        for header in list_at(composer, "fullConversationHeadersOnly"):
            name = f"bubbleId:{str(key).removeprefix('composerData:')}:{text_at(header, 'bubbleId')}"
            if bubble := _value(base, name):
                rows.append({"key": name, "value": bubble})
        if len(rows) > 1 or list_at(composer, "conversation"):
            yield rows


def _value(base: sqlite3.Connection, key: str) -> dict[str, Any]:
    found = base.execute("SELECT value FROM cursorDiskKV WHERE key = ?", (key,)).fetchone()
    return _object(_bytes(found[0])) if found else {}


def _bytes(value: Any) -> bytes:
    return value if isinstance(value, bytes) else value.encode(errors="replace") if isinstance(value, str) else b""


def _unhexed(value: Any) -> bytes:
    try:
        return bytes.fromhex(value) if isinstance(value, str) else b""
    except ValueError:
        return b""


def _object(raw: bytes) -> dict[str, Any]:
    """The object that the bytes are, {} for anything else."""
    try:
        found = json_text.read(raw)[0] if raw.startswith(b"{") else {}
    except json_text.NotJson:
        return {}
    return found if isinstance(found, dict) else {}
