"""How calls are drawn: what the page gets of a difference, a terminal and lines of code."""

from typing import Any

import pytest

from apps.traces.blocks import Trail, blocks_of, output_blocks, sought, tells_all
from tests.tracewright.display.test_image import PNG
from tracewright.display.coding_trace import MOST_LINES

READ = {"tool": "Read", "input": {"file_path": "a.py"}, "output": "   41→def f():\n   42→    return 1\n"}
EDIT = {
    "tool": "Edit",
    "input": {"file_path": "a.py", "old_string": "return 1", "new_string": "return 2"},
    "output": "ok",
}


def blocks(call: Any, *earlier: Any, most: int | None = MOST_LINES) -> list[dict[str, Any]]:
    steps = [*({"tool_calls": [one]} for one in earlier), {"tool_calls": [call]}]
    return blocks_of(call, len(earlier), 0, Trail(steps), most)


def test_an_edit_has_the_line_numbers_of_what_was_read_before() -> None:
    [block] = blocks(EDIT, READ)
    rows = block["hunks"][0]["rows"]
    assert [row[:3] for row in rows] == [["same", 41, 41], ["removed", 42, None], ["added", None, 42]]
    assert (block["path"], block["added"], block["removed"]) == ("a.py", 1, 1)


def test_where_nothing_was_read_there_are_no_numbers_rather_than_1() -> None:
    [block] = blocks(EDIT)
    assert [row[1:3] for row in block["hunks"][0]["rows"]] == [[None, None], [None, None]]


def test_the_words_that_changed_are_marked() -> None:
    [block] = blocks(EDIT)
    assert [row[4] for row in block["hunks"][0]["rows"]] == [[[7, 8]], [[7, 8]]]  # the 1 and the 2 behind "return "


def test_a_split_view_pairs_the_lines() -> None:
    [block] = blocks(EDIT, READ)
    assert block["hunks"][0]["beside"] == [[0, 0], [1, 2]]


def test_a_write_is_a_new_file_from_its_first_line_on() -> None:
    [block] = blocks({"tool": "Write", "input": {"file_path": "b.py", "content": "x = 1\ny = 2\n"}})
    assert block["isNew"]
    assert [row[:3] for row in block["hunks"][0]["rows"]] == [["added", None, 1], ["added", None, 2]]


def test_several_edits_are_several_blocks() -> None:
    edits = [{"old_string": "a", "new_string": "b"}, {"old_string": "c", "new_string": "d"}]
    assert len(blocks({"tool": "MultiEdit", "input": {"file_path": "a.py", "edits": edits}})) == 2


def test_a_terminal_has_its_command_and_its_colours() -> None:
    call = {"tool": "Bash", "input": {"command": "pytest"}, "output": "\x1b[31mFAILED\x1b[0m a\n", "exit_code": 1}
    [block] = blocks(call)
    assert (block["kind"], block["command"], block["exit"]) == ("terminal", "pytest", 1)
    assert block["spans"] == [["FAILED", "red"], [" a", ""]]


def test_a_read_has_the_numbers_of_its_file_and_voices() -> None:
    [block] = blocks(READ)
    assert (block["kind"], block["first"]) == ("code", 41)
    assert block["lines"][0] == [["def", "word"], [" f():", ""]]


@pytest.mark.parametrize("tool", ["Bash", "Read", "Grep", "Write"])
def test_what_is_long_is_cut_and_says_by_how_much(tool: str) -> None:
    text = "\n".join(f"line {number}" for number in range(120))
    call = {"tool": tool, "input": {"file_path": "a.txt", "content": text}, "output": text}
    [cut], [whole] = blocks(call), blocks(call, most=None)
    assert (cut["more"], whole["more"]) == (120 - MOST_LINES, 0)


@pytest.mark.parametrize(
    "call",
    [
        None,
        "text",
        [],
        {"tool": None, "input": None, "output": None},
        {"tool": "deploy", "input": {"to": "x"}, "output": "done"},
        {"tool": "Edit", "input": {"file_path": "a", "old_string": ["x"], "new_string": "y"}},
        {"tool": "Read", "input": ["a"], "output": ""},
    ],
)
def test_what_cannot_be_drawn_is_shown_by_its_arguments(call: Any) -> None:
    assert blocks(call) == []


def test_an_output_that_says_it_is_a_difference_is_drawn_as_one() -> None:
    patch = "--- a/x.py\n+++ b/x.py\n@@ -7,1 +7,1 @@\n-a\n+b\n"
    [block] = blocks({"tool": "git", "input": {}, "output": patch, "output_type": "diff"})
    assert [row[:3] for row in block["hunks"][0]["rows"]] == [["removed", 7, None], ["added", None, 7]]


def test_a_search_says_what_it_looked_for() -> None:
    assert sought({"tool": "Grep", "input": {"pattern": "round"}}) == "round"
    assert sought({"tool": "Bash", "input": {"pattern": "round"}}) == ""


def test_arguments_that_no_block_shows_are_told() -> None:
    assert tells_all(EDIT)
    assert not tells_all({"tool": "Bash", "input": {"command": "ls", "timeout": 5}})


def test_what_came_out_as_json_is_a_tree() -> None:
    [block] = output_blocks({"tool": "lookup", "input": {}, "output": '{"id": 12}'})
    assert (block["kind"], block["root"]) == ("json", ["object", [["id", ["plain", "12"]]], 0])
    assert output_blocks({"tool": "lookup", "output": {"id": 12}}) == [block]


@pytest.mark.parametrize(
    "call",
    [
        {"tool": "Read", "input": {"file_path": "a.json"}, "output": '{"id": 12}'},  # lines of a file
        {"tool": "Bash", "input": {"command": "cat a"}, "output": "[1]"},  # a terminal
        {"tool": "lookup", "output": "{broken"},
        {"tool": "lookup", "output": "fine"},
        {"tool": "lookup", "output": None},
        {"tool": "lookup", "output_type": "json", "output": "no json"},
        "no call",
    ],
)
def test_any_other_output_is_no_tree(call: Any) -> None:
    assert output_blocks(call) == []


def test_images_that_came_out_are_named_by_their_place_and_are_no_part_of_the_text() -> None:
    shot = {"type": "image", "source": {"type": "base64", "media_type": "image/png", "data": PNG}}
    call = {"tool": "Bash", "input": {"command": "shot"}, "output": [{"type": "text", "text": "seen"}, shot]}
    found = {"at": "/1/source/data", "type": "image/png", "chars": len(PNG)}
    assert output_blocks(call) == [{"kind": "image", "images": [found], "text": "seen"}]
    assert blocks(call)[0]["spans"] == [["seen", ""]]


HUGE = "x" * 10_000_000


@pytest.mark.parametrize(
    "call",
    [
        {"tool": "Bash", "input": {"command": "cat a"}, "output": HUGE},
        {"tool": "Read", "input": {"file_path": "a.js"}, "output": HUGE},
        {"tool": "Write", "input": {"file_path": "a.js", "content": HUGE}},
        {"tool": "Edit", "input": {"file_path": "a.js", "old_string": "y", "new_string": HUGE}},
        {"tool": "lookup", "output": [HUGE]},
        {"tool": "shot", "output": [{"type": "image", "source": {"data": PNG.rstrip("=") + "A" * 9_000_000}}]},
    ],
    ids=lambda call: call["tool"],
)
def test_a_line_of_ten_megabytes_comes_only_when_it_is_asked_for(call: Any) -> None:
    found = [*blocks(call), *output_blocks(call)]
    assert len(str(found)) < 100_000
    assert all(block["more"] for block in found if block["kind"] in ("diff", "terminal", "code"))
