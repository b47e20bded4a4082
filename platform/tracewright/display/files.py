"""The files a trace touched, by folder: what was done to each, how many lines came and went, and where it first happened.

{"root": "/home/u/project",
 "folders": [{"folder": "src", "files": [
     {"path": "/home/u/project/src/a.py", "name": "a.py", "operations": {"read": [3, 0], "edited": [4, 1]},
      "added": 2, "removed": 1}]}]}

`root` is the folder that all have in common, and the folders' names stand below it, "" for itself. An operation (read,
searched, edited, written, deleted) has the step and call at which it first happened. `added` and `removed` are None where
the trace does not tell.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from posixpath import commonpath, normpath, split
from typing import Any, TypedDict

from tracewright.display.diffs import changed_lines, lines_of
from tracewright.display.edits import edits_of, patch_of
from tracewright.display.tools import fields_of, path_of, tool_class
from tracewright.trace import calls

_OPERATIONS = {"read": "read", "search": "searched", "edit": "edited", "write": "written"}
_OF_PATCH = {"added": "written", "deleted": "deleted"}
_MAX_PATH_CHARS = 4096


class File(TypedDict):
    path: str
    name: str
    operations: dict[str, list[int]]
    added: int | None
    removed: int | None


class Folder(TypedDict):
    folder: str
    files: list[File]


class Tree(TypedDict):
    root: str
    folders: list[Folder]


@dataclass
class _Touched:
    operations: dict[str, list[int]] = field(default_factory=dict)
    added: int | None = 0
    removed: int | None = 0
    text: str | None = None  # all of it, where the agent wrote it and has not edited it since


@dataclass(frozen=True, slots=True)
class _Change:
    path: str
    operation: str
    added: int | None = 0
    removed: int | None = 0
    text: str | None = None


def file_tree(steps: Iterable[Any]) -> Tree:
    """The tree of a document's steps. A call that failed, was refused or was cancelled touched nothing.

    >>> call = {"tool": "Edit", "input": {"file_path": "src/a.py", "old_string": "x", "new_string": "y"}}
    >>> file_tree(["Fix it", {"tool_calls": [call]}])["folders"][0]["files"][0]["operations"]
    {'edited': [1, 0]}
    """
    touched: dict[str, _Touched] = {}
    for index, step in enumerate(steps):
        for position, call in enumerate(calls(step)):
            for change in _changes(call, touched):
                _apply(change, touched.setdefault(change.path, _Touched()), [index, position])
    return _tree(touched)


def _changes(call: Any, touched: dict[str, _Touched]) -> Iterator[_Change]:
    if not isinstance(call, dict) or call.get("is_error") is True:
        return
    tool, call_input = call.get("tool"), call.get("input")
    operation = _OPERATIONS.get(tool_class(tool, call_input))
    path = _path(path_of(call_input))
    if operation is None:
        return
    if files := patch_of(tool, call_input):
        for file in files:
            # A deletion that does not say what it deletes removes an unknown number of lines.
            is_known = file["status"] != "deleted" or bool(file["hunks"])
            removed = file["removed"] if is_known else None
            if name := _path(file["path"]) or path:
                yield _Change(name, _OF_PATCH.get(file["status"], "edited"), file["added"], removed)
    elif operation == "edited":
        yield from _edits(tool, call_input, path)
    elif path and operation == "written":
        yield _written(path, "".join(edit.new for edit in edits_of(tool, call_input)), touched.get(path))
    elif path:
        yield _Change(path, operation)


def _edits(tool: Any, call_input: Any, path: str) -> Iterator[_Change]:
    """Counts are unknown for an edit that replaces all it finds, and for one whose old text is not told."""
    edits = edits_of(tool, call_input)
    if not edits and path:
        yield _Change(path, "edited", None, None)
    for edit in edits:
        is_inserted = fields_of(call_input).get("command") == "insert" or "old_string" in fields_of(call_input)
        is_known = (edit.old != "" or is_inserted) and fields_of(call_input).get("replace_all") is not True
        added, removed = changed_lines(edit.old, edit.new) if is_known else (None, None)
        if name := _path(edit.path):
            yield _Change(name, "edited", added, removed)


def _written(path: str, text: str, before: _Touched | None) -> _Change:
    """A file that the agent had not touched is taken for new; of one that it had only read, the loss is unknown."""
    if before is not None and before.text is not None:
        return _Change(path, "written", *changed_lines(before.text, text), text)
    if before is None or not before.operations.keys() - {"searched"}:
        return _Change(path, "written", len(lines_of(text)), 0, text)
    return _Change(path, "written", None, None, text)


def _apply(change: _Change, file: _Touched, place: list[int]) -> None:
    file.operations.setdefault(change.operation, place)
    if change.operation in ("read", "searched"):
        return
    file.added = None if file.added is None or change.added is None else file.added + change.added
    file.removed = None if file.removed is None or change.removed is None else file.removed + change.removed
    file.text = change.text


def _path(path: str) -> str:
    """One spelling for each file; "" for what is no path."""
    if not path or len(path) > _MAX_PATH_CHARS or "\n" in path:
        return ""
    return normpath(path.replace("\\", "/") if path[1:3] == ":\\" else path)


def _tree(touched: dict[str, _Touched]) -> Tree:
    root = _root(touched)
    below = len(root.rstrip("/")) + 1 if root else 0
    folders: dict[str, list[File]] = {}
    for path in sorted(touched):
        head, name = split(path)
        file = touched[path]
        folders.setdefault(head[below:], []).append(
            {"path": path, "name": name, "operations": file.operations, "added": file.added, "removed": file.removed}
        )
    return {"root": root, "folders": [{"folder": name, "files": folders[name]} for name in sorted(folders)]}


def _root(paths: Iterable[str]) -> str:
    """The folder above all paths; "" where some are relative and some are not."""
    heads = [split(path)[0] for path in paths]
    is_absolute = {head.startswith("/") for head in heads}
    return commonpath(heads) if heads and len(is_absolute) == 1 else ""
