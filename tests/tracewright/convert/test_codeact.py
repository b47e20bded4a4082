"""CodeAct: code in the text of the assistant, as lines of JSON and as text."""

import json
from io import BytesIO
from pathlib import Path

import pytest

from tests.tracewright.convert.corpus import Counted, differences, of_corpus
from tests.tracewright.convert.files import DATA, calls, spoken, trace, traces, tried, turns
from tracewright.convert import Converted
from tracewright.convert.originals import value_at

FOLDER = DATA / "codeact"


@pytest.fixture
def line() -> Converted:
    return traces("codeact", FOLDER / "lines.jsonl")[0]


def written(folder: Path, *messages: object) -> Path:
    path = folder / "line.jsonl"
    path.write_text(json.dumps({"id": "a", "conversations": messages}))
    return path


def test_who_says_what(line: Converted) -> None:
    assert spoken(line) == [
        ("prompt", "Task:\nAdd 2 and 2."),
        ("agent", "I compute."),
        ("reminder", "You have 4 steps left and 2 chances to propose solution left."),
        ("agent", ""),
        ("command", "This is GOOD."),
        ("reminder", "You have 3 steps left and 2 chances to propose solution left."),
        ("agent", "The answer is <solution> 4 </solution>."),
    ]
    assert line.document["system_prompt"].startswith("You have two options")


def test_code_is_a_call_and_the_observation_its_output(line: Converted) -> None:
    found = [(call["tool"], call["input"]["code"], call["language"], call["is_error"]) for call in calls(line)]
    assert found == [
        ("execute", "print(2 + b)", "python", True),
        ("execute", "print(2 + 2)", "python", False),
    ]
    assert calls(line)[1]["output"] == "4"


def test_a_line_has_its_id_task_model_and_solution(line: Converted) -> None:
    assert line.identity == "code/sums/7/small-model-0/with_tool"
    assert (line.document["task_key"], line.document["model"]) == ("code/sums/7", "small-model-0")
    assert line.document["final_answer"] == "4"


def test_what_is_said_to_a_solution_is_the_programs() -> None:
    _, found = traces("codeact", FOLDER / "lines.jsonl")
    assert spoken(found)[-1] == ("command", "Your answer is wrong.")
    assert found.report.warnings == []


def test_only_the_first_code_of_a_message_is_run(tmp_path: Path) -> None:
    both = {"role": "assistant", "content": "<execute>1</execute><execute>2</execute>"}
    found = trace("codeact", written(tmp_path, both, {"role": "user", "content": "Observation:\none"}))
    assert [call["output"] for call in calls(found)] == ["one", None]
    assert "has 2 blocks of code" in found.report.warnings[0]


@pytest.mark.parametrize("name", ["example.txt", "notebook.txt"])
def test_texts_are_read_as_lines_are(name: str) -> None:
    found = trace("codeact", FOLDER / name)
    assert spoken(found)[0][0] == "prompt"
    assert "Add 2 and 2." in found.document["task_description"]
    assert [(call["input"]["code"], call["output"]) for call in calls(found)] == [("print(2 + 2)", "4")]
    said = " ".join([turns(found)[1]["content"], turns(found)[1].get("thinking", "")])
    assert said.strip() == "I compute it."
    assert found.report.unknown == {}


def test_every_turn_points_to_its_message_or_to_the_line_on_which_it_begins(line: Converted) -> None:
    for turn in turns(line):
        assert turn["content"] in value_at(BytesIO(line.native), turn["source"])["content"]
    text = trace("codeact", FOLDER / "example.txt")
    found = [value_at(BytesIO(text.native), turn["source"]) for turn in turns(text)]
    assert found == ["Task:", "Assistant:", "Observation:", "Assistant:"]


@pytest.mark.parametrize(
    "odd", [None, 7, "text", [], {}, {"role": 7}, {"role": "user"}, {"role": "user", "content": [7]}]
)
def test_odd_messages_stop_no_conversion(tmp_path: Path, odd: object) -> None:
    go = {"role": "user", "content": "Go."}
    assert tried("codeact", written(tmp_path, go, odd, {"role": "assistant", "content": odd}))[1] == []


def test_two_texts_of_one_task_are_two_runs(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("Task:\nAdd.\n\nAssistant:\n<execute> 2 + 2 </execute>\n")
    (tmp_path / "b").write_text("Task:\nAdd.\n\nAssistant:\n<solution> 4 </solution>\n")
    assert trace("codeact", tmp_path / "a").identity != trace("codeact", tmp_path / "b").identity


# The list counts what the assistant says, without the task; and as a call each `<execute>`, those in the rules of the system
# prompt and in the task's own text too.
DIFFERENCES = {
    "code-act__process_trajectories_output_1.txt": (Counted(4, 2, 0), Counted(3, 5, 0)),
    "code-act__reasoning__with_tool.txt": (Counted(5, 3, 0), Counted(4, 3, 0)),
    "code-act__reasoning__with_tool_and_feedback.txt": (Counted(5, 3, 0), Counted(4, 3, 0)),
    "code-act__tabular__with_tool.txt": (Counted(3, 1, 0), Counted(2, 2, 0)),
    "code-act__tabular__with_tool_and_feedback.txt": (Counted(3, 1, 0), Counted(2, 2, 0)),
}


@of_corpus
def test_real_texts_hold_what_they_say() -> None:
    assert differences("codeact", "codeact") == DIFFERENCES
