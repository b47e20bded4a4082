"""The display type diff: a patch as the files that it changes, such as SWE-bench's `model_patch`.

{"kind": "diff", "files": [FILE, ...], "view": "unified" | "split", "collapsed": false, "more": 12}; `more` counts the lines
of the patch that were left out.

A FILE: {"kind": "diff", "path": "src/a.py", "oldPath": "src/a.py", "status": "changed", "binary": false, "added": 3,
         "removed": 2, "isNew": false, "isWhole": false, "hunks": [HUNK, ...], "more": 0}
A HUNK: {"heading": "def f():", "rows": [ROW, ...], "beside": [[0, None], [1, 2]]}; `beside` says what a split view pairs.
A ROW:  ["same" | "removed" | "added", old line or None, new line or None, SPANS, [[4, 5]]]: its spans, its marks.
"""

from collections.abc import Mapping, Sequence
from itertools import accumulate
from typing import Any

from tracewright.display.diffs import Hunk, split_view
from tracewright.display.envelope import BEGIN, envelope_patch
from tracewright.display.file_diff import FileDiff
from tracewright.display.highlight import highlighted, language_of
from tracewright.display.options import option_object
from tracewright.display.unified import unified_diff
from tracewright.schemes import common

name = "diff"
MAX_CHARS = 300_000
MAX_ROWS = 1500
MAX_FILES = 300
MAX_ROW_CHARS = 60_000  # of the rows of one file, and of what else a call shows at first


def options(raw: Any, where: str) -> dict[str, Any]:
    given = option_object(raw, where)
    return {
        "diff_view": common.one_of_option(given, "diff_view", ("unified", "split"), where),
        "collapse_files": common.bool_option(given, "collapse_files", False, where),
    }


def part(value: Any, chosen: Mapping[str, Any]) -> dict[str, Any] | None:
    """None for a text that is no patch."""
    if not isinstance(value, str):
        return None
    text = value if len(value) <= MAX_CHARS else value[: value.rfind("\n", 0, MAX_CHARS) + 1]
    found = envelope_patch(text) if BEGIN in text else unified_diff(text)
    if not found:
        return None
    left, files = MAX_ROWS, []
    for file in found[:MAX_FILES]:
        files.append(drawn_file(file, left))
        left -= sum(len(hunk["rows"]) for hunk in files[-1]["hunks"])
    more = value.count("\n", len(text)) + sum(file["more"] for file in files) + _rows_of(found[MAX_FILES:])
    return {
        "kind": name,
        "files": files,
        "view": chosen["diff_view"],
        "collapsed": chosen["collapse_files"],
        "more": more,
    }


def drawn_file(file: FileDiff, most: int | None) -> dict[str, Any]:
    """What a patch does to one file, with at most that many rows; None for all."""
    return {
        "kind": "diff",
        "path": file["path"],
        "oldPath": file["old_path"],
        "status": file["status"],
        "binary": file["binary"],
        "added": file["added"],
        "removed": file["removed"],
        "isNew": file["status"] == "added",
        "isWhole": False,
        **cut_hunks(file["hunks"], language_of(file["path"]), most),
    }


def cut_hunks(hunks: Sequence[Hunk], language: str, most: int | None) -> dict[str, Any]:
    """{"hunks": [HUNK, ...], "more": 12}: the first rows of the hunks, and how many were left out.

    With `most` also no more than 60,000 characters: a minified file is one row of megabytes.
    """
    left = sum(len(hunk["rows"]) for hunk in hunks) if most is None else most
    chars = None if most is None else MAX_ROW_CHARS
    shown, more = [], 0
    for hunk in hunks:
        rows = hunk["rows"][: fitting([row["text"] for row in hunk["rows"][:left]], chars)]
        more += len(hunk["rows"]) - len(rows)
        left = left - len(rows) if len(rows) == len(hunk["rows"]) else 0
        chars = None if chars is None else chars - sum(len(row["text"]) for row in rows)
        if rows:
            lines = highlighted("\n".join(row["text"] for row in rows), language)
            drawn = [
                [row["kind"], row["old"], row["new"], line, row["marks"]] for row, line in zip(rows, lines, strict=True)
            ]
            shown.append({"heading": hunk["heading"], "rows": drawn, "beside": split_view(rows)})
    return {"hunks": shown, "more": more}


def fitting(texts: Sequence[str], most: int | None) -> int:
    """How many of them have so many characters together; None for all."""
    if most is None:
        return len(texts)
    return sum(total <= most for total in accumulate(map(len, texts)))


def _rows_of(files: Sequence[FileDiff]) -> int:
    return sum(len(hunk["rows"]) for file in files for hunk in file["hunks"])
