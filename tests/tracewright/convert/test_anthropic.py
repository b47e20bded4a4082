"""The Messages API: conversations, recordings and streams."""

import json
from io import BytesIO
from pathlib import Path

import pytest

from tests.tracewright.convert.corpus import Counted, differences, of_corpus
from tests.tracewright.convert.files import DATA, calls, spoken, trace, tried, turns
from tests.tracewright.convert.recordings import listed_by_exchanges
from tracewright.convert import Converted, detect
from tracewright.convert.originals import data_of, value_at

FOLDER = DATA / "anthropic"
GO = {"role": "user", "content": "Go."}


@pytest.fixture
def talk() -> Converted:
    return trace("anthropic", FOLDER / "conversation.json")


@pytest.fixture
def recorded() -> Converted:
    return trace("anthropic", FOLDER / "recording.json")


def written(folder: Path, *messages: object, **about: object) -> Path:
    path = folder / "log.json"
    path.write_text(json.dumps({"messages": messages, **about}))
    return path


def agent(*blocks: object) -> dict[str, object]:
    return {"role": "assistant", "content": list(blocks)}


def use(identity: str, kind: str = "tool_use") -> dict[str, object]:
    return {"type": kind, "id": identity, "name": "look", "input": {}}


def result(identity: str, content: object, kind: str = "tool_result") -> dict[str, object]:
    return {"type": kind, "tool_use_id": identity, "content": content}


def text(said: str, **more: object) -> dict[str, object]:
    return {"type": "text", "text": said, **more}


def streamed(folder: Path, *events: object) -> Path:
    path = folder / "stream"
    start = {
        "type": "message_start",
        "message": {"role": "assistant", "usage": {"input_tokens": 3, "output_tokens": 1}},
    }
    path.write_text("".join(f"event: x\ndata: {json.dumps(event)}\n\n" for event in (start, *events)))
    return path


def delta(index: int, kind: str, **more: object) -> dict[str, object]:
    return {"type": "content_block_delta", "index": index, "delta": {"type": kind, **more}}


def test_who_says_what(talk: Converted) -> None:
    assert spoken(talk) == [
        ("reminder", "<system-reminder>It is May.</system-reminder>"),
        ("prompt", "Which bed is dry?"),
        ("agent", "I look at both."),
        ("prompt", "Hurry."),
        ("agent", "The north bed."),
    ]
    assert (talk.document["system_prompt"], talk.document["task_description"]) == (
        "You keep a garden.",
        "Which bed is dry?",
    )
    assert turns(talk)[2]["thinking"] == "Two beds."
    assert talk.document["tools"][0]["input_schema"]["type"] == "object"


def test_results_go_to_the_calls_of_their_ids_with_their_errors(talk: Converted) -> None:
    assert [(call["id"], call["output"], call["is_error"]) for call in calls(talk)] == [
        ("t1", "Dry.", False),
        ("t2", "There is no bed moon.", True),
    ]
    assert calls(talk)[1]["error_source"] == "agent"


def test_images_of_a_prompt_and_of_a_result_are_attachments(talk: Converted) -> None:
    found = talk.document["attachments"]
    assert [(each["id"], each["width"], each["height"]) for each in found] == [("image-1", 3, 2), ("image-2", 3, 2)]
    assert all(data_of(value_at(BytesIO(talk.native), each["source"]))[1:4] == b"PNG" for each in found)
    assert turns(talk)[1]["parts"][1] == {"type": "image", "attachment": "image-1"}
    assert calls(talk)[0]["parts"] == [{"type": "image", "attachment": "image-2"}]


def test_a_document_keeps_its_title(tmp_path: Path) -> None:
    source = {"type": "text", "media_type": "text/plain", "data": "08:14 from Halden"}
    titled = {"type": "document", "source": source, "title": "Timetable"}
    said = {"role": "user", "content": [text("Read both."), titled, {"type": "document", "source": source}]}
    listed = trace("anthropic", written(tmp_path, said)).document["attachments"]
    assert [each.get("title") for each in listed] == ["Timetable", None]


def test_every_turn_call_and_result_points_to_its_record(talk: Converted) -> None:
    for turn in turns(talk):
        assert value_at(BytesIO(talk.native), turn["source"])
    for call in calls(talk):
        assert value_at(BytesIO(talk.native), call["source"])["id"] == call["id"]
        assert value_at(BytesIO(talk.native), call["source"]["result"])["tool_use_id"] == call["id"]


def test_a_recording_is_told_once_by_its_last_request(recorded: Converted) -> None:
    assert spoken(recorded) == [
        ("prompt", "Sum the numbers of the file."),
        ("command", "overloaded_error: Overloaded"),
        ("agent", "There is no file."),
        ("prompt", "Try b.txt."),
        ("agent", "I look again."),
    ]
    assert (turns(recorded)[1]["is_error"], turns(recorded)[1]["error_source"]) == (True, "environment")
    assert recorded.document["system_prompt"] == "Use the tools."


def test_each_answer_has_its_own_model_and_tokens(recorded: Converted) -> None:
    said = [(turn["model"], turn["usage"]) for turn in turns(recorded) if turn["kind"] == "agent"]
    assert said == [
        ("small-model-2-0105", {"input_tokens": 30, "output_tokens": 12}),
        ("small-model-2-0105", {"input_tokens": 60, "output_tokens": 17}),
    ]


def test_tools_that_run_at_the_api_have_their_results_and_errors_in_the_same_message(recorded: Converted) -> None:
    shell, search, _ = calls(recorded)
    assert (shell["output"], shell["exit_code"], shell["is_error"]) == ("sum: no file", 1, True)
    assert (search["output"], search["error_source"]) == ("max_uses_exceeded", "environment")
    assert turns(recorded)[2]["thinking_withheld"] == 1


def test_a_streamed_answer_is_joined(recorded: Converted) -> None:
    assert calls(recorded)[2]["input"] == {"file": "b.txt"}
    assert calls(recorded)[2]["output"] is None


def test_a_file_may_be_the_text_of_a_stream() -> None:
    found = trace("anthropic", FOLDER / "stream.txt")
    assert (spoken(found), found.report.warnings) == ([("agent", "I look again.")], [])
    assert turns(found)[0]["usage"] == {"input_tokens": 60, "output_tokens": 17}


def test_a_stream_that_breaks_off_keeps_what_came_and_says_so(tmp_path: Path) -> None:
    begun = {"type": "content_block_start", "index": 0, "content_block": use("a")}
    path = streamed(tmp_path, begun, delta(0, "input_json_delta", partial_json='{"bed": "no'))
    found = trace("anthropic", path)
    assert calls(found)[0]["input"] == '{"bed": "no'
    assert ["breaks off" in each or "no JSON" in each for each in found.report.warnings] == [True, True]


def test_an_error_in_a_stream_follows_what_was_said(tmp_path: Path) -> None:
    failed = {"type": "error", "error": {"type": "overloaded_error", "message": "Too many."}}
    found = trace("anthropic", streamed(tmp_path, delta(0, "text_delta", text="I be"), failed))
    assert spoken(found) == [("agent", "I be"), ("command", "overloaded_error: Too many.")]


def test_sentences_that_quote_a_source_are_whole(tmp_path: Path) -> None:
    said = agent(text("It is "), text("66 degrees", citations=[{}]), text("."))
    assert spoken(trace("anthropic", written(tmp_path, GO, said)))[1] == ("agent", "It is 66 degrees.")


def test_the_order_of_texts_and_calls_is_kept(tmp_path: Path) -> None:
    found = trace("anthropic", written(tmp_path, GO, agent(use("a"), text("Then."), use("b"))))
    assert turns(found)[1]["parts"] == [
        {"type": "call", "call": 0},
        {"type": "text", "at": [0, 5]},
        {"type": "call", "call": 1},
    ]


@pytest.mark.parametrize(
    ("content", "output"),
    [
        ({"type": "web_fetch_result", "content": {"source": {"type": "text", "data": "A page."}}}, "A page."),
        ({"type": "text_editor_code_execution_view_result", "content": "a = 1"}, "a = 1"),
        (
            [{"type": "web_search_result", "title": "T", "encrypted_content": "x"}],
            '{"type":"web_search_result","title":"T"}',
        ),
    ],
)
def test_results_of_tools_at_the_api_are_what_can_be_read_of_them(content: object, output: str, tmp_path: Path) -> None:
    blocks = (use("a", "server_tool_use"), result("a", content, "web_fetch_tool_result"))
    assert calls(trace("anthropic", written(tmp_path, GO, agent(*blocks))))[0]["output"] == output


@pytest.mark.parametrize(
    ("said", "is_error", "code"), [("Exit code 5\nbad", True, 5), ("Exit code 5", False, None), ("bad", True, None)]
)
def test_a_failed_command_tells_its_exit_code_in_the_words_of_claude_code(
    said: str, is_error: bool, code: int | None, tmp_path: Path
) -> None:
    answer = {"role": "user", "content": [{**result("a", said), "is_error": is_error}]}
    [call] = calls(trace("anthropic", written(tmp_path, GO, agent(use("a")), answer)))
    assert (call["is_error"], call.get("exit_code")) == (is_error, code)


def test_a_result_without_its_call_stands_by_itself(tmp_path: Path) -> None:
    found = trace("anthropic", written(tmp_path, {"role": "user", "content": [result("x", "lost")]}))
    assert spoken(found) == [("result", "lost")]


@pytest.mark.parametrize("content", [None, 5, {}, {"type": "text"}, [None], [5], ["text"], [{}]])
def test_a_content_of_an_odd_shape_breaks_nothing(content: object, tmp_path: Path) -> None:
    odd = [{"role": role, "content": content} for role in ("assistant", "user", "system")]
    found = trace("anthropic", written(tmp_path, GO, *odd))
    assert spoken(found)[0] == ("prompt", "Go.")


def test_what_is_not_known_is_counted(tmp_path: Path) -> None:
    found = trace("anthropic", written(tmp_path, GO, agent({"type": "smell"}), {"role": "oracle", "content": "42"}))
    assert found.report.unknown == {"block smell": 1, "role oracle": 1}


def test_an_item_of_messages_keeps_its_id_model_and_tokens(tmp_path: Path) -> None:
    about = {"id": 7, "model": "small-model-1", "usage": {"input_tokens": 3}}
    document = trace("anthropic", written(tmp_path, GO, agent(text("Done.")), **about)).document
    assert (document["task_key"], document["model"], document["usage"]) == ("7", "small-model-1", {"input_tokens": 3})


def test_a_log_without_a_message_is_a_problem_and_no_trace(tmp_path: Path) -> None:
    found, problems = tried("anthropic", written(tmp_path, system="Be brief."))
    assert (found, [problem.what for problem in problems]) == ([], ["holds no turn"])


def test_messages_in_blocks_are_recognised_as_of_this_api(tmp_path: Path) -> None:
    assert detect(written(tmp_path, GO, agent(text("Done.")))).name == "anthropic"
    assert detect(written(tmp_path, GO, agent(use("a")))).name == "anthropic"


# What the recordings hold, counted by hand: results are no turns, calls of the history and of streams are calls, and a question
# whose answer was streamed is a turn. One tool of a stream failed.
HELD = {
    "otel-anthropic__test_anthropic_tools_history_legacy.json": Counted(3, 2, 0),
    "pydantic-ai__test_anthropic_code_execution_files_cache_prefix_stable[messages-sonnet-5].json": Counted(4, 3, 0),
    "pydantic-ai__test_anthropic_count_tokens_with_adaptive_thinking_and_output_tools.json": Counted(2, 1, 0),
    "pydantic-ai__test_anthropic_mixed_strict_tool_run.json": Counted(4, 2, 0),
    "pydantic-ai__test_anthropic_model_web_search_tool_stream.json": Counted(2, 2, 0),
    "pydantic-ai__test_anthropic_native_tool_search_round_trip.json": Counted(3, 2, 0),
    "pydantic-ai__test_anthropic_promotes_local_search_history_round_trip.json": Counted(5, 2, 0),
    "pydantic-ai__test_anthropic_text_editor_code_execution_tool_stream.json": Counted(2, 3, 1),
    "pydantic-ai__test_anthropic_text_parts_ahead_of_built_in_tool_call.json": Counted(8, 4, 0),
    "pydantic-ai__test_anthropic_to_google_deferred_capability_history_replay.json": Counted(5, 3, 0),
    "pydantic-ai__test_anthropic_web_fetch_tool_stream.json": Counted(2, 1, 0),
}


@of_corpus
def test_real_recordings_hold_what_the_list_says_where_it_counts_messages() -> None:
    found = differences("anthropic", "anthropic_messages")
    assert {name: ours for name, (ours, _) in found.items()} == HELD
    for name, (_, listed) in found.items():
        assert listed == listed_by_exchanges("anthropic_messages", name), name
