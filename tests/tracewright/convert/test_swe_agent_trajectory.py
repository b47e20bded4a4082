"""SWE-agent's files: steps, calls, attempts, demonstrations, and Potato's pairs."""

import json
from io import BytesIO
from pathlib import Path

import pytest

from tests.tracewright.convert.corpus import CORPUS, PAIRS, Counted, counted, listed, of_corpus, of_pairs
from tests.tracewright.convert.files import DATA, calls, spoken, trace, tried, turns
from tracewright.convert import Converted, detect
from tracewright.convert.originals import value_at

NAME = "swe_agent_trajectory"
FILES = sorted((DATA / NAME).iterdir())


@pytest.fixture
def steps() -> Converted:
    return trace(NAME, DATA / NAME / "steps.traj")


@pytest.fixture
def attempts() -> Converted:
    return trace(NAME, DATA / NAME / "attempts.traj")


@pytest.fixture
def pairs() -> Converted:
    return trace(NAME, DATA / NAME / "pairs.json")


def written(folder: Path, *steps: object, **about: object) -> Path:
    first = {"action": "ls", "observation": "a.py", "response": "Look.", "state": {}, "thought": "Look."}
    path = folder / "run.traj"
    path.write_text(json.dumps({"trajectory": [first, *steps], **about}))
    return path


@pytest.mark.parametrize(
    ("name", "folder", "key"),
    [
        ("halden__sum-7.traj", "/halden__sum", "halden__sum-7"),
        ("run_1__halden__sum-7", "/halden__sum", "halden__sum-7"),
        ("halden__sum-7.traj", "/halden__sum-files", None),
        ("halden__sum.traj", "/halden__sum", None),
        ("testbed-7.traj", "/testbed", None),
        ("halden__sum-7.traj", "", None),
    ],
)
def test_a_task_that_only_the_name_of_the_file_tells_must_be_of_the_repository(
    name: str, folder: str, key: str | None, tmp_path: Path
) -> None:
    path = written(tmp_path, {"action": "ls", "observation": "", "state": {}, "thought": ""}).rename(tmp_path / name)
    path.write_text(
        path.read_text().replace('"state": {}', json.dumps("state") + ": " + json.dumps({"working_dir": folder}))
    )
    assert trace(NAME, path).document.get("task_key") == key


def test_who_says_what(steps: Converted) -> None:
    assert spoken(steps)[:3] == [
        ("demonstration", "Here is a demonstration: open a.py"),
        ("prompt", "ISSUE: add(2, 2) gives 0."),
        ("agent", "I look for the function."),
    ]
    assert len(spoken(steps)) == 8, "what history repeats of the steps stands once"
    assert steps.document["task_description"] == "ISSUE: add(2, 2) gives 0."


def test_an_action_is_a_call_of_the_command_it_begins_with(steps: Converted) -> None:
    found = [(call["tool"], call["output_type"], call["input"].get("path", "")) for call in calls(steps)]
    assert found == [
        ("search_dir", "code", ""),
        ("open", "code", "sum.py"),
        ("edit", "diff", "/halden__sum/sum.py"),
        ("edit", "diff", "/halden__sum/sum.py"),
        ("bash", "terminal", ""),
        ("submit", "generic", ""),
    ]
    assert calls(steps)[1]["language"] == "python"


def test_an_observation_is_the_output_and_tells_of_a_failure(steps: Converted) -> None:
    assert [call["is_error"] for call in calls(steps)] == [False, False, True, False, False, False]
    assert calls(steps)[2]["error_source"] == "agent"
    assert calls(steps)[4]["output"] == "4"


@pytest.mark.parametrize(
    "observation",
    ["bash: line 3: sudo: command not found", "Traceback (most recent call last):\n  File", "\nEXECUTION TIMED OUT"],
)
def test_a_text_that_tells_of_a_failure_is_an_error(observation: str, tmp_path: Path) -> None:
    step = {"action": "python a.py", "observation": observation, "response": "", "state": {}, "thought": ""}
    assert calls(trace(NAME, written(tmp_path, step)))[1]["is_error"] is True


def test_the_run_keeps_its_patch_cost_and_how_it_ended(steps: Converted) -> None:
    document = steps.document
    assert (document["outcome"], document["cwd"]) == ({"exit_status": "submitted"}, "/halden__sum")
    assert document["metrics"] == {"cost_usd": 0.25, "api_calls": 6, "input_tokens": 900, "output_tokens": 40}
    assert document["model_patch"] == "\ndiff --git a/sum.py b/sum.py\n"
    assert document["system_prompt"] == "SETTING: You are an autonomous programmer."


def test_calls_of_tools_come_from_the_history(attempts: Converted) -> None:
    found = [(call.get("id"), call["tool"], call["input"]) for call in calls(attempts)]
    assert found == [
        ("c1", "find_file", {"file_name": "sum.py"}),
        (None, "submit", {"command": "submit"}),
    ]
    assert [call["duration_ms"] for call in calls(attempts)] == [250, 500]
    assert turns(attempts)[1]["thinking"] == "Where is it?"


def test_the_attempt_that_was_taken_is_the_trace_and_the_others_are_alternatives(attempts: Converted) -> None:
    assert calls(attempts)[0]["output"] == "Found 1 match"
    [left] = attempts.document["alternatives"]
    assert (left["id"], left["chosen"]) == ("attempt 0", False)
    assert left["turns"][1]["tool_calls"][0]["output"] == "Found nothing"
    assert left["turns"][0]["source"] == {"pointer": "/attempts/0/history/1"}


def test_attempts_alone_give_the_last_as_the_trace(tmp_path: Path) -> None:
    about = json.loads((DATA / NAME / "attempts.traj").read_text())
    (tmp_path / "log").write_text(json.dumps({"attempts": about["attempts"]}))
    found = trace(NAME, tmp_path / "log")
    assert (detect(tmp_path / "log").name, calls(found)[0]["output"]) == (NAME, "Found 1 match")


def test_the_settings_name_model_and_task(attempts: Converted) -> None:
    assert (attempts.document["model"], attempts.document["task_key"]) == ("small-model-1", "halden__sum-7")
    assert attempts.document["source"] == {"format": NAME, "version": "1.0.1"}


def test_a_history_alone_is_a_run() -> None:
    found = trace(NAME, DATA / NAME / "demonstration.traj")
    assert spoken(found) == [("prompt", "ISSUE: a colon is missing."), ("agent", "I search.")]
    assert [(call["tool"], call["output"]) for call in calls(found)] == [("find_file", "Found 1 match")]


def test_pairs_of_messages_are_read(pairs: Converted) -> None:
    assert spoken(pairs) == [
        ("prompt", "Repair the login."),
        ("agent", "I open it."),
        ("agent", "I search."),
        ("agent", ""),
        ("agent", "I run it."),
    ]
    found = [(call["tool"], call["output"]) for call in calls(pairs)]
    assert found == [("open", "the file"), ("search_dir", "2 hits"), ("submit", None), ("bash", "ok")]
    assert (pairs.document["task_key"], pairs.document["model"]) == ("halden__login-1", "small-model-1")


def test_steps_with_other_names_are_read(tmp_path: Path) -> None:
    about = {"info": {"exit_status": "submitted"}, "steps": [{"reasoning": "Look.", "action": "ls", "output": "a.py"}]}
    (tmp_path / "log").write_text(json.dumps(about))
    assert detect(tmp_path / "log").name == NAME
    found = trace(NAME, tmp_path / "log")
    assert (spoken(found), calls(found)[0]["output"]) == ([("agent", "Look.")], "a.py")


@pytest.mark.parametrize("path", FILES, ids=[path.name for path in FILES])
def test_every_turn_call_and_result_points_to_its_record(path: Path) -> None:
    found = trace(NAME, path)
    for turn in turns(found):
        assert isinstance(value_at(BytesIO(found.native), turn["source"]), dict)
    for call in calls(found):
        assert value_at(BytesIO(found.native), call["source"])
        if "result" in call["source"]:
            assert call["output"] in json.dumps(value_at(BytesIO(found.native), call["source"]["result"])).replace(
                "\\n", "\n"
            )


@pytest.mark.parametrize(
    "odd",
    [
        *(None, "ls", 7, [], {}, {"action": None, "observation": None}, {"action": {"a": 1}, "observation": [1]}),
        *({"action": "ls", "state": "no json", "observation": 5}, {"tool_calls": ["ls", None, 3]}),
        {"action": "x", "observation": "y", "tool_calls": [{"id": 3, "function": {"name": None, "arguments": "{"}}]},
    ],
)  # fmt: skip
def test_odd_steps_and_messages_stop_nothing(odd: object, tmp_path: Path) -> None:
    found, problems = tried(NAME, written(tmp_path, odd, history=[odd, {"role": "tool", "tool_call_ids": [3]}]))
    assert (len(found), problems) == (1, [])
    (tmp_path / "run.traj").write_text(json.dumps({"trajectory": [[odd, {"role": "user", "content": 7}], odd]}))
    assert not tried(NAME, tmp_path / "run.traj")[1]


def test_a_role_that_is_not_known_is_counted(tmp_path: Path) -> None:
    path = written(tmp_path, "no step", history=[{"role": "oracle", "content": "42"}])
    assert trace(NAME, path).report.unknown == {"message of oracle": 1, "step that is no object": 1}


def carried(document: dict) -> list[tuple[str, list[tuple[str, str]]]]:
    """What a turn says, and command and output of its calls, as both documents tell it."""
    said = []
    for turn in document["structured_turns"]:
        made = [
            (str(call["input"].get("command") or f"open {call['input'].get('file_path')}"), call["output"] or "")
            for call in turn.get("tool_calls", ())
        ]
        said.append((turn["content"].removeprefix("OBSERVATION:\n"), made))
    return said


@of_pairs
@pytest.mark.parametrize("pair", ["history", "pairs"])
def test_potatos_pairs_carry_the_same(pair: str) -> None:
    """But for what it makes up or mistakes: a result of submit, the system's text and results as turns of a speaker."""
    folder = Path(PAIRS, "converters", NAME, pair)
    theirs = json.loads((folder / "output.jsonl").read_text().splitlines()[0])
    ours = trace(NAME, folder / "input.json").document
    assert ours["task_description"] == theirs["task_description"]
    if pair == "pairs":
        assert carried(ours) == [
            (said, [(command, output if command != "submit" else "") for command, output in made])
            for said, made in carried(theirs)
        ]
    else:
        assert ours["system_prompt"] == theirs["structured_turns"][0]["content"]
        assert carried(ours) == [("do it", []), ("a", [("ls", "x")])]


# The list counts steps as turns; a task is one turn more. It has two errors in TimeCapsule, where one step timed out and
# the only other text like an error is `except ValueError:` in a file that was opened; and of a demonstration every message
# as a turn, and no call.
OTHERS = {
    "crypto__BabyTimeCapsule.traj": Counted(10, 9, 1),
    "demonstrations__function_calling_simple.traj": Counted(6, 5, 0),
}


@of_corpus
def test_real_runs_hold_what_the_list_of_the_corpus_says() -> None:
    for name, said in listed("swe_agent").items():
        path = Path(CORPUS, "swe_agent", name)
        found, problems = tried(NAME, path)
        assert detect(path).name == NAME
        if "INVALID" in name:
            assert (found, [problem.what for problem in problems]) == (
                [],
                ["not JSON: Expecting value, line 70 column 19"],
            )
            continue
        assert not problems
        assert counted(found) == OTHERS.get(name, said._replace(turns=said.turns + 1)), name
