"""How a tool call is drawn: as a difference, a terminal or lines of code, in plain data. No words for people are in it.

A block:  {"kind": "diff", "path": "src/a.py", "added": 3, "removed": 2, "isNew": false, "isWhole": false, "hunks": [HUNK],
           "more": 0}
          {"kind": "terminal", "command": "pytest -q", "spans": [["FAILED", "red bold"]], "exit": 1, "more": 1190}
          {"kind": "code", "path": "src/a.py", "first": 41, "lines": [[["def", "word"], [" f():", ""]]], "more": 12}
          {"kind": "json", "root": NODE, "openDepth": 1, "more": 0}: what came out, as tracewright.display.json has it
          {"kind": "image", "images": [IMAGE, ...], "text": "..."}: what came out, as tracewright.display.image has it
A hunk:   {"heading": "def f():", "rows": [ROW], "beside": [[0, null], [1, 2]]}; `beside` says what a split view pairs.
A row:    ["same" | "removed" | "added", old line or null, new line or null, [["x", ""]], [[4, 5]]]: its spans, its marks.

`more` counts the lines that were left out. `isWhole`: the texts were too large to be aligned.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest
from threading import Lock
from typing import Any

from tracewright.display import image, json
from tracewright.display.ansi import spans
from tracewright.display.coding_trace import MOST_LINES
from tracewright.display.diff import MAX_ROW_CHARS, cut_hunks, drawn_file, fitting
from tracewright.display.diffs import difference
from tracewright.display.edits import edits_of, patch_of
from tracewright.display.highlight import highlighted, language_of
from tracewright.display.known_files import KnownFiles
from tracewright.display.numbered import FileLines, Placed, file_lines
from tracewright.display.outputs import exit_status, output_text, output_type
from tracewright.display.tools import command_of, fields_of, path_of, text_at, tool_class
from tracewright.display.unified import unified_diff
from tracewright.trace import calls

Block = dict[str, Any]

IMAGE_TEXT_CHARS = 2000
SOUGHT = ("pattern", "query", "regex", "search_term", "glob_pattern")
# Arguments that a block, or the head of its call, shows already.
TOLD = {
    *("file_path", "path", "filePath", "absolute_path", "target_file", "notebook_path", "dir_path"),
    *("command", "cmd", "content", "file_text", "patch", "input", "edits"),
    *("old_string", "new_string", "old_str", "new_str", "oldString", "newString"),
    *SOUGHT,
}


class Trail:
    """The calls of a trace in their order: an edit has the line numbers that its file had at that moment.

    Several requests may ask the same trail at once, each for any call.
    """

    def __init__(self, steps: Sequence[Any]) -> None:
        self._calls = (
            (index, position, call) for index, step in enumerate(steps) for position, call in enumerate(calls(step))
        )
        self._files = KnownFiles()
        self._placed: dict[tuple[int, int], list[Placed | None]] = {}
        self._lock = Lock()

    def placed(self, step: int, position: int) -> list[Placed | None]:
        """Where each edit of that call happened; the trail is followed no further than this call."""
        with self._lock:
            while (step, position) not in self._placed:
                ahead = next(self._calls, None)
                if ahead is None:
                    return []
                self._placed[ahead[:2]] = self._files.see(ahead[2])
            return self._placed[step, position]


def sought(call: Mapping[str, Any]) -> str:
    """What a search looked for, "" for any other call.

    >>> sought({"tool": "Grep", "input": {"pattern": "round", "path": "src"}})
    'round'
    """
    given = fields_of(call.get("input"))
    return text_at(given, SOUGHT) if tool_class(call.get("tool"), given) == "search" else ""


def tells_all(call: Mapping[str, Any]) -> bool:
    """Whether the blocks of a call and its head show all of its arguments."""
    given = call.get("input")
    return not isinstance(given, dict) or set(given) <= TOLD


def blocks_of(call: Any, step: int, position: int, trail: Trail, most: int | None = MOST_LINES) -> list[Block]:
    """What a call did, in blocks of `most` lines, None for all; [] for a call that is shown by its arguments."""
    if not isinstance(call, dict):
        return []
    found = tool_class(call.get("tool"), call.get("input"))
    if found in ("edit", "write"):
        return [*_changes(call, found, trail.placed(step, position), most)]
    kind = output_type(call)
    if found == "bash" or kind == "terminal":
        return [_terminal(call, most)]
    if kind == "diff":
        return [drawn_file(file, most) for file in unified_diff(output_text(call.get("output")))]
    return [_code(call, most)] if kind == "code" and output_text(call.get("output")) else []


def output_blocks(call: Any) -> list[Block]:
    """What came out of a call where that is more than text: a tree, images. They are shown beside its other blocks."""
    if not isinstance(call, dict):
        return []
    output = call.get("output")
    if images := image.images_of(output):
        return [{"kind": "image", "images": images, "text": output_text(output)[:IMAGE_TEXT_CHARS]}]
    tree = json.part(output, {"open_depth": 1}) if output_type(call) == "json" else None
    return [tree] if tree else []


def _changes(call: Mapping[str, Any], found: str, placed: Sequence[Placed | None], most: int | None) -> Iterator[Block]:
    tool, given = call.get("tool"), call.get("input")
    if patches := patch_of(tool, given):
        yield from (drawn_file(file, most) for file in patches)
        return
    for (path, old, new), at in zip_longest(edits_of(tool, given), placed):  # of a write nothing is placed
        first = 1 if found == "write" else at.first if at else None
        change = difference(at.old if at else old, at.new if at else new, first=first)
        yield {
            "kind": "diff",
            "path": path,
            "added": change["added"],
            "removed": change["removed"],
            "isNew": found == "write",
            "isWhole": change["whole"],
            **cut_hunks(change["hunks"], language_of(path), most),
        }


def _terminal(call: Mapping[str, Any], most: int | None) -> Block:
    text, more = _first_lines(output_text(call.get("output")), most)
    return {
        "kind": "terminal",
        "command": command_of(call.get("input")),
        "spans": spans(text),
        "exit": exit_status(call.get("output"), call.get("exit_code")),
        "more": more,
    }


def _code(call: Mapping[str, Any], most: int | None) -> Block:
    """What was read has the numbers of its file; what a search found has none."""
    given, path = call.get("input"), path_of(call.get("input"))
    is_read = tool_class(call.get("tool"), given) == "read"
    read = (
        file_lines(call.get("output"), given) if is_read else FileLines(None, output_text(call["output"]).split("\n"))
    )
    lines = read.lines if most is None else read.lines[: fitting(read.lines[:most], MAX_ROW_CHARS)]
    language = language_of(path, call.get("language"), "\n".join(lines[:1])) if is_read else ""
    return {
        "kind": "code",
        "path": path,
        "first": read.first,
        "lines": highlighted("\n".join(lines), language) if lines else [],
        "more": len(read.lines) - len(lines),
    }


def _first_lines(text: str, most: int | None) -> tuple[str, int]:
    """With `most` also no more than 60,000 characters: programs write lines of megabytes."""
    text = text.rstrip("\n")
    if most is None:
        return text, 0
    shown = "\n".join(text[:MAX_ROW_CHARS].split("\n", most)[:most])
    return shown, text.count("\n", len(shown)) or int(len(shown) < len(text))
