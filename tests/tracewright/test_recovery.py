"""How errors are recovered: which later success belongs to which error, and how sure that is."""

import json
from typing import Any

import pytest

from tracewright.recovery import Address, Recovery, error_class, recoveries

STEPS = "structured_turns"


def call(tool: str, given: Any, output: str | None = "done", **fields: Any) -> dict[str, Any]:
    return {"tool": tool, "input": given, "output": output, **fields}


def bash(command: str, output: str = "done", **fields: Any) -> dict[str, Any]:
    return call("Bash", {"command": command}, output, **fields)


def failing(made: dict[str, Any], output: str = "Exit code 1", source: str = "agent") -> dict[str, Any]:
    return {**made, "output": output, "is_error": True, "error_source": source}


def turn(*made: dict[str, Any], kind: str = "agent") -> dict[str, Any]:
    return {"role": "assistant", "kind": kind, "content": "", "tool_calls": list(made)}


def found(*turns: dict[str, Any]) -> list[Recovery]:
    return recoveries({STEPS: list(turns)})


def test_a_command_that_begins_alike_and_works_is_the_correction():
    (one,) = found(turn(failing(bash("go test ./pkg -run A"))), turn(bash("ls")), turn(bash("go test ./pkg -run B")))
    assert (one.error, one.success) == (Address(STEPS, 0, 0), Address(STEPS, 2, 0))
    assert (one.kind, one.distance, one.confidence, one.span) == ("correction", 2, 1.0, (0, 2))


def test_what_stands_before_a_command_does_not_count():
    (one,) = found(turn(failing(bash("cd /a && npm run build"))), turn(bash("export A=1; npm run build")))
    assert one.kind == "correction"


def test_the_same_call_again_is_a_retry():
    (one,) = found(turn(failing(bash("npm install left"))), turn(bash("npm install left")))
    assert one.kind == "retry"


def test_a_person_who_speaks_in_between_may_have_helped():
    said = {"role": "user", "kind": "prompt", "content": "Use -f."}
    (one,) = found(turn(failing(bash("rm a b"))), said, turn(bash("rm a b")))
    assert one.kind == "human"


def test_a_file_is_mended_by_the_next_change_of_it():
    wrong = failing(call("Edit", {"file_path": "a.py", "old_string": "x"}), "String to replace not found in file.")
    (one,) = found(turn(wrong), turn(call("Edit", {"file_path": "b.py"})), turn(call("Write", {"file_path": "a.py"})))
    assert (one.error_class, one.success, one.distance) == ("text not found", Address(STEPS, 2, 0), 2)


def test_any_reading_follows_a_reading_but_is_less_sure():
    wrong = failing(call("Read", {"file_path": "a.py"}), "File content exceeds 25000 tokens.")
    (other,) = found(turn(wrong), turn(call("Read", {"file_path": "b.py"})))
    (same,) = found(turn(wrong), turn(call("Read", {"file_path": "a.py"})))
    assert (other.confidence, same.confidence) == (0.7, 1.0)


LOST = failing(call("Read", {"file_path": "/w/src/sum.py"}), "File does not exist.")
ELSEWHERE = call("Read", {"file_path": "/w/README.md"}, "How to add.")


def test_a_file_that_is_not_there_is_found_by_reading_one_of_its_name_and_no_other() -> None:
    (one,) = found(turn(LOST), turn(ELSEWHERE), turn(call("Read", {"file_path": "/w/lib/sum.py"})))
    assert (one.success, one.kind, one.confidence) == (Address(STEPS, 2, 0), "correction", 0.7)
    (lost,) = found(turn(LOST), turn(ELSEWHERE))
    assert lost.success is None


def test_a_file_that_is_not_there_is_found_by_reading_one_that_a_search_named() -> None:
    search = call("Grep", {"pattern": "def add"}, "lib/adding.py:3:def add(a, b):")
    read = call("Read", {"file_path": "/w/lib/adding.py"})
    (one,) = found(turn(LOST), turn(search), turn(ELSEWHERE), turn(read))
    assert (one.success, one.confidence) == (Address(STEPS, 3, 0), 0.7)
    (early,) = found(turn(search), turn(LOST), turn(read))
    assert early.success is None


def test_of_other_tools_the_next_success_counts():
    (one,) = found(turn(failing(call("mcp__db__query", {"q": 1}))), turn(call("mcp__db__query", {"q": 2})))
    assert (one.kind, one.tool) == ("correction", "mcp__db__query")


def test_an_error_that_nobody_recovers_is_told_too():
    (one,) = found(turn(failing(bash("make"))), turn(bash("ls")))
    assert (one.success, one.kind, one.distance, one.span, one.confidence) == (None, None, None, None, 0.0)


@pytest.mark.parametrize(("between", "is_found"), [(19, True), (20, False)])
def test_the_search_ends_after_twenty_results(between: int, is_found: bool):
    (one,) = found(turn(failing(bash("make"))), *[turn(bash("ls"))] * between, turn(bash("make")))
    assert (one.success is not None) is is_found


def test_a_distant_success_is_less_sure():
    (one,) = found(turn(failing(bash("make"))), *[turn(bash("ls"))] * 10, turn(bash("make")))
    assert (one.distance, one.confidence) == (11, 0.8)


@pytest.mark.parametrize("source", ["rejected", "cancelled", "environment"])
def test_what_is_none_of_the_agents_doing_is_no_error_and_no_success(source: str):
    rejected = failing(bash("make"), source=source)
    assert found(turn(rejected), turn(bash("make"))) == []
    (one,) = found(turn(failing(bash("make"))), turn(rejected))
    assert one.success is None


def test_a_search_that_finds_nothing_is_no_error() -> None:
    assert found(turn(failing(bash("cd /a && grep -rn x src"))), turn(bash("grep -rn x lib"))) == []
    (one,) = found(turn(failing(bash("grep x a"), "grep: a: No such file")), turn(failing(bash("grep x a b"))))
    assert one.success == Address(STEPS, 1, 0)


def test_the_first_red_run_of_tests_is_no_error_and_a_later_one_is_recovered_by_the_green_one() -> None:
    red = turn(failing(bash("go test ./a"), "Exit code 1\n--- FAIL: TestA"))
    assert found(red, turn(bash("go test ./a"))) == []
    (one,) = found(red, turn(bash("ls")), red, turn(bash("go test ./a")))
    assert (one.error, one.success) == (Address(STEPS, 2, 0), Address(STEPS, 3, 0))


def test_a_red_run_is_no_success_of_what_failed_before() -> None:
    broken = turn(failing(bash("go test ./a"), "Exit code 1\nno such folder"))
    (one,) = found(broken, turn(failing(bash("go test ./a"), "Exit code 1\n--- FAIL: TestA")))
    assert one.success is None


def test_a_soft_error_counts_less():
    (one,) = found(turn(bash("go test | tail", soft_error="FAIL pkg")), turn(bash("go test | tail -3")))
    assert (one.is_soft, one.confidence) == (True, 0.6)


def test_a_success_beyond_a_summary_is_doubtful():
    summary = {"role": "user", "kind": "compaction", "content": "..."}
    (one,) = found(turn(failing(bash("make"))), summary, turn(bash("make")))
    assert one.confidence == 0.5


def test_parallel_errors_are_each_recovered():
    first, second = failing(bash("make a")), failing(bash("make b"))
    both = found(turn(first, second), turn(bash("make b"), bash("make a")))
    assert [(one.error.call, one.success.call) for one in both if one.success] == [(0, 1), (1, 0)]


@pytest.mark.parametrize(
    ("output", "kind"),
    [
        ("File has not been read yet.", "not read yet"),
        ("Found 3 matches of the string", "text not unique"),
        ("bash: foo: command not found", "not found"),
        ("  File 'a'\nSyntaxError: invalid syntax", "syntax"),
        ("--- FAIL: TestA", "failing test"),
        ("Command timed out after 2m", "timeout"),
        ("strange", "other"),
    ],
)
def test_the_class_of_an_error_is_told_from_its_text(output: str, kind: str):
    assert error_class(output) == kind


@pytest.mark.parametrize(
    "document",
    [{}, {STEPS: None}, {STEPS: ["text"]}, {STEPS: [{"tool_calls": None}]}, {STEPS: [{"tool_calls": ["ls", {}]}]}],
)
def test_a_trace_without_results_has_none(document: dict[str, Any]):
    assert recoveries(document) == []


def test_a_recovery_is_json():
    (one,) = found(turn(failing(bash("make"))), turn(bash("make")))
    told = json.loads(json.dumps(one.as_json()))
    assert told["error"] == {"steps": STEPS, "step": 0, "call": 0}
    assert (told["span"], told["kind"]) == ([0, 1], "retry")
