"""OpenCode: the storage of a file for each piece, exports, and the events of a run."""

import csv
import json
from io import BytesIO
from pathlib import Path
from shutil import copyfile, copytree

import pytest

from tests.tracewright.convert.corpus import CORPUS, Counted, counted, listed, of_corpus
from tests.tracewright.convert.files import DATA, calls, spoken, trace, tried, turns
from tracewright.convert import CONVERTERS, Converted, detect
from tracewright.convert.originals import data_of, value_at
from tracewright.errors import TraceFormatError

FOLDER = DATA / "opencode"
PIECE = "part/msg_02/prt_07.json"


@pytest.fixture
def storage(tmp_path: Path) -> Path:
    return copytree(FOLDER / "storage", tmp_path / "storage")


@pytest.fixture
def export() -> Converted:
    return trace("opencode", FOLDER / "export.json")


def gathered(folder: Path) -> Converted:
    (source,) = CONVERTERS["opencode"].sources(sorted(path for path in folder.rglob("*") if path.is_file()))
    (found,) = CONVERTERS["opencode"].convert(source)
    return found


def exported(folder: Path, *messages: object) -> Path:
    path = folder / "log"
    path.write_text(json.dumps({"info": {"id": "ses_1"}, "messages": messages}))
    return path


def said(role: str, *parts: object, **info: object) -> dict[str, object]:
    return {"info": {"id": "m", "sessionID": "ses_1", "role": role, "time": {"created": 1}, **info}, "parts": parts}


GO = said("user", {"type": "text", "text": "Go."})


def test_who_says_what_in_a_session_and_in_the_one_it_spawned(storage: Path) -> None:
    found = gathered(storage)
    assert spoken(found) == [
        ("prompt", "Repair sum in @sum.py."),
        ("reminder", 'Called the Read tool with the following input: {"filePath":"sum.py"}'),
        ("prompt", ""),
        ("agent", "I run the tests and look."),
        ("agent", ""),
        ("agent", "Say what the tests want."),
        ("agent", "They want 4."),
        ("command", "MessageAbortedError: The operation was aborted."),
    ]
    assert turns(found)[3]["thinking"] == "A test must fail first."
    assert turns(found)[-1]["error_source"] == "cancelled"


def test_a_call_and_its_result_are_one_part(storage: Path) -> None:
    found = calls(gathered(storage))
    assert [(call["tool"], call["output"], call.get("exit_code"), call.get("error_source")) for call in found] == [
        ("bash", "1 failed", 1, "agent"),
        ("read", "Error: File not found: /srv/add.py", None, "agent"),
        ("task", "They want 4.", None, None),
        ("edit", "The user rejected permission to use this specific tool call.", None, "rejected"),
        ("bash", None, None, None),
    ]
    assert (found[0]["started_at"], found[0]["ended_at"]) == (
        "2026-03-02T09:00:02.600000Z",
        "2026-03-02T09:00:03.600000Z",
    )


def test_a_sub_agent_stands_below_its_call(storage: Path) -> None:
    found = gathered(storage)
    assert found.document["agents"] == [{"id": "ses_02halden", "type": "general", "parent_call": "call_3"}]
    inner = [index for index, turn in enumerate(turns(found)) if turn.get("agent")]
    assert inner == [5, 6]
    assert turns(found)[5]["parent_call"] == "call_3"


def test_a_session_keeps_its_model_cost_tokens_prompt_and_folder(storage: Path) -> None:
    found = gathered(storage)
    document = found.document
    assert found.identity == document["id"] == "ses_01halden"
    assert (document["model"], document["cwd"]) == ("small-model-1", "/srv/sum")
    assert document["system_prompt"] == "You repair programs."
    assert document["metrics"]["cost_usd"] == pytest.approx(0.012)
    assert document["source"] == {"format": "opencode", "version": "1.0.61"}
    assert turns(found)[3]["usage"] == {
        "input_tokens": 900,
        "output_tokens": 40,
        "reasoning_tokens": 5,
        "cache_read_input_tokens": 300,
        "cache_creation_input_tokens": 0,
    }


def test_an_image_is_an_attachment_that_is_read_from_the_native_bytes(storage: Path) -> None:
    found = gathered(storage)
    (image,) = found.document["attachments"]
    assert image["media_type"] == "image/png"
    assert data_of(value_at(BytesIO(found.native), image["source"])) == b"\x89PNG\r\n\x1a\n"


@pytest.mark.parametrize("name", ["storage", "export.json", "run.jsonl"])
def test_every_turn_call_and_result_points_to_its_record(name: str) -> None:
    found = gathered(FOLDER / name) if name == "storage" else trace("opencode", FOLDER / name)
    for turn in turns(found):
        record = value_at(BytesIO(found.native), turn["source"])
        assert turn["kind"] not in ("prompt", "reminder") or record.get("text", "") == turn["content"]
    for call in calls(found):
        assert value_at(BytesIO(found.native), call["source"])["callID"] == call["id"]
        if call["output"] is not None:
            state = value_at(BytesIO(found.native), call["source"]["result"])
            assert call["output"] in (state.get("output"), state.get("error"))


def test_a_lone_piece_says_what_it_is_part_of(storage: Path) -> None:
    for piece in (PIECE, "message/ses_01halden/msg_01.json", "session/global/ses_01halden.json"):
        found, problems = tried("opencode", storage / piece)
        assert not found
        assert [each.what for each in problems] == [
            "is part of an OpenCode session; give the folder that holds session, message and part"
        ]


def test_pieces_that_are_missing_or_broken_are_told_and_the_rest_is_converted(storage: Path) -> None:
    sessions = sorted(path for path in storage.rglob("*.json"))
    (source,) = CONVERTERS["opencode"].sources(sessions)
    (storage / PIECE).write_text('{"id": "prt_07", ')
    (found,) = CONVERTERS["opencode"].convert(source)
    assert found.report.unreadable == 1
    assert found.report.warnings[0].startswith(f"{PIECE}: is no JSON")
    assert len(calls(found)) == 4


def test_messages_without_their_session_are_a_run(storage: Path) -> None:
    for path in (storage / "session").rglob("*.json"):
        path.unlink()
    paths = sorted(path for path in storage.rglob("*.json"))
    first, second = CONVERTERS["opencode"].sources(paths)
    (found,) = CONVERTERS["opencode"].convert(first)
    (other,) = CONVERTERS["opencode"].convert(second)
    assert (found.identity, other.identity) == ("ses_01halden", "ses_02halden")


def test_sessions_that_spawned_one_another_in_a_circle_are_two_traces(storage: Path) -> None:
    path = storage / "session/global/ses_01halden.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), "parentID": "ses_02halden"}))
    assert len(CONVERTERS["opencode"].sources(sorted(storage.rglob("*.json")))) == 2


def test_an_export_has_its_summary_what_was_reverted_and_why_a_message_ended(export: Converted) -> None:
    assert spoken(export) == [
        ("prompt", "Greet me."),
        ("agent", "Good m"),
        ("compaction", "A greeting was begun."),
    ]
    assert turns(export)[1]["stop_reason"] == "length"
    (left,) = export.document["alternatives"]
    assert (left["fork"], left["chosen"]) == ({"turn": 2, "call": None}, False)
    assert [turn["content"] for turn in left["turns"]] == ["In Norwegian.", "God morgen."]
    assert export.report.unknown == {"part oracle": 1}


def test_events_of_a_run_are_the_messages_of_the_agent() -> None:
    found = trace("opencode", FOLDER / "run.jsonl")
    assert found.identity == "ses_04halden"
    assert spoken(found) == [("agent", ""), ("agent", "There is one file."), ("command", "APIError: overloaded")]
    assert (turns(found)[0]["cost_usd"], turns(found)[0]["usage"]["output_tokens"]) == (0.001, 2)
    assert turns(found)[-1]["error_source"] == "environment"
    assert calls(found)[0]["exit_code"] == 0


def test_a_message_of_several_steps_counts_the_tokens_of_each(tmp_path: Path) -> None:
    steps = [{"type": "step-finish", "tokens": {"input": 10, "output": 1}, "cost": 0.5}] * 2
    found = trace("opencode", exported(tmp_path, GO, said("assistant", *steps, tokens={"input": 10, "output": 1})))
    assert turns(found)[1]["usage"] == {"input_tokens": 20, "output_tokens": 2}
    assert turns(found)[1]["cost_usd"] == 1.0


def test_a_message_without_its_info_points_to_what_there_is(tmp_path: Path) -> None:
    message = {"parts": [{"type": "text", "text": "Hello."}, {"type": "file", "mime": "text/plain"}]}
    found = trace("opencode", exported(tmp_path, GO, message))
    assert value_at(BytesIO(found.native), turns(found)[1]["source"]) == message
    assert value_at(BytesIO(found.native), found.document["attachments"][0]["source"]) == message["parts"][1]


def test_a_status_that_is_not_known_is_counted(tmp_path: Path) -> None:
    part = {"type": "tool", "tool": "bash", "callID": "a", "state": {"status": "dreamt", "output": "x"}}
    found = trace("opencode", exported(tmp_path, GO, said("assistant", part)))
    assert found.report.unknown == {"status dreamt": 1}
    assert calls(found)[0]["output"] == "x"


def test_a_call_that_nobody_answered_takes_no_result_of_a_later_one_of_its_id(tmp_path: Path) -> None:
    states = [{"status": "running", "input": {}}, {"status": "completed", "input": {}, "output": "ok"}]
    parts = [{"type": "tool", "tool": "bash", "callID": "call_0", "state": state} for state in states]
    found = trace("opencode", exported(tmp_path, GO, said("assistant", *parts)))
    assert [call["output"] for call in calls(found)] == [None, "ok"]


@pytest.mark.parametrize("odd", [None, 7, "text", [], [None], {}, {"content": [7]}])
def test_odd_fields_stop_no_conversion(tmp_path: Path, odd: object) -> None:
    keys = ("state", "callID", "tool", "text", "url", "error", "prompt", "time", "tokens")
    parts = [{**dict.fromkeys(keys, odd), "type": kind} for kind in ("text", "tool", "file", "retry", "subtask", "x")]
    inner = {"type": "tool", "state": dict.fromkeys(("input", "output", "metadata", "time", "attachments"), odd)}
    infos = dict.fromkeys(("time", "tokens", "cost", "error", "modelID", "path", "summary"), odd)
    path = exported(tmp_path, GO, *(said(role, *parts, odd, inner) for role in ("user", "assistant")), odd)
    assert tried("opencode", path)[1] == []
    path = exported(tmp_path, GO, {**said("assistant", *parts), "info": {"role": "assistant", **infos}}, {"parts": odd})
    assert tried("opencode", path)[1] == []


@of_corpus
def test_a_real_storage_holds_what_the_list_of_the_corpus_says(tmp_path: Path) -> None:
    """The folder as it was, from the list. Its tool is a `success`, and its user's message has no part but a summary."""
    with Path(CORPUS, "PROVENANCE.tsv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file, delimiter="\t") if row["file"].startswith("opencode/")]
    for row in rows:
        assert detect(Path(CORPUS, row["file"])).name == "opencode"
        (tmp_path / row["path"]).parent.mkdir(parents=True, exist_ok=True)
        copyfile(Path(CORPUS, row["file"]), tmp_path / row["path"])
    expected = listed("opencode").values()
    found = gathered(tmp_path)
    assert counted([found]) == Counted(*(sum(each) for each in zip(*expected, strict=True)))
    assert spoken(found) == [("prompt", "Open README"), ("agent", "Read README and extracted the title.")]
    assert found.report.unknown == {}


def test_a_file_of_another_shape_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "log").write_text('{"info": 7}')
    with pytest.raises(TraceFormatError, match="holds no session of OpenCode"):
        trace("opencode", tmp_path / "log")
