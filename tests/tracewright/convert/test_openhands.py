"""OpenHands: events of both generations, in one file and in the folder of a conversation."""

import csv
import json
from io import BytesIO
from pathlib import Path
from shutil import copyfile, copytree

import pytest

from tests.tracewright.convert.corpus import CORPUS, Counted, counted, listed, of_corpus
from tests.tracewright.convert.files import DATA, calls, spoken, trace, traces, tried, turns
from tracewright.convert import CONVERTERS, Converted, Source, detect
from tracewright.convert.openhands.stats import Stats
from tracewright.convert.originals import data_of, value_at
from tracewright.errors import TraceFormatError

FOLDER = DATA / "openhands"
CONVERSATION = FOLDER / "3f1c0000000040008000000000000001"


@pytest.fixture
def conversation(tmp_path: Path) -> Path:
    return copytree(CONVERSATION, tmp_path / CONVERSATION.name)


@pytest.fixture
def classic() -> Converted:
    return trace("openhands", FOLDER / "trajectory.json")


def files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def gathered(folder: Path) -> Converted:
    (source,) = CONVERTERS["openhands"].sources(files(folder))
    (found,) = CONVERTERS["openhands"].convert(source)
    return found


def written(folder: Path, *events: object) -> Path:
    path = folder / "log"
    path.write_text("\n".join(json.dumps(event) for event in events))
    return path


def check_sources(found: Converted) -> None:
    for turn in turns(found):
        assert value_at(BytesIO(found.native), turn["source"]) is not None
    for call in calls(found):
        assert value_at(BytesIO(found.native), call["source"]) is not None
        if "result" in call["source"]:
            result = value_at(BytesIO(found.native), call["source"]["result"])
            assert "observation" in result or "rejection_reason" in result


def test_a_folder_is_one_run_with_its_events_as_parts() -> None:
    (source,) = CONVERTERS["openhands"].sources(files(CONVERSATION))
    assert source.path.name == "base_state.json"
    assert [part.name for part in source.parts] == [f"event-{n:05}-e{n}.json" for n in range(10)]


def test_who_says_what_in_a_conversation(conversation: Path) -> None:
    found = gathered(conversation)
    assert spoken(found) == [
        ("prompt", "Repair sum."),
        ("reminder", "<EXTRA_INFO>Use pytest.</EXTRA_INFO>"),
        ("agent", "I look and test."),
        ("compaction", "It read sum.py."),
        ("agent", "Now I delete it."),
        ("agent", "As you like."),
    ]
    assert turns(found)[2]["thinking"] == "Two calls at once."
    assert found.document["system_prompt"] == "You repair programs.\n\nToday is Monday."
    assert found.document["tools"][0]["title"] == "terminal"


def test_parallel_calls_of_a_response_are_one_turn_and_their_results_are_paired_by_id(conversation: Path) -> None:
    found = [
        (call["input"]["command"], call["is_error"], call.get("exit_code"), call.get("error_source"))
        for call in calls(gathered(conversation))
    ]
    assert found == [
        ("cat sum.py", False, 0, None),
        ("pytest", True, 1, "agent"),
        ("rm sum.py", True, None, "rejected"),
    ]


def test_a_conversation_has_its_id_model_costs_and_how_it_ended(conversation: Path) -> None:
    found = gathered(conversation)
    document = found.document
    assert found.identity == document["id"] == "3f1c0000-0000-4000-8000-000000000001"
    assert (document["model"], document["cwd"]) == ("small-model-1", "/workspace/sum")
    assert document["outcome"] == {"exit_status": "finished"}
    assert document["metrics"] == {"cost_usd": 0.02}
    assert document["usage"] == {"prompt_tokens": 300, "completion_tokens": 30}
    assert turns(found)[2]["usage"] == {"prompt_tokens": 100, "completion_tokens": 20}


def test_every_turn_call_and_result_of_a_folder_points_to_its_file(conversation: Path) -> None:
    check_sources(gathered(conversation))


def test_an_image_is_an_attachment_that_is_read_from_the_native_bytes(conversation: Path) -> None:
    found = gathered(conversation)
    (image,) = found.document["attachments"]
    assert image["media_type"] == "image/png"
    assert data_of(value_at(BytesIO(found.native), image["source"])) == b"\x89PNG\r\n\x1a\n"
    assert turns(found)[0]["parts"][1] == {"type": "image", "attachment": "image-1"}


def test_secrets_of_the_base_state_are_in_no_document_and_stay_in_the_native_bytes(conversation: Path) -> None:
    found = gathered(conversation)
    shown = json.dumps(found.document)
    assert "hush-hush-9" not in shown
    assert "key-of-nobody-1" not in shown
    assert calls(found)[1]["output"] == "1 failed, key <secret-hidden>"
    assert b"hush-hush-9" in found.native


@pytest.mark.parametrize("name", ["base_state.json", "events/event-00002-e2.json"])
def test_a_lone_piece_is_a_problem_and_no_trace(conversation: Path, tmp_path: Path, name: str) -> None:
    (tmp_path / "alone").mkdir()
    lone = Path(copyfile(conversation / name, tmp_path / "alone" / Path(name).name))
    found, problems = tried("openhands", lone)
    assert (found, [each.what for each in problems]) == (
        [],
        ["is part of an OpenHands conversation; give the folder"],
    )
    assert tried("openhands", conversation / name)[0] == [], "nor with the others beside it, which nobody gave"


def test_events_that_are_missing_or_broken_are_told_and_the_rest_is_converted(conversation: Path) -> None:
    (conversation / "events/event-00005-e5.json").unlink()
    (conversation / "events/event-00006-e6.json").write_text('{"id": "e6", ')
    found = gathered(conversation)
    assert calls(found)[0]["output"] is None
    assert found.report.unreadable == 1
    assert any(warning.startswith("events/event-00006-e6.json: is no JSON") for warning in found.report.warnings)
    assert "event 5: is not there" in found.report.warnings


def test_events_without_their_base_state_are_a_run_that_says_so(conversation: Path) -> None:
    (conversation / "base_state.json").unlink()
    found = gathered(conversation)
    assert len(calls(found)) == 3
    assert found.report.warnings[0].startswith("base_state.json: is not there")
    check_sources(found)


def test_a_folder_that_was_written_to_anew_keeps_both_histories(conversation: Path) -> None:
    for number, (source, text) in enumerate([("user", "Once more."), ("agent", "Here.")]):
        content = [{"type": "text", "text": text}]
        event = {"kind": "MessageEvent", "source": source, "llm_message": {"content": content}}
        path = conversation / f"events/event-{number:05}-z{number}.json"
        path.write_text(json.dumps({**event, "timestamp": f"2026-03-01T00:00:0{number}"}))
    found = gathered(conversation)
    assert spoken(found) == [("prompt", "Once more."), ("agent", "Here.")]
    (left,) = found.document["alternatives"]
    assert (len(left["turns"]), left["chosen"]) == (6, False)


def test_events_of_the_sdk_may_stand_on_the_lines_of_a_file() -> None:
    found = trace("openhands", FOLDER / "events.jsonl")
    assert len(calls(found)) == 2
    check_sources(found)


def test_who_says_what_in_a_classic_trajectory(classic: Converted) -> None:
    assert spoken(classic) == [
        ("prompt", "Repair sum."),
        ("reminder", "The repository is halden/sum."),
        ("agent", "I run the tests."),
        ("agent", ""),
        ("agent", ""),
        ("agent", ""),
        ("agent", "Repaired."),
        ("command", "The budget is spent."),
    ]
    assert classic.document["system_prompt"] == "You are OpenHands."
    assert classic.document["tools"][0]["function"]["name"] == "execute_bash"


def test_a_recall_tells_all_that_the_agent_was_told(tmp_path: Path) -> None:
    known = {"name": "git", "trigger": "commit", "content": "Never push."}
    extras = {"recall_type": "workspace_context", "repo_name": "halden/sum", "repo_instructions": "Use pytest."}
    extras |= {"runtime_hosts": {}, "microagent_knowledge": [known]}
    event = {"id": 3, "source": "environment", "observation": "recall", "content": "Added context", "extras": extras}
    found = trace("openhands", written(tmp_path, event))
    told = "Added context\n\nrepo_name: halden/sum\n\nrepo_instructions: Use pytest.\n\ngit: Never push."
    assert spoken(found) == [("reminder", told)]


def test_what_a_browser_could_not_do_is_an_error_with_its_words(tmp_path: Path) -> None:
    action = {"id": 1, "source": "agent", "action": "browse_interactive", "args": {"browser_actions": "click('7')"}}
    extras = {"url": "http://halden", "error": True, "last_browser_action_error": "no element 7"}
    seen = {"id": 2, "source": "agent", "cause": 1, "observation": "browse", "content": "The page", "extras": extras}
    (call,) = calls(trace("openhands", written(tmp_path, action, seen)))
    assert (call["output"], call["is_error"], call["error_source"]) == ("The page\nno element 7", True, "agent")


def test_a_cause_leads_to_the_call_and_only_a_positive_exit_code_is_an_error(classic: Converted) -> None:
    found = [(call["tool"], call["output"], call["is_error"], call.get("exit_code")) for call in calls(classic)]
    assert found == [
        ("execute_bash", "1 failed", True, 1),
        ("execute_bash", "still running", False, None),
        ("delegate", "It is +.", False, None),
        ("think", "Your thought has been logged.", False, None),
        ("edit", "No such file.", True, None),
    ]
    assert calls(classic)[0]["input"] == {"command": "pytest"}
    assert turns(classic)[-1]["error_source"] == "environment"
    check_sources(classic)


def test_a_delegate_speaks_below_the_call_that_asked_for_it(classic: Converted) -> None:
    (agent,) = classic.document["agents"]
    assert agent == {"id": "BrowsingAgent-1", "type": "BrowsingAgent", "parent_call": "9"}
    assert [turn.get("agent") for turn in turns(classic)].count("BrowsingAgent-1") == 1
    assert turns(classic)[5]["parent_call"] == calls(classic)[2]["id"] == "9"


def test_tokens_and_model_of_a_response_stand_once_at_its_turn(classic: Converted) -> None:
    assert turns(classic)[2]["usage"] == {"prompt_tokens": 10, "completion_tokens": 1}
    assert classic.document["model"] == "small-model-0"
    assert classic.document["metrics"] == {"cost_usd": 0.5}
    assert classic.document["outcome"] == {"exit_status": "error"}


def test_each_line_of_an_evaluation_is_a_trace() -> None:
    first, second = traces("openhands", FOLDER / "output.jsonl")
    assert first.document["task_key"] == "halden__sum-7"
    assert first.document["model_patch"] == "--- a\n+++ b\n"
    assert first.document["outcome"] == {"resolved": True}
    assert first.document["metrics"] == {"cost_usd": 0.25}
    assert "key-of-nobody-2" not in json.dumps(first.document)
    assert second.document["task_description"] == "Greet."
    assert second.document["outcome"] == {"error": "stopped"}
    assert [(call["input"], call["output"]) for call in calls(second)] == [({"command": "ls"}, "a.py")]
    check_sources(first)
    check_sources(second)


def test_entries_of_the_viewer_are_turns(tmp_path: Path) -> None:
    entries = [
        {"type": "message", "actorType": "User", "content": "Hello."},
        {"type": "thought", "actorType": "Assistant", "content": "I look."},
        {"type": "command", "actorType": "Assistant", "content": "Now.", "command": "ls"},
    ]
    found = trace("openhands", written(tmp_path, {"entries": entries}))
    assert spoken(found) == [("prompt", "Hello."), ("agent", ""), ("agent", "Now.")]
    assert turns(found)[1]["thinking"] == "I look."
    assert calls(found)[0]["input"] == {"command": "ls"}


def test_what_is_not_known_is_counted(tmp_path: Path) -> None:
    said = {"kind": "MessageEvent", "source": "user", "llm_message": {"content": "Go."}}
    found = trace("openhands", written(tmp_path, said, {"kind": "OracleEvent", "source": "agent"}, {}))
    assert found.report.unknown == {"kind OracleEvent": 1, "without kind": 1}


@pytest.mark.parametrize("odd", [None, 7, "text", [], [None], {}, {"content": [7]}])
def test_odd_fields_stop_no_conversion(tmp_path: Path, odd: object) -> None:
    said = {"kind": "MessageEvent", "source": "user", "llm_message": {"content": "Go."}}
    keys = (
        "llm_message",
        "thought",
        "tool_call",
        "action",
        "observation",
        "tool_call_id",
        "timestamp",
        "value",
        "tools",
    )
    kinds = ("MessageEvent", "ActionEvent", "ObservationEvent", "AgentErrorEvent", "SystemPromptEvent", "Condensation")
    events = [{**dict.fromkeys(keys, odd), "kind": kind, "source": "agent"} for kind in kinds]
    assert tried("openhands", written(tmp_path, said, *events))[1] == []
    go = {"source": "user", "action": "message", "args": {"content": "Go."}}
    actions = [{"source": "agent", "action": "run", "args": {"command": odd, "thought": odd}, "id": odd}]
    keys = ("content", "extras", "cause", "id", "tool_call_metadata")
    seen = [{"source": "agent", "observation": "run", **dict.fromkeys(keys, odd)}]
    assert tried("openhands", written(tmp_path, go, *actions, *seen))[1] == []


# Of the folders the list counts each message, not the turns that only call a tool; the first was written to anew, and the two
# messages of its left history and the three of the other stand in `alternatives`. The base state of v1_11_5 has no events.
GROUPS = {
    "oh-000000000000": (Counted(2, 0, 0), Counted(6, 0, 0)),
    "oh-38868567ae62": (Counted(4, 2, 0), Counted(2, 2, 0)),
}
# Two actions are turns of the agent; the list counts none. The viewer's three are a message, a thought, a command.
FILES = {
    "software-agent-sdk__goal__events.jsonl": (Counted(2, 2, 3), Counted(0, 2, 3)),
    "trajectory-visualizer__sample-trajectory.json": (Counted(3, 1, 0), Counted(0, 0, 0)),
}


@of_corpus
def test_real_conversations_hold_what_the_list_of_the_corpus_says(tmp_path: Path) -> None:
    with Path(CORPUS, "PROVENANCE.tsv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file, delimiter="\t") if row["group"].startswith("oh-")]
    for row in rows:
        path = tmp_path / row["group"] / row["path"]
        path.parent.mkdir(parents=True, exist_ok=True)
        copyfile(Path(CORPUS, row["file"]), path)
        assert detect(path).name == "openhands"
    found = {}
    for group in sorted({row["group"] for row in rows}):
        (source,) = CONVERTERS["openhands"].sources(files(tmp_path / group))
        if group == "oh-v1_11_5_cli_default":
            assert not source.parts
            continue
        rows_of = [row for row in rows if row["group"] == group]
        expected = Counted(*(sum(int(row[field]) for row in rows_of) for field in Counted._fields))
        (made,) = CONVERTERS["openhands"].convert(source)
        found[group] = (counted([made]), expected)
        check_sources(made)
    assert found == GROUPS


@of_corpus
def test_real_files_of_events_hold_what_they_say() -> None:
    expected = listed("openhands")
    for name, (ours, theirs) in FILES.items():
        assert detect(Path(CORPUS, "openhands", name)).name == "openhands"
        found, problems = tried("openhands", Path(CORPUS, "openhands", name))
        assert (counted(found), expected[name], problems) == (ours, theirs, [])


@of_corpus
def test_each_real_piece_by_itself_is_a_problem() -> None:
    for name in set(listed("openhands")) - set(FILES):
        path = Path(CORPUS, "openhands", name)
        problems: list[TraceFormatError] = []
        assert not list(CONVERTERS["openhands"].convert(Source(path, name), problems.append))
        assert [each.what for each in problems] == ["is part of an OpenHands conversation; give the folder"]


@pytest.mark.parametrize("cost", [1e308, 10**400])
def test_costs_that_are_none_are_not_summed(cost: float) -> None:
    assert (
        Stats({"usage_to_metrics": {name: {"accumulated_cost": cost} for name in ("agent", "condenser")}}).metrics == {}
    )
