import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tracewright.strategies import json_values, turns
from tracewright.display.files import File, Tree, file_tree


def call(tool: str, given_input: Any = None, /, **fields: Any) -> dict[str, Any]:
    return {"tool": tool, "input": given_input, **fields}


def tree(*calls: Any) -> Tree:
    """Of a trace that asks in step 0 and makes all calls in step 1."""
    return file_tree([{"role": "user", "content": "Do it"}, {"role": "assistant", "tool_calls": list(calls)}])


def only(found: Tree) -> File:
    (folder,) = found["folders"]
    (file,) = folder["files"]
    return file


def counts(*calls: Any) -> tuple[int | None, int | None]:
    file = only(tree(*calls))
    return file["added"], file["removed"]


def edit(old: str, new: str, **fields: Any) -> dict[str, Any]:
    return call("Edit", {"file_path": "a.py", "old_string": old, "new_string": new, **fields})


def write(content: str) -> dict[str, Any]:
    return call("Write", {"file_path": "a.py", "content": content})


READ = call("Read", {"file_path": "a.py"})


def test_each_operation_has_the_place_where_it_first_happened() -> None:
    assert only(tree(READ, edit("x", "y"), READ, edit("y", "z")))["operations"] == {"read": [1, 0], "edited": [1, 1]}


def test_files_are_grouped_by_folder_below_what_all_have_in_common() -> None:
    paths = ["/p/src/b.py", "/p/src/a.py", "/p/README.md", "/p/src/deep/er/c.py"]
    found = tree(*(call("Read", {"file_path": path}) for path in paths))
    assert found["root"] == "/p"
    assert [(folder["folder"], [file["name"] for file in folder["files"]]) for folder in found["folders"]] == [
        ("", ["README.md"]),
        ("src", ["a.py", "b.py"]),
        ("src/deep/er", ["c.py"]),
    ]


def test_relative_and_absolute_paths_have_no_common_root() -> None:
    found = tree(call("Read", {"path": "/p/a"}), call("Read", {"path": "b"}))
    assert (found["root"], [folder["folder"] for folder in found["folders"]]) == ("", ["", "/p"])


def test_spellings_of_one_path_are_one_file() -> None:
    assert only(tree(call("Read", {"path": "./src//a.py"}), call("Read", {"path": "src/a.py"})))["path"] == "src/a.py"


@pytest.mark.parametrize(
    ("calls", "expected"),
    [
        ([edit("a\nb", "a\nc\nd")], (2, 1)),
        ([edit("a", "b"), edit("c", "")], (1, 2)),
        ([edit("", "new\nfile")], (2, 0)),
        ([edit("a", "b", replace_all=True)], (None, None)),
        ([edit("a", "b", replace_all=True), edit("a", "b")], (None, None)),
        ([write("a\nb\n")], (2, 0)),
        ([write("a\nb\n"), write("a\nc\nd\n")], (4, 1)),  # 2 at first, then b becomes c and d
        ([READ, write("a\n")], (None, None)),
        ([READ], (0, 0)),
        ([call("NotebookEdit", {"notebook_path": "a.py", "new_source": "x"})], (None, None)),
        ([call("str_replace_editor", {"command": "insert", "path": "a.py", "new_str": "x\ny\n"})], (2, 0)),
    ],
)
def test_lines_are_counted_where_the_trace_tells_them(
    calls: list[Any], expected: tuple[int | None, int | None]
) -> None:
    assert counts(*calls) == expected


def test_a_patch_touches_each_of_its_files() -> None:
    patch = "*** Begin Patch\n*** Add File: n.py\n+a\n+b\n*** Update File: a.py\n@@\n-x\n+y\n*** Delete File: d.py\n*** End Patch"
    (folder,) = tree(call("apply_patch", patch))["folders"]
    assert [(file["name"], [*file["operations"]], file["added"], file["removed"]) for file in folder["files"]] == [
        ("a.py", ["edited"], 1, 1),
        ("d.py", ["deleted"], 0, None),
        ("n.py", ["written"], 2, 0),
    ]


def test_a_call_that_failed_touched_nothing() -> None:
    assert tree({**edit("a", "b"), "is_error": True})["folders"] == []


def test_commands_and_unknown_tools_name_no_files() -> None:
    assert tree(call("Bash", {"command": "cat a.py"}), call("Mystery", {"path": "a.py"}))["folders"] == []


@given(
    st.lists(turns | json_values, max_size=4) | st.lists(st.fixed_dictionaries({"tool_calls": json_values}), max_size=3)
)
def test_no_steps_are_refused(steps: list[Any]) -> None:
    assert json.loads(json.dumps(file_tree(steps))) == file_tree(steps)


@given(st.text(), st.text(), st.sampled_from(["Read", "Edit", "Write", "apply_patch", "Grep"]))
def test_no_path_is_refused(path: str, text: str, tool: str) -> None:
    made = call(tool, {"path": path, "old_string": text, "new_string": path, "content": text})
    found = [file for folder in file_tree([{"tool_calls": [made] * 2}])["folders"] for file in folder["files"]]
    assert len(found) <= 1  # the same call twice touches one file, or none where the path says nothing
