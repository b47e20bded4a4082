"""MCP: logs of JSON-RPC messages, bare, in records of a proxy, and in lines of text."""

import json
from io import BytesIO
from pathlib import Path

import pytest

from tests.tracewright.convert.files import DATA, calls, spoken, trace, traces, tried, turns
from tracewright.convert import Converted, detect
from tracewright.convert.originals import data_of, value_at
from tracewright.errors import TraceFormatError

FOLDER = DATA / "mcp"
INIT = {"jsonrpc": "2.0", "id": 0, "method": "initialize", "params": {"protocolVersion": "2025-06-18"}}


@pytest.fixture
def session() -> Converted:
    return trace("mcp", FOLDER / "session.jsonl")


def written(folder: Path, *messages: object) -> Path:
    path = folder / "log"
    path.write_text("".join(f"{json.dumps(message)}\n" for message in messages))
    return path


def call(identity: object, path: str = "a") -> dict[str, object]:
    params = {"name": "read_file", "arguments": {"path": path}}
    return {"jsonrpc": "2.0", "id": identity, "method": "tools/call", "params": params}


def result(identity: object, text: str) -> dict[str, object]:
    return {"jsonrpc": "2.0", "id": identity, "result": {"content": [{"type": "text", "text": text}]}}


def test_calls_have_their_results_by_id_and_errors_have_a_source(session: Converted) -> None:
    assert [
        (each["tool"], each["output"], each.get("is_error"), each.get("error_source")) for each in calls(session)
    ] == [
        ("read_file", "return a - b", False, None),
        ("read_file", "no such file: add.py", True, "agent"),
        ("take_picture", "Here it is.", False, None),
        ("fly", "Unknown tool: fly", True, "agent"),
        ("read_file", "User stopped it.", True, "cancelled"),
        ("resources/read", "# A", False, None),
        ("read_file", '{"lines":1}', False, None),
        ("read_file", None, None, None),
    ]
    assert calls(session)[0]["input"] == {"path": "sum.py"}
    assert [each["id"] for each in calls(session)[:3]] == ["3", "4", "a"]


def test_calls_that_nothing_parts_are_one_turn(session: Converted) -> None:
    assert [len(turn["tool_calls"]) for turn in turns(session) if "tool_calls" in turn][:2] == [2, 1]


def test_a_server_that_asks_the_model_speaks_while_its_call_waits(session: Converted) -> None:
    assert ("command", "Sum it up.") in spoken(session)
    (answer,) = (turn for turn in turns(session) if turn["content"] == "It is B.")
    assert (answer["kind"], answer["model"]) == ("agent", "small-model-1")


def test_tools_instructions_and_names_are_kept(session: Converted) -> None:
    assert [tool["name"] for tool in session.document["tools"]] == ["read_file", "take_picture"]
    assert session.document["tools"][0]["inputSchema"]["required"] == ["path"]
    assert spoken(session)[0] == ("instruction", "Read before you write.")
    assert session.document["source"] == {"format": "mcp", "version": "2.1", "server": "files", "client": "desk"}


def test_an_image_is_an_attachment_that_is_read_from_the_native_bytes(session: Converted) -> None:
    (image,) = session.document["attachments"]
    assert image["media_type"] == "image/png"
    assert data_of(value_at(BytesIO(session.native), image["source"])) == b"\x89PNG\r\n\x1a\n"
    assert calls(session)[2]["parts"] == [{"type": "image", "attachment": "image-1"}]


def test_sessions_of_a_proxy_are_traces_with_their_times() -> None:
    first, second = traces("mcp", FOLDER / "proxy.json")
    assert [each["input"]["path"] for each in (*calls(first), *calls(second))] == ["a", "b"]
    assert [each["output"] for each in (*calls(first), *calls(second))] == ["A", "B"]
    assert (calls(second)[0]["started_at"], calls(second)[0]["ended_at"]) == (
        "2026-03-02T09:00:04Z",
        "2026-03-02T09:00:05Z",
    )
    assert first.report.unknown == {"record without a message": 1}


def test_lines_of_text_are_sessions_and_what_called_nothing_is_counted() -> None:
    first, second = traces("mcp", FOLDER / "desktop.log")
    assert [each["output"] for each in (*calls(first), *calls(second))] == ["A {b}", None]
    assert first.report.mended == {"session in which nothing was called": 1}
    assert first.report.unknown == {"line without a message": 2}
    assert first.document["started_at"] == "2026-03-02T09:00:04.000Z"


@pytest.mark.parametrize("name", ["session.jsonl", "proxy.json", "desktop.log"])
def test_every_turn_call_and_result_points_to_its_record(name: str) -> None:
    for found in traces("mcp", FOLDER / name):
        for turn in turns(found):
            assert value_at(BytesIO(found.native), turn["source"]) is not None
        for each in calls(found):
            record = value_at(BytesIO(found.native), each["source"])
            assert '"method": "' in (record if isinstance(record, str) else json.dumps(record))
            if "result" in each["source"]:
                assert value_at(BytesIO(found.native), each["source"]["result"]) is not None


def test_a_message_that_a_proxy_logged_twice_counts_once(tmp_path: Path) -> None:
    messages = [INIT, call(1), result(1, "A")]
    found = trace("mcp", written(tmp_path, *(message for message in messages for _ in range(2))))
    assert [each["output"] for each in calls(found)] == ["A"]
    assert found.report.mended == {"message that was logged twice": 3}


def test_ids_that_begin_anew_pair_with_the_last_call(tmp_path: Path) -> None:
    found = trace("mcp", written(tmp_path, INIT, call(1, "a"), call(1, "b"), result(1, "B")))
    assert [(each["input"]["path"], each["output"]) for each in calls(found)] == [("a", None), ("b", "B")]


def test_a_result_without_its_call_stands_by_itself(tmp_path: Path) -> None:
    found = trace("mcp", written(tmp_path, INIT, call(1), result(2, "lost")))
    assert spoken(found)[-1] == ("result", "lost")


def test_an_error_of_the_server_is_of_the_environment(tmp_path: Path) -> None:
    error = {"jsonrpc": "2.0", "id": 1, "error": {"code": -32603, "message": "down", "data": "no disk"}}
    found = trace("mcp", written(tmp_path, INIT, call(1), error))
    assert (calls(found)[0]["output"], calls(found)[0]["error_source"]) == ("down\nno disk", "environment")


def test_an_error_that_is_no_object_is_told(tmp_path: Path) -> None:
    found = trace("mcp", written(tmp_path, INIT, call(1), {"jsonrpc": "2.0", "id": 1, "error": "down"}))
    assert (calls(found)[0]["output"], calls(found)[0]["is_error"]) == ("down", True)
    assert value_at(BytesIO(found.native), calls(found)[0]["source"]["result"]) == "down"


def test_other_protocols_of_json_rpc_are_not_taken(tmp_path: Path) -> None:
    message = {"jsonrpc": "2.0", "id": 1, "method": "textDocument/hover", "params": {}}
    with pytest.raises(TraceFormatError, match="no format recognised"):
        detect(written(tmp_path, message, {**INIT, "params": {"processId": 1}}))


def test_a_log_without_a_call_is_a_problem(tmp_path: Path) -> None:
    found, problems = tried("mcp", written(tmp_path, INIT))
    assert (found, problems[0].what) == ([], "holds no turn: no tool was called, and nothing was said")


@pytest.mark.parametrize("odd", [None, 7, "text", [], [None], {}, {"content": [7]}])
def test_odd_fields_stop_no_conversion(tmp_path: Path, odd: object) -> None:
    methods = (
        "tools/call",
        "resources/read",
        "prompts/get",
        "sampling/createMessage",
        "elicitation/create",
        "tools/list",
    )
    asked = [{"jsonrpc": "2.0", "id": nth, "method": method, "params": odd} for nth, method in enumerate(methods, 10)]
    told = [{"jsonrpc": "2.0", "id": nth, "result": odd} for nth in range(10, 18)]
    inner = {key: odd for key in ("content", "contents", "messages", "tools", "name", "arguments", "isError", "action")}
    more = [{**each, "params": inner} for each in asked] + [{**each, "result": inner} for each in told]
    errors = [call(90), {"jsonrpc": "2.0", "id": 90, "error": odd}, {"jsonrpc": "2.0", "method": odd, "params": odd}]
    notices = [{"jsonrpc": "2.0", "method": "notifications/cancelled", "params": {"requestId": odd}}]
    path = written(tmp_path, INIT, call(1), *asked, *told, *more, *errors, *notices, {"message": odd, "time": odd})
    assert tried("mcp", path)[1] == []


def test_interactions_without_envelopes_are_read(tmp_path: Path) -> None:
    """As Potato's samples have them; each is a request with its answer."""
    listing = {"method": "tools/list", "result": {"tools": [{"name": "ls"}]}}
    called = {"method": "tools/call", "params": {"name": "ls", "arguments": {"path": "."}}}
    done = {**called, "result": {"content": [{"type": "text", "text": "a.py"}]}}
    failed = {**called, "error": {"code": -32602, "message": "No path."}}
    note = {"method": "notifications/progress", "params": {"progress": 1}}
    item = {"id": "m-1", "server": "files", "interactions": [listing, done, failed, note]}
    path = tmp_path / "item.json"
    path.write_text(json.dumps(item))
    assert detect(path).name == "mcp"
    found = trace("mcp", path)
    assert (found.identity, found.document["source"]["server"]) == ("m-1", "files")
    assert [(call["output"], call["is_error"]) for call in calls(found)] == [("a.py", False), ("No path.", True)]
    assert found.document["tools"] == [{"name": "ls"}]
    for call in calls(found):
        assert value_at(BytesIO(found.native), call["source"])


def test_two_items_on_two_lines_are_two_sessions_of_one_server(tmp_path: Path) -> None:
    called = {"method": "tools/call", "params": {"name": "ls"}, "result": {"content": []}}
    items = [{"id": name, "server": "files", "interactions": [called]} for name in ("m-1", "m-2")]
    path = tmp_path / "items.jsonl"
    path.write_text("".join(f"{json.dumps(item)}\n" for item in items))
    found = traces("mcp", path)
    assert [each.identity for each in found] == ["m-1", "m-2"]
    assert [json.loads(each.native) for each in found] == items


def test_two_items_in_a_list_are_two_sessions_too(tmp_path: Path) -> None:
    done = {"method": "tools/call", "params": {"name": "ls"}, "result": {"content": [{"type": "text", "text": "a.py"}]}}
    path = tmp_path / "items.json"
    path.write_text(json.dumps([{"id": name, "interactions": [done]} for name in ("m-1", "m-2")]))
    assert detect(path).name == "mcp"
    found = traces("mcp", path)
    assert [(each.identity, [call["output"] for call in calls(each)]) for each in found] == [
        ("m-1", ["a.py"]),
        ("m-2", ["a.py"]),
    ]
    for each in found:
        assert value_at(BytesIO(each.native), calls(each)[0]["source"])
