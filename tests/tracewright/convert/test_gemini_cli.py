"""Chats of Gemini CLI in all their forms, and what test suites record of its API."""

import json
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from tests.tracewright.convert.corpus import Counted, differences, of_corpus
from tests.tracewright.convert.files import DATA, calls, spoken, trace, traces, tried, turns
from tracewright.convert import Converted
from tracewright.convert.originals import data_of, value_at

FOLDER = DATA / "gemini_cli"


@pytest.fixture
def chat() -> Converted:
    return trace("gemini_cli", FOLDER / "session.json")


@pytest.fixture
def lines() -> Converted:
    return trace("gemini_cli", FOLDER / "lines.jsonl")


@pytest.fixture
def history() -> Converted:
    return trace("gemini_cli", FOLDER / "history.json")


@pytest.fixture
def interactions() -> Converted:
    return trace("gemini_cli", FOLDER / "interactions.json")


def at(found: Converted, source: dict[str, Any]) -> Any:
    return value_at(BytesIO(found.native), source)


def written(folder: Path, *messages: object) -> Path:
    path = folder / "session.json"
    path.write_text(json.dumps({"sessionId": "x", "projectHash": "y", "messages": messages}))
    return path


def written_lines(folder: Path, *records: object) -> Path:
    path = folder / "session.jsonl"
    header = {"sessionId": "x", "projectHash": "y"}
    path.write_text("".join(json.dumps(record) + "\n" for record in (header, *records)))
    return path


def user(identity: str, content: object) -> dict[str, Any]:
    return {"id": identity, "type": "user", "content": content}


def test_who_says_what(chat: Converted) -> None:
    assert spoken(chat) == [
        ("prompt", "Write hello.txt."),
        ("agent", "I write it."),
        ("command", "Request cancelled."),
        ("command", "System: Please continue."),
        ("agent", "It is written."),
    ]
    assert turns(chat)[1]["thinking"] == "**The file**\nA short one."


def test_calls_have_their_results_exit_codes_and_errors(chat: Converted) -> None:
    found = [(call["id"], call["is_error"], call.get("exit_code"), call.get("error_source")) for call in calls(chat)]
    assert found == [("w-1", False, None, None), ("s-1", True, 1, "agent"), ("s-2", True, None, "rejected")]
    assert calls(chat)[0]["output"] == "Wrote hello.txt."
    assert calls(chat)[0]["ended_at"] == "2026-01-10T20:00:26.000Z"


@pytest.mark.parametrize(
    ("status", "output", "is_error"),
    [("executing", None, None), ("", None, None), ("success", "Shown.", False), ("cancelled", "Shown.", True)],
)
def test_a_call_that_has_not_ended_has_no_result(
    status: str, output: str | None, is_error: bool | None, tmp_path: Path
) -> None:
    """Its `result` is an empty list until it has one; of one that ended what was shown stands for it."""
    made = {"name": "shell", "id": "c", "status": status, "result": [], "resultDisplay": "Shown."}
    message = {"id": "a", "type": "gemini", "content": "", "timestamp": "2025-12-01T10:00:00Z", "toolCalls": [made]}
    [call] = calls(trace("gemini_cli", written(tmp_path, message)))
    assert (call["output"], call.get("is_error")) == (output, is_error)
    assert ("result" in call["source"]) == (output is not None)


def test_a_turn_has_model_time_and_tokens(chat: Converted) -> None:
    turn = turns(chat)[1]
    assert (turn["model"], turn["at"], turn["usage"]["total"]) == ("gemini-2.5-flash", "2026-01-10T20:00:25.000Z", 144)
    assert (chat.identity, chat.document["started_at"]) == ("g-1", "2026-01-10T20:00:21.501Z")


def test_of_lines_with_one_id_the_last_counts(lines: Converted) -> None:
    assert spoken(lines) == [
        ("prompt", "Say hello."),
        ("agent", "Hello!"),
        ("prompt", "Whisper it."),
        ("agent", "hello"),
    ]
    assert turns(lines)[1]["source"]["line"] == 5
    assert (lines.identity, lines.document["title"]) == ("g-2", "A greeting")


def test_what_was_rewound_is_an_alternative(lines: Converted) -> None:
    (left,) = lines.document["alternatives"]
    assert [turn["content"] for turn in left["turns"]] == ["Shout it.", "HELLO!"]
    assert (left["fork"], left["chosen"]) == ({"turn": 1, "call": None}, False)


def test_a_rewind_to_a_message_that_is_not_there_leaves_all_before_it(tmp_path: Path) -> None:
    found = trace("gemini_cli", written_lines(tmp_path, user("a", "One."), {"$rewindTo": "z"}, user("b", "Two.")))
    assert spoken(found) == [("prompt", "Two.")]
    assert found.document["alternatives"][0]["fork"] == {"turn": None, "call": None}
    assert "line 3: rewinds to 'z'" in found.report.warnings[0]


def test_messages_that_are_set_replace_those_before(tmp_path: Path) -> None:
    found = trace("gemini_cli", written_lines(tmp_path, user("a", "One."), {"$set": {"messages": [user("b", "Two.")]}}))
    assert spoken(found) == [("prompt", "Two.")]
    assert at(found, turns(found)[0]["source"])["content"] == "Two."


def test_a_history_is_told_by_its_parts(history: Converted) -> None:
    assert [kind for kind, _ in spoken(history)] == ["reminder", "compaction", "prompt", "agent", "agent"]
    assert turns(history)[3]["thinking"] == "**Look**"
    found = [(call["tool"], call["output"], call["is_error"]) for call in calls(history)]
    assert found == [
        ("replace", "Failed to edit, 0 occurrences found", True),
        ("list_directory", '{"files":["a.py"]}', False),
    ]


def test_an_image_is_an_attachment(history: Converted) -> None:
    assert turns(history)[2]["parts"] == [{"type": "text", "at": [0, 14]}, {"type": "image", "attachment": "image-1"}]
    (image,) = history.document["attachments"]
    assert (image["media_type"], image["width"], image["height"]) == ("image/png", 2, 1)
    assert data_of(at(history, image["source"])).startswith(b"\x89PNG")


def test_an_image_beside_a_result_is_the_results(tmp_path: Path) -> None:
    parts = [
        {"functionResponse": {"id": "c", "name": "read_file", "response": {"output": "Binary."}}},
        {"inlineData": {"mimeType": "image/png", "data": "iVBO"}},
    ]
    call = {"role": "model", "parts": [{"functionCall": {"id": "c", "name": "read_file", "args": {}}}]}
    path = tmp_path / "history.json"
    path.write_text(json.dumps([call, {"role": "user", "parts": parts}]))
    found = trace("gemini_cli", path)
    assert calls(found)[0]["parts"] == [{"type": "image", "attachment": "image-1"}]
    assert len(turns(found)) == 1


def test_two_histories_that_begin_alike_are_two_traces(tmp_path: Path) -> None:
    def begun(task: str) -> str:
        said = [{"role": "user", "parts": [{"text": each}]} for each in ("<session_context>today", task)]
        (tmp_path / "history.json").write_text(json.dumps(said))
        return trace("gemini_cli", tmp_path / "history.json").identity

    assert begun("One.") != begun("Two.")


def test_recorded_answers_are_joined_from_their_chunks() -> None:
    found = trace("gemini_cli", FOLDER / "recorded.responses")
    assert spoken(found) == [("agent", "I list them."), ("agent", "Done."), ("agent", "")]
    assert calls(found)[0]["output"] is None, "nobody recorded its result"
    assert turns(found)[0]["usage"] == {"promptTokenCount": 50, "totalTokenCount": 60}
    assert (turns(found)[2]["is_error"], found.report.warnings) == (True, ["line 3: ends with MALFORMED_FUNCTION_CALL"])


def test_a_recorded_request_tells_what_is_new_in_it(interactions: Converted) -> None:
    assert spoken(interactions) == [("prompt", "The weather in Oslo?"), ("agent", ""), ("agent", "It rains.")]
    assert calls(interactions)[0]["output"] == '{"report":"Rain."}'
    document = interactions.document
    assert (document["system_prompt"], document["tools"][0]["name"]) == ("Use the tool.", "get_weather")
    assert document["model"] == "gemini-2.5-flash"


@pytest.mark.parametrize("name", ["chat", "lines", "history", "interactions"])
def test_every_turn_call_and_result_points_to_its_record(name: str, request: pytest.FixtureRequest) -> None:
    found: Converted = request.getfixturevalue(name)
    for turn in turns(found):
        assert turn["content"] in json.dumps(at(found, turn["source"])).encode().decode("unicode_escape")
    for call in calls(found):
        assert at(found, call["source"])["name"] == call["tool"]
        assert call["tool"] in json.dumps(at(found, call["source"]["result"]))


def test_a_list_of_chats_is_several_traces(tmp_path: Path) -> None:
    path = tmp_path / "chats.json"
    path.write_text(json.dumps([{"sessionId": each, "messages": [user("a", each)]} for each in ("one", "two")]))
    assert [found.identity for found in traces("gemini_cli", path)] == ["one", "two"]


def test_nobody_but_an_agent_speaks_to_a_sub_agent(tmp_path: Path) -> None:
    found = trace("gemini_cli", written_lines(tmp_path, {"$set": {"kind": "subagent"}}, user("a", "Count.")))
    assert spoken(found) == [("agent", "Count.")]


def test_a_call_is_the_agents_whatever_role_it_has(tmp_path: Path) -> None:
    path = tmp_path / "history.json"
    path.write_text(json.dumps([{"role": "user", "parts": [{"functionCall": {"name": "ls", "args": {}}}]}]))
    assert spoken(trace("gemini_cli", path)) == [("agent", "")]


def test_a_request_without_an_answer_is_counted(tmp_path: Path) -> None:
    asked = {"request": {"body": {"contents": [{"role": "user", "parts": [{"text": "Go."}]}]}}, "response": {}}
    path = tmp_path / "recorded.json"
    path.write_text(json.dumps({"interactions": [asked]}))
    found = trace("gemini_cli", path)
    assert spoken(found) == [("prompt", "Go.")]
    assert found.report.unknown == {"answer that holds nothing": 1}


def test_what_is_not_known_is_counted(tmp_path: Path) -> None:
    odd = {"id": "b", "type": "oracle", "content": "42"}
    part = user("c", [{"executableCode": {"code": "1"}}])
    found = trace("gemini_cli", written(tmp_path, user("a", "Go."), odd, part))
    assert found.report.unknown == {"message oracle": 1, "part executableCode": 1}


def test_fields_of_wrong_types_stop_nothing(tmp_path: Path) -> None:
    odd: list[Any] = [None, 7, "text", [], {}, [None], {"text": None}, [{"functionCall": 7}]]
    messages = [{"type": kind, "content": each} for kind in ("user", "gemini", "error", None) for each in odd]
    messages += [{"type": "gemini", "toolCalls": each, "thoughts": each, "tokens": each} for each in odd]
    messages += [{"type": "gemini", "toolCalls": [{"name": each, "id": each, "result": each}]} for each in odd]
    messages += [{"role": "model", "parts": [each, {"functionResponse": {"response": each}}]} for each in odd]
    for path in (
        written(tmp_path, *messages, *odd),
        written_lines(tmp_path, *messages, *({"$set": each} for each in odd)),
    ):
        found, problems = tried("gemini_cli", path)
        assert (len(found), problems) == (1, [])


def test_two_histories_of_one_task_are_two_runs_and_a_longer_one_is_the_same(tmp_path: Path) -> None:
    def identity(name: str, *answers: str) -> str:
        said = [{"role": "model", "parts": [{"text": answer}]} for answer in answers]
        (tmp_path / name).write_text(json.dumps([{"role": "user", "parts": [{"text": "Go."}]}, *said]))
        return trace("gemini_cli", tmp_path / name).identity

    assert identity("a", "Done.") == identity("b", "Done.", "More.") != identity("c", "No.")


# What the list counts otherwise:
OTHERWISE = {
    # messages of type "model" are the agent's; "Exit Code: 1" in the text of a shell is an error
    "agent-sessions__gemini__large.json": Counted(6, 2, 1),
    # a history of two contents, of which the list counts none
    "agent-sessions__gemini__schema_drift.json": Counted(2, 0, 0),
    # "System: Please continue." is the program's, no person's
    "entireio-cli__51_3fab7adf0b_0__full.jsonl": Counted(3, 1, 0),
    # recorded answers, which the list does not count
    "gemini-cli__browser-agent.persistent-session.responses": Counted(26, 25, 0),
    "gemini-cli__context-compress-interactive.compress.responses": Counted(4, 0, 1),
    # results are no turns; session context and state snapshot are injected; exit codes in three texts
    "gemini-cli__trajectory.json": Counted(58, 45, 8),
    # the list counts four requests; they hold two prompts, three calls and two answers
    "langsmith__test_google_adk_test_runner_run_sync_with_tool.json": Counted(7, 3, 0),
}


@of_corpus
def test_real_runs_hold_what_the_list_of_the_corpus_says() -> None:
    found = differences("gemini_cli", "gemini_cli")
    assert {name: ours for name, (ours, _) in found.items()} == OTHERWISE
