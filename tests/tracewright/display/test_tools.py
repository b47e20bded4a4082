from typing import Any

import pytest
from hypothesis import given

from tests.tracewright.strategies import json_values
from tracewright.display.tools import CLASSES, command_of, path_of, tool_class

PATCH = "*** Begin Patch\n*** Delete File: a.py\n*** End Patch"


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        # The table of Potato's documentation, "Supported Tool Types".
        ("Read read", "read"),
        ("Edit edit Replace", "edit"),
        ("Write write Create", "write"),
        ("Bash Terminal Shell Run", "bash"),
        ("Grep Glob Search Find", "search"),
        # Claude Code
        ("MultiEdit NotebookEdit", "edit"),
        ("LS", "search"),
        ("Task Agent", "agent"),
        ("WebFetch WebSearch", "web"),
        ("TodoWrite TaskCreate TaskUpdate", "todo"),
        ("AskUserQuestion ExitPlanMode Skill Mystery", "generic"),
        # Codex
        ("shell exec_command local_shell functions.shell", "bash"),
        ("apply_patch", "edit"),
        ("update_plan", "todo"),
        # Gemini CLI
        ("read_file read_many_files", "read"),
        ("replace", "edit"),
        ("write_file", "write"),
        ("run_shell_command", "bash"),
        ("search_file_content list_directory", "search"),
        ("google_web_search", "web"),
        ("write_todos", "todo"),
        # OpenCode, Cursor
        ("bash", "bash"),
        ("patch search_replace", "edit"),
        ("todowrite todoread", "todo"),
        # SWE-agent
        ("open goto scroll_down", "read"),
        ("find_file search_dir search_file", "search"),
        ("create", "write"),
        # OpenHands
        ("execute_bash execute_ipython_cell", "bash"),
        ("browse browser", "web"),
        # Inspect AI
        ("web_browser_go web_browser_click", "web"),
    ],
)
def test_a_name_has_its_class(names: str, expected: str) -> None:
    assert {name: tool_class(name) for name in names.split()} == dict.fromkeys(names.split(), expected)


def test_case_and_separators_do_not_count() -> None:
    assert {tool_class(name) for name in ("READ_FILE", "readFile", "Read File", "read-file")} == {"read"}


@pytest.mark.parametrize(
    ("command", "expected"),
    [("view", "read"), ("create", "write"), ("str_replace", "edit"), ("insert", "edit"), ("undo_edit", "edit")],
)
def test_an_editor_does_what_its_command_says(command: str, expected: str) -> None:
    assert tool_class("str_replace_editor", {"command": command, "path": "/a"}) == expected


def test_an_edit_with_a_command_of_its_own_stays_an_edit() -> None:
    assert tool_class("Edit", {"file_path": "x", "command": "view"}) == "edit"


def test_an_mcp_tool_has_the_class_of_its_own_name() -> None:
    assert tool_class("mcp__files__write_file") == "write"


def test_one_word_of_an_mcp_server_may_mean_anything() -> None:
    assert tool_class("mcp__tracker__create") == "generic"


def test_a_shell_that_runs_apply_patch_edits() -> None:
    assert tool_class("shell", {"command": ["apply_patch", PATCH]}) == "edit"
    assert tool_class("shell", {"command": ["bash", "-lc", f"apply_patch <<'EOF'\n{PATCH}\nEOF"]}) == "edit"


def test_a_shell_that_only_mentions_a_patch_is_a_shell() -> None:
    assert tool_class("shell", {"command": f"cat > notes <<'EOF'\n{PATCH}\nEOF"}) == "bash"


@pytest.mark.parametrize("key", ["file_path", "path", "notebook_path", "filePath", "absolute_path", "target_file"])
def test_each_agents_key_of_a_path_is_known(key: str) -> None:
    assert path_of({key: "src/a.py"}) == "src/a.py"


def test_an_empty_path_gives_way_to_the_next_key() -> None:
    assert path_of({"file_path": "", "path": "src"}) == "src"


@pytest.mark.parametrize(
    ("given_input", "expected"),
    [
        ({"command": "ls -l"}, "ls -l"),
        ({"cmd": "ls"}, "ls"),
        ("plain string input", "plain string input"),
        (["git", "log"], "git log"),
        ({"command": ["bash", "-lc", "ls && pwd"]}, "ls && pwd"),
        ({"action": {"type": "exec", "command": ["ls", "a b"]}}, "ls 'a b'"),
        ('{"command": "ls"}', "ls"),  # arguments as OpenAI's APIs give them
        ("{ echo a; }", "{ echo a; }"),  # no JSON, though it begins like it
        ({"command": ["ls", 1]}, ""),
        ({"command": 7}, ""),
        (None, ""),
        (3, ""),
    ],
)
def test_a_command_is_read_from_every_shape(given_input: Any, expected: str) -> None:
    assert command_of(given_input) == expected


@given(json_values, json_values)
def test_no_value_is_refused(tool: Any, call_input: Any) -> None:
    assert tool_class(tool, call_input) in CLASSES
    assert isinstance(path_of(call_input), str)
    assert isinstance(command_of(call_input), str)
