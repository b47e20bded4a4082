"""What a trace lets one know of its files at each moment, so that an edit has the line numbers of that moment."""

from collections.abc import Iterator
from typing import Any

from tracewright.display.diffs import CONTEXT_LINES, lines_of
from tracewright.display.edits import Edit, edits_of
from tracewright.display.numbered import FileLines, Placed, file_lines, place
from tracewright.display.tools import fields_of, path_of, tool_class

MAX_WINDOWS = 8  # of a file: each edit looks through them


class KnownFiles:
    """Reads and writes make lines known, edits move and change them; an edit that cannot be placed makes its file unknown.

    What a shell does to a file is not seen. Numbers after that may be stale, as far as the old text still is found.
    """

    def __init__(self) -> None:
        self.windows: dict[str, list[FileLines]] = {}  # by path, the latest first

    def see(self, call: Any) -> list[Placed | None]:
        """Takes the next call of the trace. For an edit: where each of its `edits_of` happened, None for not known.

        >>> known = KnownFiles()
        >>> known.see({"tool": "Read", "input": {"path": "a.py"}, "output": "    7→x = 1\\n    8→y = 2"})
        []
        >>> known.see({"tool": "Edit", "input": {"path": "a.py", "old_string": "y", "new_string": "z"}})
        [Placed(first=7, old='x = 1\\ny = 2\\n', new='x = 1\\nz = 2\\n')]
        """
        fields = call if isinstance(call, dict) else {}
        if fields.get("is_error") is True:
            return [None for _ in edits_of(fields.get("tool"), fields.get("input"))]
        tool, call_input = fields.get("tool"), fields.get("input")
        path = path_of(call_input)
        found = tool_class(tool, call_input)
        if found == "edit":
            is_all = any(
                fields_of(call_input).get(key) is True for key in ("replace_all", "replaceAll", "allow_multiple")
            )
            return [self._edit(edit, is_all) for edit in edits_of(tool, call_input)]
        if path and found == "read":
            self._read(path, file_lines(fields.get("output"), call_input))
        if path and found == "write":
            self.windows[path] = [FileLines(1, lines_of(edit.new)) for edit in edits_of(tool, call_input)]
        return []

    def _read(self, path: str, read: FileLines) -> None:
        if read.lines and read.first is not None:
            self.windows[path] = [read, *self.windows.get(path, [])][:MAX_WINDOWS]

    def _edit(self, edit: Edit, is_all: bool) -> Placed | None:
        windows = self.windows.pop(edit.path, [])
        if is_all and edit.old.count("\n") == edit.new.count("\n"):
            self.windows[edit.path] = [FileLines(window.first, _replaced(window, edit)) for window in windows]
        found = ((window, place(edit.old, edit.new, window, context=0)) for window in windows)
        window, exact = next(((window, exact) for window, exact in found if exact), (None, None))
        if window is None or exact is None:
            return None
        if not is_all:
            self.windows[edit.path] = [*_moved(windows, edit, exact)]
        return place(edit.old, edit.new, window, CONTEXT_LINES)


def _moved(windows: list[FileLines], edit: Edit, exact: Placed) -> Iterator[FileLines]:
    """The windows after the edit: changed where it happened, renumbered below; one that only overlaps it is forgotten."""
    more = edit.new.count("\n") - edit.old.count("\n")
    last = exact.first + len(lines_of(exact.old)) - 1
    for window in windows:
        own = place(edit.old, edit.new, window, context=0)
        if window.first is None:
            continue
        if own is not None and own.first == exact.first:
            yield FileLines(window.first, _replaced(window, edit))
        elif window.first > last:
            yield FileLines(window.first + more, window.lines)
        elif window.first + len(window.lines) <= exact.first:
            yield window


def _replaced(window: FileLines, edit: Edit) -> list[str]:
    text = "".join(f"{line}\n" for line in window.lines)
    return lines_of(text.replace(edit.old, edit.new)) if edit.old else window.lines
