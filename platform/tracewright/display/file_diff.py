"""What a patch does to one file.

{"path": "src/a.py", "old_path": "src/a.py", "status": "changed", "binary": False, "added": 2, "removed": 1,
 "hunks": [HUNK, ...]}, a hunk as diffs.py has them. `status` is changed, added, deleted, renamed or copied; `old_path` differs
from `path` for the last two. Paths are "" where the patch names none.
"""

from collections.abc import Iterable
from typing import TypedDict

from tracewright.display.diffs import Hunk, Row, plus, row, rows_of

# A large patch is shown without marks inside its lines, so that its size alone says what it costs.
MAX_MARKED_LINES = 5000


class FileDiff(TypedDict):
    path: str
    old_path: str
    status: str
    binary: bool
    added: int
    removed: int
    hunks: list[Hunk]


def file_diff(path: str, old_path: str = "", status: str = "changed") -> FileDiff:
    return {
        "path": path,
        "old_path": old_path or path,
        "status": status,
        "binary": False,
        "added": 0,
        "removed": 0,
        "hunks": [],
    }


def add_hunk(
    file: FileDiff, lines: Iterable[str], old: int | None, new: int | None, heading: str = "", *, marked: bool = True
) -> None:
    """One more hunk, from lines that begin with " ", "-" or "+"; an empty one is an empty same line."""
    rows: list[Row] = []
    removed: list[str] = []
    added: list[str] = []

    def change() -> None:
        nonlocal old, new
        if marked:
            rows.extend(rows_of(removed, added, old, new, len(rows)))
        else:
            rows.extend(row("removed", text, plus(old, i), None) for i, text in enumerate(removed))
            rows.extend(row("added", text, None, plus(new, i)) for i, text in enumerate(added))
        old, new = plus(old, len(removed)), plus(new, len(added))
        file["removed"] += len(removed)
        file["added"] += len(added)
        removed.clear()
        added.clear()

    hunk: Hunk = {"old_start": old, "new_start": new, "heading": heading, "rows": rows}
    for line in lines:
        if line.startswith("+"):
            added.append(line[1:])
            continue
        if added or not line.startswith("-"):
            change()
        if line.startswith("-"):
            removed.append(line[1:])
        else:
            rows.append(row("same", line[1:], old, new))
            old, new = plus(old, 1), plus(new, 1)
    change()
    file["hunks"].append(hunk)


def old_text(hunk: Hunk) -> str:
    """The lines that the hunk looks for."""
    return "\n".join(row["text"] for row in hunk["rows"] if row["kind"] != "added")


def new_text(hunk: Hunk) -> str:
    """The lines that the hunk leaves."""
    return "\n".join(row["text"] for row in hunk["rows"] if row["kind"] != "removed")
