"""What a call changes in files: pairs of old and new text, whatever the agent calls its arguments."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from tracewright.display.envelope import BEGIN, envelope_patch
from tracewright.display.file_diff import FileDiff, new_text, old_text
from tracewright.display.tools import command_of, fields_of, path_of, tool_class
from tracewright.display.unified import unified_diff

# Claude Code and Gemini CLI; Anthropic's editor, SWE-agent, OpenHands; OpenCode; SWE-agent's windowed edit; others.
_PAIRS = (
    ("old_string", "new_string"),
    ("old_str", "new_str"),
    ("oldString", "newString"),
    ("search", "replace"),
    ("old_text", "new_text"),
    ("oldText", "newText"),
)
# Write, write_file; `create` of Anthropic's editor; Cursor's write and edit_file; NotebookEdit; SWE-agent's edit of lines.
_WHOLE = ("content", "file_text", "contents", "code_edit", "new_source", "replacement_text", "text")
_PATCHES = ("patch", "input", "diff", "patchText", "patch_text")


class Edit(NamedTuple):
    """One replacement; `old` is "" where text is only put in or where the old text is not known."""

    path: str
    old: str
    new: str


def edits_of(tool: Any, call_input: Any) -> list[Edit]:
    """The replacements of an edit in order, and the text that a write puts into a file; [] for other tools.

    An edit whose texts are missing, both empty or no texts is left out: the call is then shown as any other.

    >>> edits_of("Edit", {"file_path": "a.py", "old_string": "x", "new_string": "y"})
    [Edit(path='a.py', old='x', new='y')]
    >>> edits_of("MultiEdit", {"file_path": "a.py", "edits": [1, {"old_string": "x", "new_string": ""}]})
    [Edit(path='a.py', old='x', new='')]
    """
    found = tool_class(tool, call_input)
    if found not in ("edit", "write"):
        return []
    if patches := patch_of(tool, call_input):
        return [
            Edit(file["path"], old_text(hunk), new_text(hunk))
            for file in patches
            for hunk in file["hunks"]
            if hunk["rows"]
        ]
    fields = fields_of(call_input)
    return [*_replacements(fields)] if found == "edit" else _whole(fields)


def patch_of(tool: Any, call_input: Any) -> list[FileDiff]:
    """The files of the patch that an edit applies, in `apply_patch`'s form or as a unified diff; [] for other edits."""
    if tool_class(tool, call_input) != "edit":
        return []
    fields = fields_of(call_input)
    texts = [fields[key] for key in _PATCHES if isinstance(fields.get(key), str)] or [command_of(call_input)]
    for text in texts:
        if files := envelope_patch(text) if BEGIN in text else unified_diff(text):
            return files
    return []


def _replacements(fields: dict[str, Any]) -> Iterator[Edit]:
    """The edit itself, then those of a list in `edits`; each may name its own file."""
    several = fields.get("edits")
    for each in (fields, *(several if isinstance(several, list) else ())):
        if not isinstance(each, dict):
            continue
        path = path_of(each) or path_of(fields)
        for old_key, new_key in _PAIRS:
            old, new = each.get(old_key), each.get(new_key)
            if isinstance(old, str) and isinstance(new, str) and (old or new):
                yield Edit(path, old, new)
                break
        else:
            # `insert` of Anthropic's editor has only new_str; a notebook's cell and a range of lines are replaced unseen.
            inserted = each.get("new_str") if each.get("command") == "insert" else None
            yield from [Edit(path, "", inserted)] if isinstance(inserted, str) else _whole(each)


def _whole(fields: dict[str, Any]) -> list[Edit]:
    found = next((fields[key] for key in _WHOLE if isinstance(fields.get(key), str)), None)
    return [] if found is None else [Edit(path_of(fields), "", found)]
