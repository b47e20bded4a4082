"""mini-SWE-agent's files, with tool calls and with commands in the text."""

import json
from io import BytesIO
from pathlib import Path

import pytest

from tests.tracewright.convert.corpus import Counted, differences, of_corpus
from tests.tracewright.convert.files import DATA, calls, spoken, trace, tried, turns
from tracewright.convert import Converted, detect, mini_swe_agent, openai
from tracewright.convert.originals import value_at

FOLDER = DATA / "mini_swe_agent"


@pytest.fixture
def newer() -> Converted:
    return trace("mini_swe_agent", FOLDER / "tool_calls.traj.json")


@pytest.fixture
def older() -> Converted:
    return trace("mini_swe_agent", FOLDER / "messages.traj.json")


def written(folder: Path, *messages: object, **about: object) -> Path:
    path = folder / "run.traj.json"
    path.write_text(json.dumps({"trajectory_format": "mini-swe-agent-1.1", "messages": messages, **about}))
    return path


def act(identity: str, arguments: object) -> dict[str, object]:
    called = {"id": identity, "function": {"name": "bash", "arguments": arguments}}
    return {"role": "assistant", "content": "", "tool_calls": [called]}


def test_who_says_what(newer: Converted) -> None:
    assert spoken(newer) == [
        ("prompt", "sum(2, 2) gives 0. Repair it."),
        ("agent", "I look for the function."),
        ("agent", "There is no src."),
        ("agent", "Submit."),
    ]
    assert turns(newer)[1]["thinking"] == "It may be in src."


def test_calls_have_their_results_exit_codes_and_errors(newer: Converted) -> None:
    found = [(call["input"]["command"][:7], call.get("exit_code"), call.get("is_error")) for call in calls(newer)]
    assert found == [("grep -n", 2, True), ("cat sum", 0, False), ("sed -i ", None, None)]
    assert calls(newer)[2]["output"] is None, "the run ended before its result"
    assert calls(newer)[0]["error_source"] == "agent"


def test_the_run_keeps_its_task_patch_cost_and_how_it_ended(newer: Converted) -> None:
    document = newer.document
    assert (document["task_key"], document["outcome"]) == ("halden__sum-7", {"exit_status": "Submitted"})
    assert document["metrics"] == {"cost_usd": 0.0125, "api_calls": 3}
    assert document["model_patch"].endswith("+return a + b\n")
    assert document["source"] == {"format": "mini_swe_agent", "version": "2.2.7"}
    assert document["system_prompt"].startswith("You are a helpful assistant")
    assert (document["model"], document["started_at"]) == ("small-model-1", "2026-01-03T08:46:40.500000Z")


def test_a_turn_has_model_time_tokens_and_cost(newer: Converted) -> None:
    turn = turns(newer)[1]
    assert (turn["model"], turn["cost_usd"]) == ("small-model-1", 0.004)
    assert turn["usage"] == {"prompt_tokens": 901, "completion_tokens": 40}


def test_every_turn_call_and_result_points_to_its_record(newer: Converted) -> None:
    for call in calls(newer):
        record = value_at(BytesIO(newer.native), call["source"])
        assert record["function"]["name"] == "bash"
        if "result" in call["source"]:
            assert value_at(BytesIO(newer.native), call["source"]["result"])["tool_call_id"] == call["id"]
    assert [value_at(BytesIO(newer.native), turn["source"])["content"] for turn in turns(newer)] == [
        turn["content"] for turn in turns(newer)
    ]


def test_a_command_in_the_text_is_a_call_and_what_is_said_next_its_output(older: Converted) -> None:
    assert spoken(older) == [
        ("prompt", "Please solve this issue: the greeting is misspelt."),
        ("agent", "THOUGHT: I look at the file."),
        ("agent", "THOUGHT: I am done."),
        ("command", "Please always provide EXACTLY ONE action in triple backticks."),
        ("agent", ""),
    ]
    found = [(call["input"]["command"], call["exit_code"], call["is_error"]) for call in calls(older)]
    assert found == [("cat hello.txt", 0, False), ("sed -i s/Helo/Hello/ hello.tx", 2, True)]


def said(folder: Path, text: str, answer: str) -> Converted:
    messages = (("user", "Go."), ("assistant", text), ("user", answer))
    return trace("mini_swe_agent", written(folder, *({"role": role, "content": each} for role, each in messages)))


def test_of_several_commands_in_a_text_none_was_run(tmp_path: Path) -> None:
    text, answer = "```bash\nrm -r build\n```\nthen\n```bash\nmake\n```", "EXACTLY ONE action, found 2 actions."
    found = said(tmp_path, text, answer)
    assert spoken(found) == [("prompt", "Go."), ("agent", text), ("command", answer)]
    assert not calls(found)


def test_a_bash_block_beside_the_programs_own_is_text(tmp_path: Path) -> None:
    text = "Later:\n```bash\nmake\n```\nFirst:\n```mswea_bash_command\nls\n```"
    found = said(tmp_path, text, "<returncode>0</returncode>")
    assert [call["input"]["command"] for call in calls(found)] == ["ls"]
    assert turns(found)[1]["content"] == "Later:\n```bash\nmake\n```\nFirst:"


def test_a_command_that_nobody_answered_takes_no_later_output(tmp_path: Path) -> None:
    acts = [{"role": "assistant", "content": f"```bash\n{command}\n```"} for command in ("ls", "pwd")]
    output = {"role": "user", "content": "<returncode>0</returncode>\n/home"}
    found = trace("mini_swe_agent", written(tmp_path, {"role": "user", "content": "Go."}, *acts, output))
    assert [(call["input"]["command"], call["output"]) for call in calls(found)] == [
        ("ls", None),
        ("pwd", "<returncode>0</returncode>\n/home"),
    ]


def test_a_run_that_broke_off_says_why(tmp_path: Path) -> None:
    end = {"role": "exit", "content": "timed out", "extra": {"exit_status": "Timeout"}}
    found = trace("mini_swe_agent", written(tmp_path, {"role": "user", "content": "Go."}, end))
    assert spoken(found) == [("prompt", "Go."), ("command", "Timeout: timed out")]
    assert (turns(found)[1]["is_error"], turns(found)[1]["error_source"]) == (True, "environment")


def test_arguments_that_are_no_json_stay_as_text_and_are_told(tmp_path: Path) -> None:
    found = trace("mini_swe_agent", written(tmp_path, {"role": "user", "content": "Go."}, act("a", "{command: ls")))
    assert calls(found)[0]["input"] == "{command: ls"
    assert "/messages/1/tool_calls/0: has arguments that are no JSON" in found.report.warnings[0]


def test_a_result_without_its_call_stands_by_itself(tmp_path: Path) -> None:
    found = trace("mini_swe_agent", written(tmp_path, {"role": "tool", "tool_call_id": "x", "content": "lost"}))
    assert spoken(found) == [("result", "lost")]


def test_a_role_that_is_not_known_is_counted(tmp_path: Path) -> None:
    path = written(tmp_path, {"role": "user", "content": "Go."}, {"role": "oracle", "content": "42"})
    assert trace("mini_swe_agent", path).report.unknown == {"role oracle": 1}


def test_a_run_without_a_message_is_a_problem_and_no_trace(tmp_path: Path) -> None:
    found, problems = tried("mini_swe_agent", written(tmp_path))
    assert (found, [problem.what for problem in problems]) == ([], ["holds no turn"])


def test_two_runs_of_one_task_are_two_traces(tmp_path: Path) -> None:
    first = trace("mini_swe_agent", written(tmp_path, {"role": "user", "content": "Go."}, instance_id="a__b-1"))
    other = trace("mini_swe_agent", written(tmp_path, {"role": "user", "content": "Go on."}, instance_id="a__b-1"))
    assert first.identity != other.identity
    assert first.document["task_key"] == other.document["task_key"] == "a__b-1"


def test_a_failure_that_an_exit_code_hides_is_marked(tmp_path: Path) -> None:
    said = "ok\nTraceback (most recent call last):\n  File 'a.py'"
    result = {"role": "tool", "tool_call_id": "a", "content": said, "extra": {"returncode": 0}}
    found = trace("mini_swe_agent", written(tmp_path, act("a", '{"command": "python a.py | tail"}'), result))
    assert calls(found)[0]["soft_error"] == "Traceback (most recent call last):"
    assert found.report.errors == 0


def bare(folder: Path, answer: str) -> Path:
    path = folder / "list.json"
    said = [("system", "Be brief."), ("user", "Go."), ("assistant", "```bash\nls\n```"), ("user", answer)]
    path.write_text(json.dumps([{"role": role, "content": text} for role, text in said]))
    return path


def test_bare_messages_with_another_system_prompt_are_known_by_what_commands_returned(tmp_path: Path) -> None:
    assert detect(bare(tmp_path, "<returncode>0</returncode>\n<output>\na.py</output>")) is mini_swe_agent
    assert detect(bare(tmp_path, "Thanks, that worked.")) is openai


def test_messages_that_begin_alike_and_end_otherwise_are_two_runs(tmp_path: Path) -> None:
    """A bare list of them has no id, and its first message is the same in every run."""
    first = [{"role": "system", "content": "Help."}, {"role": "user", "content": "Go."}]
    answers = ("```mswea_bash_command\nls\n```", "```mswea_bash_command\npwd\n```")
    names = set()
    for number, said in enumerate(answers):
        path = tmp_path / f"{number}.json"
        path.write_text(json.dumps([*first, {"role": "assistant", "content": said}]))
        names.add(trace("mini_swe_agent", path).identity)
    assert len(names) == 2


# The list counts the outputs that the oldest form tells as a user's messages as turns, and no exit code that stands in a text.
OLDEST = {"github_issue": Counted(11, 10, 2), "local": Counted(3, 2, 0)}


@of_corpus
def test_real_runs_hold_what_the_list_of_the_corpus_says() -> None:
    found = differences("mini_swe_agent", "mini_swe_agent")
    assert all(ours == OLDEST[name.split("__")[-1].split(".")[0]] for name, (ours, _) in found.items())
    assert len(found) == 4
