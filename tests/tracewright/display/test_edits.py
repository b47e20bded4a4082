from typing import Any

import pytest
from hypothesis import given

from tests.tracewright.strategies import json_values
from tracewright.display.edits import Edit, edits_of, patch_of

PATCH = "*** Begin Patch\n*** Update File: a.py\n@@\n ctx\n-x\n+y\n*** Add File: b.py\n+new\n*** End Patch"


@pytest.mark.parametrize(
    ("tool", "call_input", "expected"),
    [
        ("Edit", {"file_path": "a", "old_string": "x", "new_string": "y"}, ("a", "x", "y")),
        ("Replace", {"old_string": "x", "new_string": ""}, ("", "x", "")),
        ("replace", {"file_path": "a", "instruction": "i", "old_string": "x", "new_string": "y"}, ("a", "x", "y")),
        ("edit", {"filePath": "a", "oldString": "x", "newString": "y"}, ("a", "x", "y")),
        (
            "str_replace_editor",
            {"command": "str_replace", "path": "a", "old_str": "x", "new_str": "y"},
            ("a", "x", "y"),
        ),
        ("str_replace_editor", {"command": "insert", "path": "a", "insert_line": 3, "new_str": "y"}, ("a", "", "y")),
        ("str_replace_editor", {"command": "create", "path": "a", "file_text": "y"}, ("a", "", "y")),
        ("edit", {"search": "x", "replace": "y"}, ("", "x", "y")),
        ("Write", {"file_path": "a", "content": "y"}, ("a", "", "y")),
        ("NotebookEdit", {"notebook_path": "a", "new_source": "y"}, ("a", "", "y")),
        ("edit_file", '{"target_file": "a", "code_edit": "y"}', ("a", "", "y")),
    ],
)
def test_each_agents_edit_is_read(tool: str, call_input: Any, expected: tuple[str, str, str]) -> None:
    assert edits_of(tool, call_input) == [Edit(*expected)]


def test_the_edits_of_a_list_follow_in_order() -> None:
    edits = [{"old_string": "a", "new_string": "b"}, {"old_string": "b", "new_string": "c", "file_path": "other"}]
    assert edits_of("MultiEdit", {"file_path": "f", "edits": edits}) == [("f", "a", "b"), ("other", "b", "c")]


@pytest.mark.parametrize(
    ("tool", "call_input"),
    [
        ("apply_patch", PATCH),
        ("apply_patch", {"input": PATCH}),
        ("apply_patch", {"patch": PATCH}),
        ("shell", {"command": ["apply_patch", PATCH]}),
        ("shell", {"command": ["bash", "-lc", f"cd /repo && apply_patch <<'EOF'\n{PATCH}\nEOF"]}),
    ],
)
def test_a_patch_gives_the_edits_of_its_hunks(tool: str, call_input: Any) -> None:
    assert edits_of(tool, call_input) == [("a.py", "ctx\nx", "ctx\ny"), ("b.py", "", "new")]
    assert [file["status"] for file in patch_of(tool, call_input)] == ["changed", "added"]


def test_a_unified_diff_is_a_patch_too() -> None:
    text = "--- a/a.py\n+++ b/a.py\n@@ -1 +1 @@\n-x\n+y\n"
    assert edits_of("apply_diff", {"diff": text, "path": "a.py"}) == [("a.py", "x", "y")]


@pytest.mark.parametrize(
    ("tool", "call_input"),
    [
        ("Edit", {"file_path": "x", "command": "edit 1:2"}),
        ("Edit", {"file_path": "a", "old_string": ["a"], "new_string": "b"}),  # stopped the established tool
        ("Edit", {"file_path": "a", "old_string": "", "new_string": ""}),
        ("MultiEdit", {"file_path": "a", "edits": [1, None, "x"]}),
        ("MultiEdit", {"file_path": "a", "edits": "x"}),
        ("Write", {"file_path": "a", "content": 3}),
        ("str_replace_editor", {"command": "view", "path": "a"}),
        ("Bash", {"command": "ls", "content": "x"}),
        ("Edit", None),
        ("Edit", ["a"]),
        (None, {"old_string": "a", "new_string": "b"}),
    ],
)
def test_what_is_no_edit_gives_none(tool: Any, call_input: Any) -> None:
    assert edits_of(tool, call_input) == []


@given(json_values, json_values)
def test_no_value_is_refused(old: Any, new: Any) -> None:
    for tool in ("Edit", "apply_patch", "Write", old):
        for call_input in (old, {"old_string": old, "new_string": new, "edits": new, "content": old, "patch": new}):
            assert all(isinstance(text, str) for edit in edits_of(tool, call_input) for text in edit)
