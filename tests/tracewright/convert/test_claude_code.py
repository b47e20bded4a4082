"""Sessions of Claude Code: what the small files of tests/data/claude_code become, and what odd records do."""

import json
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.tracewright.convert.sessions import (
    DATA,
    agent,
    call,
    convert_bytes,
    converted,
    result,
    spoken,
    text,
    user,
    written,
)
from tests.tracewright.strategies import json_values
from tracewright.convert import Converted, claude_code, detect, sample_of
from tracewright.convert.bundle import parted
from tracewright.errors import TraceFormatError
from tracewright.pointer import resolve
from tracewright.records import encode
from tracewright.trace import Document, calls, check_document, outline

FILES = sorted(DATA.glob("*.jsonl"))


def document(name: str) -> Document:
    return converted(DATA / f"{name}.jsonl").document


def turns_of(folder: Path, *records: Any) -> list[dict[str, Any]]:
    turns: list[dict[str, Any]] = converted(written(folder, *records)).document["structured_turns"]
    return turns


def problem(folder: Path, raw: bytes) -> str:
    with pytest.raises(TraceFormatError) as error:
        convert_bytes(folder, raw)
    return str(error.value)


# ---- Messages and turns ----


def test_a_message_over_several_lines_is_one_turn() -> None:
    turn = document("parallel")["structured_turns"][1]
    assert (turn["role"], turn["kind"], turn["model"]) == ("assistant", "agent", "claude-opus-4-5")
    assert turn["thinking"] == "Look at the calendar and at its tests."
    assert turn["content"] == "I read the calendar and its tests."
    assert [made["tool"] for made in turn["tool_calls"]] == ["Read", "Bash"]
    assert "parts" not in turn  # thoughts, text, calls: the usual order


def test_usage_is_counted_once_for_each_message_from_its_last_line() -> None:
    made = document("parallel")
    assert [turn["usage"]["output_tokens"] for turn in made["structured_turns"] if "usage" in turn] == [41, 30, 20, 15]
    assert made["usage"]["output_tokens"] == 41 + 30 + 20 + 15
    assert made["usage"]["input_tokens"] == 4 * 10  # four messages, eight lines


def test_what_a_message_cost_is_counted_once_and_summed(tmp_path: Path) -> None:
    """As versions 1.0 tell it, on each line of a message."""
    spawn = agent("b", call("c1", "Task", prompt="Look."), parent="a", message="m1", costUSD=0.25)
    rows = [
        user("a", "Go."),
        agent("b0", text("I ask."), parent="a", message="m1", costUSD=0.25),
        spawn | {"parentUuid": "b0"},
        user("x", "Look.", isSidechain=True),
        agent("y", text("Done."), parent="x", isSidechain=True, costUSD=0.5),
        user("c", result(), "b"),
        agent("d", text("All done."), parent="c"),
    ]
    made = converted(written(tmp_path, *rows)).document
    assert [turn.get("cost_usd") for turn in made["structured_turns"]] == [None, 0.25, None, 0.5, None]
    assert made["metrics"] == {"cost_usd": 0.75}


@pytest.mark.parametrize("cost", [1e308, 10**400, -1])
def test_a_cost_that_is_none_is_not_summed(tmp_path: Path, cost: float) -> None:
    told = [agent(name, text("I look."), parent=parent, costUSD=cost) for name, parent in (("b", "a"), ("c", "b"))]
    assert "metrics" not in converted(written(tmp_path, user("a", "Go."), *told)).document


def test_results_are_paired_by_id_whatever_their_order() -> None:
    read, test = document("parallel")["structured_turns"][1]["tool_calls"]
    assert read["output"] == "     1→def days(year):\n     2→    return 366 + leap(year)"
    assert test["output"] == "Exit code 1\nE   assert 367 == 366"


def test_a_call_says_how_it_ended() -> None:
    read, test = document("parallel")["structured_turns"][1]["tool_calls"]
    assert (read["is_error"], read["output_type"], read["language"]) == (False, "code", "python")
    assert (test["is_error"], test["error_source"], test["exit_code"]) == (True, "agent", 1)
    assert (test["started_at"], test["ended_at"]) == ("2026-03-02T09:00:06.000Z", "2026-03-02T09:00:07.000Z")


def test_a_thought_without_its_text_is_counted() -> None:
    turn = document("parallel")["structured_turns"][2]
    assert (turn["thinking_withheld"], "thinking" in turn) == (1, False)


def test_a_redacted_thought_is_counted(tmp_path: Path) -> None:
    (turn,) = turns_of(tmp_path, agent("a", {"type": "redacted_thinking", "data": "x"}, text("Done.")))
    assert turn["thinking_withheld"] == 1


def test_an_unusual_order_is_kept_as_parts(tmp_path: Path) -> None:
    (turn,) = turns_of(tmp_path, agent("a", text("First"), call(), text("and then.")))
    assert turn["content"] == "First\nand then."
    assert turn["parts"] == [
        {"type": "text", "at": [0, 5]},
        {"type": "call", "call": 0},
        {"type": "text", "at": [6, 15]},
    ]


def test_a_call_that_nobody_answered_has_no_output() -> None:
    found = converted(DATA / "stopped.jsonl")
    assert found.document["structured_turns"][-1]["tool_calls"][0]["output"] is None
    assert found.report.unanswered == 1


def test_calls_and_results_without_ids_are_paired_in_order(tmp_path: Path) -> None:
    records = [
        agent("a", call(None, cmd=1), call(None, cmd=2)),
        user("b", result(None, "1")),
        user("c", result(None, "2")),
    ]
    (turn,) = turns_of(tmp_path, *records)
    assert [made["output"] for made in turn["tool_calls"]] == ["1", "2"]


def test_a_result_without_its_call_is_a_turn_of_its_own(tmp_path: Path) -> None:
    found = converted(written(tmp_path, user("a", "Go on."), user("b", result("lost", "found", is_error=True), "a")))
    turn = found.document["structured_turns"][1]
    assert (turn["role"], turn["kind"], turn["content"], turn["is_error"]) == ("tool", "result", "found", True)
    assert found.report.warnings == ["line 2: is the result of a call that is not there; it stands by itself"]


def test_an_input_keeps_its_json_types(tmp_path: Path) -> None:
    given = {"lines": 3, "deep": [{"a": None}], "json": '{"a":1}'}
    (turn,) = turns_of(tmp_path, agent("a", call(**given)))
    assert turn["tool_calls"][0]["input"] == given


# ---- Who speaks ----


def test_each_kind_of_speaker_is_told() -> None:
    assert [turn["kind"] for turn in document("stopped")["structured_turns"]] == [
        "reminder",  # the caveat before local commands
        "command",
        "command",  # its output
        "reminder",  # what is open in the editor, in the same record as
        "prompt",
        "agent",
        "agent",
        "command",  # the interruption
        "command",  # an error of the API, in the agent's name
        "prompt",
        "agent",
        "agent",
    ]


def test_the_task_is_the_first_real_prompt() -> None:
    assert document("stopped")["task_description"] == "Tidy up this picture of the roots."


@pytest.mark.parametrize(
    ("record", "kind"),
    [
        (user("a", "This session is being continued from a previous conversation"), "compaction"),
        (user("a", "Summary", isCompactSummary=True), "compaction"),
        (user("a", "Base directory for this skill", isMeta=True), "reminder"),
        (user("a", "<system-reminder>\nBe brief.\n</system-reminder>\n"), "reminder"),
        (user("a", "<system-reminder>x</system-reminder> What is this?"), "prompt"),
        (user("a", "Operation stopped by hook: no"), "command"),
        (user("a", "Done.", origin={"kind": "task-notification"}), "command"),
        (user("a", "<b>bold</b>"), "prompt"),
    ],
)
def test_a_users_text_tells_who_wrote_it(tmp_path: Path, record: dict[str, Any], kind: str) -> None:
    (turn,) = turns_of(tmp_path, record)
    assert turn["kind"] == kind


def test_an_error_of_the_api_is_none_of_the_agent() -> None:
    turn = document("stopped")["structured_turns"][8]
    assert (turn["is_error"], turn["error_source"]) == (True, "environment")


def test_errors_have_their_source() -> None:
    calls = [made for turn in document("stopped")["structured_turns"] for made in turn.get("tool_calls", ())]
    assert [made.get("error_source") for made in calls] == [
        "rejected",
        "cancelled",  # a parallel call had failed
        "environment",  # the tool's own program was missing
        "cancelled",  # interrupted
        None,
        None,
    ]


def test_only_the_agents_errors_count_in_the_outline() -> None:
    assert [row.tool for row in outline(document("parallel")) if row.is_error] == ["Bash"]
    assert not any(row.is_error for row in outline(document("stopped")))


@pytest.mark.parametrize(
    "words",
    [
        "Permission to use Bash with command rm has been denied.",
        "Claude requested permissions to write to a.py, but you haven't granted it yet.",
        "PreToolUse:Bash hook blocked: not here",
        "Error: The user doesn't want to take this action right now. STOP",
    ],
)
def test_what_a_person_or_a_rule_refuses_is_rejected(tmp_path: Path, words: str) -> None:
    (turn,) = turns_of(tmp_path, agent("a", call()), user("b", result(content=words, is_error=True), "a"))
    assert turn["tool_calls"][0]["error_source"] == "rejected"


# ---- What is said in mid-turn ----


def queue(operation: str, content: str = "", **fields: Any) -> dict[str, Any]:
    told = {"content": content} if content else {}
    return {"type": "queue-operation", "operation": operation, "sessionId": "s", **told, **fields}


def queued(uuid: str, prompt: Any, parent: str, **fields: Any) -> dict[str, Any]:
    attachment = {"type": "queued_command", "prompt": prompt, "commandMode": "prompt", **fields}
    return {"type": "attachment", "uuid": uuid, "parentUuid": parent, "sessionId": "s", "attachment": attachment}


WORKING = [user("a", "Go."), agent("b", call(), parent="a")]
DONE = [user("c", result(), "b"), agent("d", text("Done."), parent="c")]


def test_a_message_taken_from_the_queue_in_mid_turn_is_a_prompt_where_it_came_in(tmp_path: Path) -> None:
    records = [*WORKING, queue("enqueue", "Hurry."), DONE[0], queue("remove"), DONE[1]]
    turns = turns_of(tmp_path, *records)
    assert spoken(turns) == [("prompt", "Go."), ("agent", ""), ("prompt", "Hurry."), ("agent", "Done.")]
    assert turns[2]["source"] == {"line": 3, "pointer": "/content"}


@pytest.mark.parametrize(
    "taken",
    [
        [queue("dequeue")],  # a record of the user follows
        [queue("popAll"), queue("remove")],  # the person took it back
        [queue("remove", reason="cancelled")],
        [],
    ],
)
def test_a_queued_message_that_the_agent_did_not_get_in_mid_turn_is_no_turn(tmp_path: Path, taken: list[Any]) -> None:
    assert len(turns_of(tmp_path, *WORKING, queue("enqueue", "Hurry."), *taken, *DONE)) == 3


def test_the_queue_gives_its_oldest_message_unless_one_is_named(tmp_path: Path) -> None:
    waiting = [queue("enqueue", words) for words in ("one", "two", "three")]
    turns = turns_of(tmp_path, *WORKING, *waiting, queue("remove", "two"), queue("remove"), *DONE)
    assert [turn["content"] for turn in turns if turn["kind"] == "prompt"] == ["Go.", "two", "one"]


@pytest.mark.parametrize("prompt", ["Hurry.", [text("Hurry.")]])
def test_an_attached_message_is_a_prompt_and_not_told_twice(tmp_path: Path, prompt: Any) -> None:
    notes = [queue("enqueue", "Hurry."), queue("remove", reason="absorbed_mid_turn")]
    attached = [DONE[0], queued("q", prompt, "c"), agent("d", text("Done."), parent="q")]
    turns = turns_of(tmp_path, *WORKING, *notes, *attached)
    assert spoken(turns) == [("prompt", "Go."), ("agent", ""), ("prompt", "Hurry."), ("agent", "Done.")]
    assert turns[2]["source"]["pointer"].startswith("/attachment/prompt")


def test_an_attached_notice_of_a_task_is_no_prompt(tmp_path: Path) -> None:
    attached = queued("q", "Task 3 is done.", "c", commandMode="task-notification")
    turns = turns_of(tmp_path, *WORKING, DONE[0], attached, agent("d", text("Done."), parent="q"))
    assert turns[2]["kind"] == "command"


def test_a_message_queued_on_a_branch_that_was_left_stays_there(tmp_path: Path) -> None:
    left = [
        agent("x", text("Left."), parent="a"),
        queue("enqueue", "Hurry."),
        queue("remove"),
        agent("y", text("Too."), parent="x"),
    ]
    found = converted(written(tmp_path, user("a", "Go."), *left, agent("z", text("Done."), parent="a"))).document
    assert spoken(found["structured_turns"]) == [("prompt", "Go."), ("agent", "Done.")]
    assert [turn["content"] for turn in found["alternatives"][0]["turns"]] == ["Left.", "Hurry.", "Too."]


# ---- Images ----


def test_images_are_named_and_stay_in_the_native_bytes() -> None:
    found = converted(DATA / "stopped.jsonl")
    first, second = found.document["attachments"]
    assert found.document["structured_turns"][4]["parts"][1] == {"type": "image", "attachment": "image-1"}
    assert found.document["structured_turns"][10]["tool_calls"][0]["parts"] == [
        {"type": "image", "attachment": "image-2"}
    ]
    assert (first["media_type"], second["media_type"]) == ("image/png", "image/webp")
    assert pointed(found, second["source"])["source"]["data"] == "UklGRg=="


def test_the_texts_around_an_image_are_joined() -> None:
    assert document("stopped")["structured_turns"][10]["tool_calls"][0]["output"] == "Done.\n1 picture."


# ---- The tree ----


def test_the_way_that_was_left_is_an_alternative() -> None:
    made = document("branches")
    assert spoken(made["structured_turns"])[2:] == [
        ("prompt", "By name, please."),
        ("agent", "beech, oak, as before."),
    ]
    (left,) = made["alternatives"]
    assert (left["fork"], left["chosen"]) == ({"turn": 1, "call": 0}, False)  # below the result of `ls`
    assert spoken(left["turns"])[1] == ("prompt", "By height.")
    assert left["turns"][2]["tool_calls"][0]["output"] == "oak,30\nbeech,40"


def test_compaction_cuts_no_chain() -> None:
    made = document("compacted")
    assert [turn["kind"] for turn in made["structured_turns"]] == ["prompt", "agent", "compaction", "agent"]
    assert "alternatives" not in made
    assert made["source"] == {"format": "claude_code", "version": "2.1.7"}  # the version it ended with


def test_a_circle_of_parents_ends(tmp_path: Path) -> None:
    found = converted(written(tmp_path, user("a", "one", "c"), user("b", "two", "a"), user("c", "three", "b")))
    assert spoken(found.document["structured_turns"]) == [("prompt", "one"), ("prompt", "two"), ("prompt", "three")]
    assert found.report.mended == {"circles of parents": 1}


def test_a_message_that_a_circle_cuts_in_two_is_whole(tmp_path: Path) -> None:
    first, second = agent("a", text("one"), parent="z", message="m"), agent("b", text("two"), parent="b", message="m")
    (turn,) = turns_of(tmp_path, first, agent("z", text("zero"), parent="a", message="m"), second)
    assert turn["content"] == "one\nzero\ntwo"


def test_a_parent_that_is_not_there_is_the_record_before(tmp_path: Path) -> None:
    found = converted(written(tmp_path, user("a", "one"), user("b", "two", "gone"), user("c", "three", "b")))
    assert [words for _, words in spoken(found.document["structured_turns"])] == ["one", "two", "three"]
    assert found.report.warnings == ["line 2: its parent is not there; it follows what stands before it"]


def test_records_without_uuids_follow_each_other(tmp_path: Path) -> None:
    records = [{"type": kind, "message": {"content": kind}} for kind in ("user", "assistant", "user")]
    found = converted(written(tmp_path, *records))
    assert [words for _, words in spoken(found.document["structured_turns"])] == ["user", "assistant", "user"]
    assert len(found.identity) == 32  # of the first line's hash


def test_a_parent_may_stand_behind_its_child(tmp_path: Path) -> None:
    turns = turns_of(
        tmp_path, user("a", "one"), agent("c", text("three"), parent="b"), user("b", "two", "a"), user("d", "four", "c")
    )
    assert [words for _, words in spoken(turns)] == ["one", "two", "three", "four"]


def test_a_long_branch_takes_no_longer_than_a_long_chain(tmp_path: Path) -> None:
    branch = [user(f"b{number}", "left", f"b{number - 1}" if number else "a") for number in range(20_000)]
    found = converted(written(tmp_path, user("a", "one"), *branch, user("z", "two", "a")))
    assert len(found.document["alternatives"][0]["turns"]) == 20_000


# ---- Sub-agents ----


@pytest.mark.parametrize("name", ["notices", "inline"])
def test_a_sub_agent_stands_below_the_call_that_spawned_it(name: str) -> None:
    turns = document(name)["structured_turns"]
    inner = [turn for turn in turns if "agent" in turn]
    assert turns[2 : 2 + len(inner)] == inner
    assert {turn["parent_call"] for turn in inner} == {"toolu_names"}
    assert (inner[0]["role"], inner[0]["kind"], inner[0]["content"]) == ("user", "agent", "Is every tree named?")
    assert inner[-1]["content"] == "All but one."


def test_a_notice_may_hold_messages_that_no_other_has() -> None:
    turn = document("notices")["structured_turns"][3]
    assert turn["content"] == "I look for names."  # only among the earlier messages that a notice repeats
    assert turn["tool_calls"][0]["output"] == "trees/oak: name: Oak"


def test_sub_agents_of_one_turn_stand_in_the_order_of_their_calls() -> None:
    made = document("spawning")
    assert [turn.get("agent") for turn in made["structured_turns"]] == [
        None,
        None,
        *["f00d"] * 3,  # its notice is not read again: it has a file
        *["beef"] * 3,
        None,
    ]
    assert made["agents"] == [
        {"id": "beef", "type": "general-purpose", "parent_call": "toolu_who"},
        {"id": "f00d", "type": "Explore", "parent_call": "toolu_names"},
    ]


def test_a_file_beside_the_session_is_its_sub_agents_when_it_says_so(tmp_path: Path) -> None:
    spawn = agent("b", call("c1", "Task", prompt="Look."), parent="a")
    path = written(tmp_path, user("a", "Ask somebody."), spawn, user("c", result(), "b"))
    written(tmp_path, user("x", "Look.", isSidechain=True), name="agent-1.jsonl")
    written(tmp_path, user("y", "Else.", isSidechain=True, sessionId="other"), name="agent-2.jsonl")
    assert [turn.get("agent") for turn in converted(path).document["structured_turns"]] == [None, None, "1"]


def test_a_sub_agents_file_is_no_source_beside_its_session(tmp_path: Path) -> None:
    paths = [
        written(tmp_path, user("x", "Look.", isSidechain=True), name="agent-1.jsonl"),
        written(tmp_path, user("a", "Go.")),
    ]
    assert [source.path.name for source in claude_code.sources(paths)] == ["s.jsonl"]


def test_a_sub_agents_file_alone_is_a_trace(tmp_path: Path) -> None:
    rows = [user("x", "Look.", isSidechain=True), agent("y", text("Done."), parent="x", isSidechain=True)]
    found = converted(written(tmp_path, *rows, name="agent-1.jsonl"))
    assert (found.identity, found.document["task_description"]) == ("s/agent-1", "Look.")


def test_nobody_but_an_agent_speaks_to_a_sub_agent_that_is_alone(tmp_path: Path) -> None:
    rows = [
        user("m", "<system-reminder>Be brief.</system-reminder>", isSidechain=True),
        user("x", "Look.", "m", isSidechain=True),
        agent("y", text("There."), parent="x", isSidechain=True),
        user("z", "Look again.", "x", isSidechain=True),
        agent("w", text("Here."), parent="z", isSidechain=True),
    ]
    made = converted(written(tmp_path, *rows, name="agent-1.jsonl")).document
    assert [turn["kind"] for turn in made["structured_turns"]] == ["reminder", "agent", "agent", "agent"]
    assert made["task_description"] == "Look."


def test_a_sub_agent_of_unknown_origin_stands_at_the_end_and_is_told(tmp_path: Path) -> None:
    path = written(tmp_path, user("a", "Go."), agent("b", text("Gone."), parent="a"))
    written(tmp_path, user("x", "Look.", isSidechain=True), name="s/subagents/agent-1.jsonl")
    found = converted(path)
    assert found.document["structured_turns"][-1]["agent"] == "1"
    assert found.report.warnings == ["sub-agent 1: the log does not say which call spawned it; it stands at the end"]


def test_a_sub_agent_whose_call_is_not_in_the_log_keeps_its_name(tmp_path: Path) -> None:
    told = {"toolUseResult": {"agentId": "1"}}
    path = written(tmp_path, user("a", "Go."), user("b", result("lost"), "a", **told))
    written(tmp_path, user("x", "Look.", isSidechain=True), name="s/subagents/agent-1.jsonl")
    assert converted(path).document["structured_turns"][-1]["parent_call"] == "lost"


def test_an_error_of_a_web_hook_is_the_agents(tmp_path: Path) -> None:
    (turn,) = turns_of(
        tmp_path, agent("a", call()), user("b", result(content="webhook error: 404", is_error=True), "a")
    )
    assert turn["tool_calls"][0]["error_source"] == "agent"


def test_sub_agents_may_spawn_each_other(tmp_path: Path) -> None:
    """The first's call names the second, the second's the first: each stands once."""
    path = written(tmp_path, user("a", "Go."))
    for name, other in (("1", "2"), ("2", "1")):
        told = {"toolUseResult": {"agentId": other}}
        rows = [
            agent("x", call(f"c{name}", "Task"), isSidechain=True),
            user("y", result(f"c{name}"), "x", isSidechain=True, **told),
        ]
        written(tmp_path, *rows, name=f"s/subagents/agent-{name}.jsonl")
    assert [turn.get("agent") for turn in converted(path).document["structured_turns"]] == [None, "1", "2"]


def test_a_link_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path / "project", user("a", "Go."))
    secret = written(tmp_path, user("x", "Look.", isSidechain=True), name="secret.jsonl")
    (tmp_path / "project/s/subagents").mkdir(parents=True)
    (tmp_path / "project/s/subagents/agent-1.jsonl").symlink_to(secret)
    with pytest.raises(TraceFormatError, match="agent-1.jsonl leads out of its folder"):
        converted(path)


# ---- The document as a whole ----


def test_the_facts_of_a_run_are_fields_of_the_document() -> None:
    made = document("parallel")
    assert (made["id"], made["cwd"], made["git_branch"]) == ("pa-parallel", "/srv/acorn", "main")
    assert (made["model"], made["source"]) == ("claude-opus-4-5", {"format": "claude_code", "version": "2.1.17"})
    assert (made["started_at"], made["ended_at"]) == ("2026-03-02T09:00:02.000Z", "2026-03-02T09:00:15.000Z")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_turn_and_call_points_at_its_record(path: Path) -> None:
    found = converted(path)
    turns = [
        *found.document["structured_turns"],
        *(t for a in found.document.get("alternatives", ()) for t in a["turns"]),
    ]
    for turn in turns:
        assert pointed(found, turn["source"])
        for made in turn.get("tool_calls", ()):
            assert pointed(found, made["source"])["name"] == made["tool"]
            if "result" in made["source"]:
                assert pointed(found, made["source"]["result"])["tool_use_id"] == made["id"]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_small_files_are_read_whole(path: Path) -> None:
    found = converted(path)
    check_document(found.document, "here")
    assert found.report.unreadable == 0
    assert not found.report.unknown


def test_native_bytes_are_the_files_own() -> None:
    path = DATA / "parallel.jsonl"
    assert converted(path).native == path.read_bytes()


def test_native_bytes_of_several_files_can_be_parted() -> None:
    files = parted(converted(DATA / "spawning.jsonl").native, "spawning.jsonl")
    assert files == {name: (DATA / name).read_bytes() for name in files}
    assert list(files) == [
        "spawning.jsonl",
        *(f"spawning/subagents/agent-{agent}{end}" for agent in ("beef", "f00d") for end in (".jsonl", ".meta.json")),
    ]


def test_every_record_is_counted_by_its_type() -> None:
    report = converted(DATA / "parallel.jsonl").report
    # 2 set aside before the prompt, 8 lines of 4 messages, 4 results, 1 notice, 1 duration: the file has 17 lines
    assert (report.records, report.turns, report.calls, report.errors) == (17, 5, 4, 1)
    assert report.types == {
        "file-history-snapshot": 1,
        "progress:hook_progress": 1,
        "user": 5,
        "assistant": 8,
        "progress:bash_progress": 1,
        "system:turn_duration": 1,
    }


def test_what_is_not_known_is_counted(tmp_path: Path) -> None:
    odd = {"type": "hologram", "sessionId": "s"}
    report = converted(written(tmp_path, odd, {"silly": 1}, user("a", [{"type": "smell"}, text("Hm?")]))).report
    assert report.unknown == {"hologram": 1, "without type": 1, "block smell": 1}


# ---- Faults of a file ----


def test_two_records_on_one_line_are_both_read(tmp_path: Path) -> None:
    first, second = (written(tmp_path, user(name, name)).read_bytes().strip() for name in "ab")
    (found,) = convert_bytes(tmp_path, first + second + b"\n")
    assert [turn["content"] for turn in found.document["structured_turns"]] == ["a", "b"]
    assert found.document["structured_turns"][1]["source"] == {"line": 1, "pointer": "/message/content", "nth": 1}
    assert found.report.warnings == ["line 1: holds 2 records; each was read"]


def test_a_half_last_line_is_told(tmp_path: Path) -> None:
    (found,) = convert_bytes(tmp_path, written(tmp_path, user("a", "Go.")).read_bytes() + b'{"type":"us')
    assert (found.report.records, found.report.unreadable) == (1, 1)
    (told,) = found.report.warnings
    assert told.endswith("it is kept in the native bytes and becomes no step")
    assert found.report.warnings[0].startswith("line 2: not JSON: Unterminated string")


def test_byte_order_mark_and_line_ends_of_windows_are_taken(tmp_path: Path) -> None:
    raw = written(tmp_path, user("a", "Go."), user("b", "On.", "a")).read_bytes().replace(b"\n", b"\r\n")
    (found,) = convert_bytes(tmp_path, b"\xef\xbb\xbf" + raw)
    assert (found.report.records, found.report.unreadable, found.report.warnings) == (2, 0, [])


def test_bytes_that_are_no_utf8_are_replaced_and_told(tmp_path: Path) -> None:
    (found,) = convert_bytes(tmp_path, written(tmp_path, user("a", "Go X.")).read_bytes().replace(b"X", b"\xff"))
    assert found.document["task_description"] == "Go \N{REPLACEMENT CHARACTER}."
    assert found.report.mended == {"bytes that are no UTF-8": 1}


def test_unstorable_characters_are_replaced_and_counted(tmp_path: Path) -> None:
    report = converted(written(tmp_path, user("a", "x\0y\ud800"))).report
    assert (report.repairs.nul, report.repairs.surrogates) == (1, 1)


def test_two_sessions_in_one_file_are_two_traces(tmp_path: Path) -> None:
    one, two = user("a", "one"), user("b", "two", sessionId="t")
    path = written(tmp_path, one, two, {"type": "summary", "summary": "x", "leafUuid": "b"}, user("c", "three", "a"))
    first, second = claude_code.convert(claude_code.sources([path])[0])
    lines = path.read_bytes().splitlines(keepends=True)
    assert (first.identity, first.native) == ("s", lines[0] + lines[3])
    assert (second.identity, second.native) == ("t", lines[1] + lines[2])
    assert first.document["structured_turns"][1]["source"]["line"] == 2  # of the trace's own native bytes


@pytest.mark.parametrize(
    "raw", [b"", b"\n\n", b"[]", b'{"type":"summary","summary":"x"}', b"\x00\x01", b'{"type":"user"']
)
def test_a_file_without_a_message_is_an_error(tmp_path: Path, raw: bytes) -> None:
    assert problem(tmp_path, raw) == "s.jsonl: has no message of a Claude Code session"


@pytest.mark.parametrize(
    "message",
    [
        None,
        3,
        [],
        {},
        {"content": None},
        {"content": 3},
        {"content": [None, 3]},
        {"content": [{"type": 3}]},
        {"id": 3, "usage": 3},
    ],
)
@pytest.mark.parametrize("kind", ["user", "assistant"])
def test_an_odd_message_stops_nothing(tmp_path: Path, kind: str, message: Any) -> None:
    record = {"type": kind, "uuid": "b", "parentUuid": 3, "sessionId": "s", "timestamp": 3, "message": message}
    found = converted(written(tmp_path, user("a", "Go."), record))
    assert found.document["structured_turns"][0]["content"] == "Go."


PLACES = [
    *(
        ["type"],
        ["uuid"],
        ["parentUuid"],
        ["sessionId"],
        ["timestamp"],
        ["isSidechain"],
        ["agentId"],
        ["toolUseResult"],
    ),
    *(["message"], ["message", "id"], ["message", "usage"], ["message", "content"], ["message", "content", 0]),
    *(["message", "content", 0, key] for key in ("type", "id", "tool_use_id", "input", "content", "is_error", "name")),
    *(["data"], ["data", "type"], ["data", "agentId"], ["data", "message"], ["data", "normalizedMessages"]),
    *(["attachment"], ["operation"], ["content"]),
]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    path=st.sampled_from(FILES),
    changes=st.lists(st.tuples(st.integers(0, 30), st.sampled_from(PLACES), json_values), max_size=6),
    order=st.randoms(use_true_random=False),
)
def test_no_odd_value_stops_a_conversion(tmp_path: Path, path: Path, changes: list[Any], order: Random) -> None:
    records = [json.loads(line) for line in path.read_text().splitlines()]
    if len(changes) % 2:
        order.shuffle(records)
    for index, place, value in changes:
        put(records[index % len(records)], place, value)
    for found in convert_bytes(tmp_path, "\n".join(map(json.dumps, records)).encode(), [].append):
        check_document(found.document, "here")
        assert encode(found.document)
        assert found.report.calls == sum(row.call is not None for row in outline(found.document)) + calls_left(found)


def put(value: Any, place: list[Any], new: Any) -> None:
    """Writes at the place, as far as the way there exists."""
    for key in place[:-1]:
        if not has(value, key):
            return
        value = value[key]
    if has(value, place[-1]) or isinstance(value, dict):
        value[place[-1]] = new


def has(value: Any, key: Any) -> bool:
    return key in value if isinstance(value, dict) else isinstance(value, list) and key == 0 and bool(value)


def calls_left(found: Converted) -> int:
    turns = (turn for left in found.document.get("alternatives", ()) for turn in left["turns"])
    return sum(len(calls(turn)) for turn in turns)


def test_a_file_cut_at_any_byte_is_a_repaired_trace_or_a_named_error(tmp_path: Path) -> None:
    whole = (DATA / "compacted.jsonl").read_bytes()
    ends = {0, *(at + 1 for at, byte in enumerate(whole) if byte == ord("\n"))} | {
        at for at, byte in enumerate(whole) if byte == ord("\n")
    }
    for size in range(len(whole)):
        try:
            (found,) = convert_bytes(tmp_path, whole[:size])
        except TraceFormatError as error:
            assert str(error) == "s.jsonl: has no message of a Claude Code session"
        else:
            assert found.report.unreadable == (size not in ends)
            assert found.native == whole[:size]


# ---- Recognition ----


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_session_is_recognised(path: Path) -> None:
    assert claude_code.sniff(sample_of(path, path.name)).certainty == 1


SUMMARY = {"type": "summary", "summary": "Earlier.", "leafUuid": "l"}
SNAPSHOT = {"type": "file-history-snapshot", "messageId": "m", "snapshot": {}, "isSnapshotUpdate": False}


@pytest.mark.parametrize("before", [SUMMARY, SNAPSHOT], ids=lambda record: record["type"])
def test_a_session_behind_many_records_that_are_no_messages_is_recognised(before: Any, tmp_path: Path) -> None:
    """More of them than a sample has records; they name no session."""
    path = written(
        tmp_path, *[before] * 80, user("a", "Go."), agent("b", call("c1", "Task", prompt="Look."), parent="a")
    )
    written(tmp_path, user("x", "Look.", isSidechain=True), name="agent-1.jsonl")
    assert detect(path) is claude_code
    assert [turn.get("agent") for turn in converted(path).document["structured_turns"]] == [None, None, "1"]


def test_a_summary_of_another_program_is_not_taken(tmp_path: Path) -> None:
    assert (
        claude_code.sniff(sample_of(written(tmp_path, {"type": "summary", "summary": "Earlier."}), "")).certainty == 0
    )


def test_a_potato_item_is_not_taken_for_a_session(tmp_path: Path) -> None:
    item = {"id": "t1", "structured_turns": [{"role": "user", "content": "Go."}]}
    assert claude_code.sniff(sample_of(written(tmp_path, item), "s.jsonl")).certainty == 0


def pointed(found: Converted, source: dict[str, Any]) -> Any:
    """What a `source` points at in the native bytes."""
    files = parted(found.native, "")
    raw = files[source["file"]] if "file" in source else next(iter(files.values()))
    return resolve(json.loads(raw.split(b"\n")[source["line"] - 1]), source["pointer"])
