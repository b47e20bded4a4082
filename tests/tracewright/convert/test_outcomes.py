"""Predictions, reports and exit statuses: how they are recognised, and whose they are."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.tracewright.convert.corpus import CORPUS, of_corpus
from tests.tracewright.convert.files import DATA
from tracewright.cli import main
from tracewright.convert import CONVERTERS, detect, outcomes, recognised, sample_of
from tracewright.errors import TraceFormatError

TASK, OTHER = "halden__sum-7", "halden__sum-8"
PATCH = "diff --git a/sum.py b/sum.py\n+return a + b\n"
FORMS: dict[str, tuple[outcomes.Kind, Any, dict[str, Any]]] = {
    "lines of predictions": (
        outcomes.Kind.PREDICTIONS,
        '{"instance_id": "halden__sum-7", "model_name_or_path": "m", "model_patch": "x"}\n',
        {"model_patch": "x"},
    ),
    "a list of predictions": (
        outcomes.Kind.PREDICTIONS,
        [{"instance_id": TASK, "model_patch": None, "model_stats": {}}],
        {"model_patch": ""},
    ),
    "predictions by task": (
        outcomes.Kind.PREDICTIONS,
        {TASK: {"instance_id": TASK, "model_patch": PATCH}},
        {"model_patch": PATCH},
    ),
    "exit statuses in YAML": (
        outcomes.Kind.STATUSES,
        f"instances_by_exit_status:\n    Submitted:\n    - {TASK}\n",
        {"exit_status": "Submitted"},
    ),
    "exit statuses in JSON": (
        outcomes.Kind.STATUSES,
        {"instances_by_exit_status": {"Timeout": [TASK]}},
        {"exit_status": "Timeout"},
    ),
    "the report of an instance": (
        outcomes.Kind.INSTANCES,
        {
            TASK: {
                "patch_is_None": False,
                "patch_exists": True,
                "patch_successfully_applied": False,
                "resolved": False,
                "tests_status": {"FAIL_TO_PASS": {"success": [], "failure": ["test_sum"]}},
            }
        },
        {
            "resolved": False,
            "tests_status": {"FAIL_TO_PASS": {"success": [], "failure": ["test_sum"]}},
            "evaluation": "patch does not apply",
        },
    ),
    "the report of an evaluation": (
        outcomes.Kind.REPORT,
        {"total_instances": 2, "submitted_ids": [TASK], "resolved_ids": [TASK], "incomplete_ids": [OTHER]},
        {"resolved": True},
    ),
    "older results": (
        outcomes.Kind.RESULTS,
        {"resolved": [], "generated": [TASK], "no_apply": [TASK]},
        {"resolved": False, "evaluation": "no apply"},
    ),
}


def put(path: Path, value: Any) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(value if isinstance(value, str) else json.dumps(value))
    return path


def a_run(path: Path, said: str = "Go.", task: str = TASK, **info: Any) -> Path:
    about = {"trajectory_format": "mini-swe-agent-1.1", "instance_id": task, "info": info}
    return put(path, {**about, "messages": [{"role": "user", "content": said}]})


class Done:
    """What `tracewright convert` made of a folder."""

    def __init__(self, folder: Path, *arguments: str) -> None:
        out, report = folder.parent / "out.jsonl", folder.parent / "report.json"
        how = arguments or ("--auto-detect",)
        self.code = main(["convert", "-i", str(folder), *how, "-o", str(out), "--report", str(report)])
        self.documents = [json.loads(line) for line in out.read_text().splitlines()]
        told = json.loads(report.read_text())
        self.outcomes, self.problems = told["outcomes"], told["problems"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "in"


@pytest.mark.parametrize("form", FORMS)
def test_each_form_is_recognised_by_its_content_and_read(form: str, tmp_path: Path) -> None:
    kind, value, facts = FORMS[form]
    path = put(tmp_path / "file", value)
    assert outcomes.kind_of_file(path, "file") == kind
    assert outcomes.read(path, "file", kind).outcomes == [(TASK, facts)]
    with pytest.raises(TraceFormatError, match=f"file: holds {kind}, which belong to the traces of runs"):
        detect(path, "file")


@pytest.mark.parametrize("name", CONVERTERS)
def test_no_log_of_a_run_is_taken_for_outcomes(name: str) -> None:
    for path in (DATA / name).rglob("*"):
        assert not path.is_file() or outcomes.kind_of_file(path, path.name) is None


def test_what_is_said_of_a_run_is_joined_to_its_trace(folder: Path) -> None:
    a_run(folder / "run.traj.json")
    put(folder / "preds.json", {TASK: {"instance_id": TASK, "model_patch": PATCH}})
    put(folder / "exit.yaml", f"instances_by_exit_status:\n  Submitted: [{TASK}]\n")
    put(folder / "report.json", {"total_instances": 1, "resolved_ids": [TASK]})
    done = Done(folder)
    (document,) = done.documents
    assert (done.code, document["model_patch"]) == (0, PATCH)
    assert document["outcome"] == {"exit_status": "Submitted", "resolved": True}
    assert [each["joined"] for each in done.outcomes] == [1, 1, 1]


def test_a_format_that_is_named_does_not_make_a_run_of_them(folder: Path) -> None:
    a_run(folder / "run.traj.json")
    put(folder / "preds.json", {TASK: {"instance_id": TASK, "model_patch": PATCH}})
    done = Done(folder, "-f", "mini_swe_agent")
    assert (done.code, [document["model_patch"] for document in done.documents]) == (0, [PATCH])


def test_a_patch_that_the_log_has_stays(folder: Path) -> None:
    a_run(folder / "run.traj.json", exit_status="Submitted", submission=PATCH)
    put(folder / "preds.json", {TASK: {"instance_id": TASK, "model_patch": f"\r\n{PATCH}"}})
    done = Done(folder)
    assert (done.code, done.documents[0]["model_patch"], done.outcomes[0]["joined"]) == (0, PATCH, 1)


def test_an_outcome_without_a_trace_is_named_and_the_traces_are_written(folder: Path) -> None:
    a_run(folder / "run.traj.json")
    put(folder / "report.json", {"total_instances": 2, "resolved_ids": [TASK], "unresolved_ids": [OTHER]})
    done = Done(folder)
    assert (done.code, len(done.documents)) == (1, 1)
    assert done.outcomes[0]["left"] == {"no run of it is here": [OTHER]}
    assert done.problems[0].endswith(
        f"report of an evaluation of 2 tasks, 1 of them joined to no trace. no run of it is here: {OTHER}"
    )


def test_outcomes_alone_are_listed_and_become_no_trace(folder: Path) -> None:
    put(folder / "preds.jsonl", {"instance_id": TASK, "model_patch": PATCH})
    done = Done(folder)
    assert (done.code, done.documents, len(done.problems)) == (1, [], 1)
    assert TASK in done.problems[0]


def test_a_summary_that_names_no_task_says_so(folder: Path) -> None:
    put(folder / "baseline.json", {"n_tasks": 50, "exit_statuses": {"Submitted": 50}})
    done = Done(folder)
    assert done.code == 1
    assert "it says nothing of any task" in done.problems[0]


def test_of_two_runs_of_a_task_each_gets_what_lies_beside_it(folder: Path) -> None:
    for run, resolved in (("one", True), ("two", False)):
        a_run(folder / run / TASK / "run.traj.json", said=run)
        report = {"patch_exists": True, "resolved": resolved}
        put(folder / run / "report.json", {TASK: report})
    done = Done(folder)
    assert done.code == 0
    assert [(each["task_description"], each["outcome"]["resolved"]) for each in done.documents] == [
        ("one", True),
        ("two", False),
    ]


def test_of_two_runs_of_a_task_the_patch_tells_which_one_is_meant(folder: Path) -> None:
    a_run(folder / "one.traj.json", said="one", exit_status="Submitted", submission=PATCH)
    a_run(folder / "two.traj.json", said="two", exit_status="Submitted", submission="another")
    put(folder / "preds.json", {TASK: {"instance_id": TASK, "model_patch": PATCH}})
    assert Done(folder).outcomes[0]["joined"] == 1


def test_an_outcome_that_two_runs_may_have_is_joined_to_none(folder: Path) -> None:
    for name in ("one", "two"):
        a_run(folder / f"{name}.traj.json", said=name)
    put(folder / "report.json", {"total_instances": 1, "resolved_ids": [TASK]})
    done = Done(folder)
    assert (done.code, ["outcome" in each for each in done.documents]) == (1, [False, False])
    assert list(done.outcomes[0]["left"]) == ["several runs of it are here, and nothing says which one is meant"]


def test_a_run_that_lies_there_twice_is_one(folder: Path) -> None:
    for name in ("a", "b"):
        a_run(folder / name / "run.traj.json")
    put(folder / "report.json", {"total_instances": 1, "resolved_ids": [TASK]})
    done = Done(folder)
    assert (done.code, [each["outcome"] for each in done.documents]) == (0, [{"resolved": True}] * 2)


@pytest.mark.parametrize(
    "info",
    [
        {"exit_status": "Submitted", "submission": "another"},
        {"exit_status": "Timeout", "submission": ""},  # a run that broke off left no patch
    ],
)
def test_an_outcome_that_denies_what_the_log_says_is_another_runs(folder: Path, info: dict[str, Any]) -> None:
    a_run(folder / "run.traj.json", **info)
    put(folder / "preds.json", {TASK: {"instance_id": TASK, "model_patch": PATCH}})
    done = Done(folder)
    assert (done.code, done.documents[0].get("model_patch", "")) == (1, info["submission"])
    assert list(done.outcomes[0]["left"]) == ["the runs of it that are here ended otherwise"]


def test_two_files_that_deny_each_other_say_nothing(folder: Path) -> None:
    a_run(folder / "run.traj.json")
    put(folder / "one.json", {"total_instances": 1, "resolved_ids": [TASK]})
    put(folder / "two.json", {"total_instances": 1, "unresolved_ids": [TASK]})
    done = Done(folder)
    assert (done.code, done.documents[0].get("outcome")) == (1, None)
    assert [list(each["left"]) for each in done.outcomes] == [["another file says otherwise of the same run"]] * 2


def test_the_nearer_of_two_files_that_deny_each_other_holds(folder: Path) -> None:
    a_run(folder / "run" / "run.traj.json")
    put(folder / "one.json", {"total_instances": 1, "resolved_ids": [TASK]})
    put(folder / "run" / "two.json", {"total_instances": 1, "unresolved_ids": [TASK]})
    done = Done(folder)
    assert (done.code, done.documents[0]["outcome"]) == (1, {"resolved": False})


def test_a_log_that_does_not_name_its_task_is_known_by_the_name_of_its_file(folder: Path) -> None:
    step = {"action": "ls", "observation": "a.py", "response": "Look.", "state": "{}", "thought": "Look."}
    put(folder / "97af1e.traj", {"trajectory": [step], "history": [], "info": {}})
    put(folder / "all_preds.jsonl", {"instance_id": "97af1e", "model_patch": PATCH})
    done = Done(folder)
    assert (done.code, done.documents[0]["task_key"], done.documents[0]["model_patch"]) == (0, "97af1e", PATCH)


@pytest.mark.parametrize(
    "value",
    [
        "instances_by_exit_status: [",
        "instances_by_exit_status:\n  Submitted: 7\n",
        {"instances_by_exit_status": {"Submitted": None}},
        {"resolved_ids": [{}, 7, None]},
        {"resolved": [[]], "applied": [{}]},
        {TASK: {"model_patch": "", "instance_id": 7}, OTHER: None},
        '{"instance_id": null, "model_patch": ""}',
    ],
)
def test_odd_files_end_with_a_problem_and_no_traceback(folder: Path, value: Any) -> None:
    put(folder / "file", value)
    done = Done(folder)
    assert (done.code != 0, done.documents, len(done.problems)) == (True, [], 1)


def test_an_instance_of_the_benchmark_is_a_run_only_where_there_is_no_other(folder: Path) -> None:
    put(folder / "instances.jsonl", {"instance_id": TASK, "problem_statement": "Mend it.", "patch": "gold"})
    put(folder / "preds.json", {TASK: {"instance_id": TASK, "model_patch": PATCH}})
    assert [each.get("model_patch") for each in Done(folder).documents] == [PATCH]
    a_run(folder / "run.traj.json", exit_status="Submitted")
    done = Done(folder)
    assert done.code == 0
    assert [(each["source"]["format"], each.get("model_patch")) for each in done.documents] == [
        ("swebench", None),
        ("mini_swe_agent", PATCH),
    ]


def test_a_line_that_cannot_be_read_is_named(folder: Path) -> None:
    a_run(folder / "run.traj.json")
    line = json.dumps({"instance_id": TASK, "model_patch": PATCH})
    put(folder / "preds.jsonl", f"{line}\n{line[:40]}")
    done = Done(folder)
    assert (done.code, done.documents[0]["model_patch"]) == (1, PATCH)
    assert done.problems == [f"{folder}/preds.jsonl: 1 records cannot be read: line 2"]


def test_a_prediction_that_names_no_task_is_told(folder: Path) -> None:
    a_run(folder / "run.traj.json")
    put(folder / "preds.json", [{"instance_id": TASK, "model_patch": PATCH}, {"instance_id": None, "model_patch": ""}])
    done = Done(folder)
    assert (done.code, done.outcomes[0]["joined"]) == (1, 1)
    assert done.problems == [f"{folder}/preds.json: 1 records cannot be read: prediction 2"]


@pytest.mark.parametrize("form", FORMS)
def test_a_file_that_ends_at_any_byte_is_none_an_error_or_says_something(form: str, tmp_path: Path) -> None:
    whole = put(tmp_path / "file", FORMS[form][1]).read_bytes()
    for end in range(len(whole)):
        (tmp_path / "file").write_bytes(whole[:end])
        if kind := outcomes.kind_of_file(tmp_path / "file", "file"):
            try:
                assert outcomes.read(tmp_path / "file", "file", kind).outcomes
            except TraceFormatError as error:
                assert error.where == "file"


@of_corpus
def test_real_files_of_outcomes_are_recognised_and_no_other_file_is() -> None:
    found = {
        path: outcomes.kind_of_file(path, path.name) for path in sorted(Path(CORPUS).glob("*/*")) if path.is_file()
    }
    assert {path.parent.name for path, kind in found.items() if kind} == {"swebench"}
    own = {path: kind for path, kind in found.items() if path.parent.name == "swebench"}
    assert all(own.values())
    assert all(recognised(sample_of(path, path.name)) is None for path in own)
    tasks = {
        path.name: len(outcomes.read(path, path.name, kind).outcomes)
        for path, kind in own.items()
        if kind and kind is not outcomes.Kind.SUMMARY
    }
    assert (len(tasks), sum(tasks.values())) == (14, 197)


@of_corpus
def test_real_predictions_are_joined_to_the_runs_that_made_them_alone(folder: Path) -> None:
    names = [
        "swebench/SWE-agent__all_preds.jsonl",
        "swe_agent/gpt4__swe-bench-dev-easy_first_only__default__t-0.00__p-0.95__c-3.00____pydicom__pydicom-1458.traj",
        "swebench/mini-swe-agent__deepseek_chat_dev_f8739f__preds.json",
        "mini_swe_agent/deepseek_reasoner_dev__pvlib__pvlib-python-1154.traj.json",
    ]
    folder.mkdir()
    for name in names:
        (folder / Path(name).name).symlink_to(Path(CORPUS, name))
    done = Done(folder)
    assert [each["joined"] for each in done.outcomes] == [1, 0]
    assert done.outcomes[1]["left"]["the runs of it that are here ended otherwise"] == ["pvlib__pvlib-python-1154"]
