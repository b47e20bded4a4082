"""Harbor's trajectories: steps, what goes on with them, and sub-agents."""

import json
import shutil
from io import BytesIO
from pathlib import Path

import pytest

from tests.tracewright.convert.corpus import CORPUS, Counted, differences, of_corpus
from tests.tracewright.convert.files import DATA, calls, spoken, trace, traces, tried, turns
from tracewright.convert import Converted, atif, detect
from tracewright.convert.originals import value_at

FOLDER = DATA / "atif"
GO = {"step_id": 1, "source": "user", "message": "Go."}


@pytest.fixture
def run() -> Converted:
    """A trajectory with the file that goes on with it, and that of a sub-agent."""
    source = next(each for each in atif.sources(sorted(FOLDER.iterdir())) if each.path.name == "run.json")
    (found,) = atif.convert(source)
    return found


@pytest.fixture
def embedded() -> Converted:
    return trace("atif", FOLDER / "embedded.json")


def written(folder: Path, *steps: object, **about: object) -> Path:
    path = folder / "trajectory.json"
    path.write_text(json.dumps({"schema_version": "ATIF-v1.5", "session_id": "s", "steps": steps, **about}))
    return path


def act(made: object = None, *results: object) -> dict[str, object]:
    return {"step_id": 2, "source": "agent", "message": "a", "tool_calls": made, "observation": {"results": results}}


def call(identity: object, tool: str = "bash") -> dict[str, object]:
    return {"tool_call_id": identity, "function_name": tool, "arguments": {}}


def test_who_says_what(run: Converted) -> None:
    assert spoken(run) == [
        ("prompt", "How deep is the harbour?"),
        ("agent", "I look at both."),
        ("agent", ""),
        ("agent", "Measure it."),
        ("agent", "7 m"),
        ("compaction", "The context was summarized."),
        ("compaction", "So far: the diver measured 7 m."),
        ("agent", '{"commands": ["echo 7 m"]}'),
        ("result", "$ echo 7 m\n7 m"),
    ]
    assert (run.document["system_prompt"], turns(run)[1]["thinking"]) == ("You survey harbours.", "Two files.")


def test_results_go_to_the_calls_of_their_ids_whatever_their_order(run: Converted) -> None:
    assert [(call["id"], call["output"], call.get("is_error"), call.get("exit_code")) for call in calls(run)] == [
        ("a", "cat: depth: No such file or directory", True, 1),
        ("b", "noon", False, 0),
        ("c", "7 m", None, None),
    ]


def test_a_turn_has_model_time_tokens_and_cost(run: Converted) -> None:
    turn = turns(run)[1]
    assert (turn["model"], turn["at"], turn["cost_usd"]) == ("small-model-1-0106", "2026-01-03T08:46:02Z", 0.25)
    assert turn["usage"] == {"prompt_tokens": 20, "completion_tokens": 9, "cached_tokens": 4}
    assert (turns(run)[2]["model"], turn["reasoning_effort"]) == ("vendor/small-model-1", "low")


def test_the_run_keeps_what_it_cost_with_its_continuation(run: Converted) -> None:
    document = run.document
    assert document["usage"] == {"prompt_tokens": 70, "completion_tokens": 17, "cached_tokens": 4}
    assert (document["metrics"], document["notes"]) == ({"cost_usd": 0.5}, "A dry run.")
    assert document["source"] == {"format": "atif", "version": "1.2.0", "agent": "small-agent", "schema": "ATIF-v1.6"}
    assert document["tools"][0]["function"]["name"] == "bash"


def test_a_sub_agent_stands_below_its_call(run: Converted) -> None:
    assert run.document["agents"] == [{"id": "run.diver.json", "type": "diver", "parent_call": "c"}]
    inner = [turn for turn in turns(run) if "agent" in turn]
    assert [(turn["role"], turn["content"], turn["parent_call"]) for turn in inner] == [
        ("user", "Measure it.", "c"),
        ("assistant", "7 m", "c"),
    ]


def test_every_turn_call_and_result_points_to_its_record(run: Converted) -> None:
    for turn in turns(run):
        found = value_at(BytesIO(run.native), turn["source"])
        assert turn["content"] == found.get("message", found.get("content"))
    for made in calls(run):
        assert value_at(BytesIO(run.native), made["source"])["tool_call_id"] == made["id"]
        assert value_at(BytesIO(run.native), made["source"]["result"])["content"] == made["output"]


def test_files_that_a_trajectory_leads_to_are_its_parts() -> None:
    found = atif.sources(sorted(FOLDER.iterdir()))
    assert [each.path.name for each in found] == ["embedded.json", "item.json", "run.json"]
    assert [part.name for part in found[2].parts] == ["run.cont-1.json", "run.diver.json"]


def test_files_that_lead_to_one_another_are_one_run(tmp_path: Path) -> None:
    paths = [tmp_path / "a.json", tmp_path / "b.json"]
    for path, other in zip(paths, reversed(paths), strict=True):
        path.write_text(
            json.dumps({"schema_version": "ATIF-v1.5", "steps": [GO], "continued_trajectory_ref": other.name})
        )
    (source,) = atif.sources(paths)
    (found,) = atif.convert(source)
    assert spoken(found) == [("prompt", "Go."), ("prompt", "Go.")]
    assert "goes on in a.json, which is not there" in found.report.warnings[0]


@pytest.mark.parametrize("name", ["../other.json", "/etc/other.json", "gone.json"])
def test_a_file_that_is_not_beside_the_trajectory_is_told(name: str, tmp_path: Path) -> None:
    (tmp_path / "inner").mkdir()
    (tmp_path / "other.json").write_text("{}")
    path = written(tmp_path / "inner", GO, continued_trajectory_ref=name)
    (source,) = atif.sources([path])
    (found,) = atif.convert(source)
    assert (source.parts, found.report.warnings) == ((), [f"the record: goes on in {name}, which is not there"])


def test_a_continuation_by_itself_has_what_was_before_as_a_compaction() -> None:
    found = trace("atif", FOLDER / "run.cont-1.json")
    assert [kind for kind, _ in spoken(found)] == ["compaction", "compaction", "agent", "result"]
    assert found.identity == "run-7-cont-1"


def test_an_embedded_sub_agent_stands_below_its_call(embedded: Converted) -> None:
    assert [(turn.get("agent"), turn["kind"], turn["content"]) for turn in turns(embedded)] == [
        (None, "prompt", "What is this?"),
        (None, "command", ""),
        ("t-eye", "agent", "Look."),
        ("t-eye", "agent", "A boat?"),
        (None, "agent", "A boat."),
    ]
    assert turns(embedded)[2]["parent_call"] == "x"
    assert embedded.identity == "t-main"


def test_an_image_is_named_by_its_file(embedded: Converted) -> None:
    assert embedded.document["attachments"] == [
        {"id": "image-1", "media_type": "image/png", "source": {"pointer": "/steps/0/message/1"}}
    ]


def test_a_sub_agent_that_no_step_leads_to_stands_at_the_end(tmp_path: Path) -> None:
    other = {"trajectory_id": "lost", "steps": [{**GO, "message": "Help."}]}
    found = trace("atif", written(tmp_path, GO, act(), subagent_trajectories=[other]))
    assert (turns(found)[-1]["agent"], turns(found)[-1]["content"]) == ("lost", "Help.")


def test_a_result_without_an_id_is_of_the_last_call_that_waits(tmp_path: Path) -> None:
    found = trace("atif", written(tmp_path, GO, act([call("a"), call(7)], {"content": "done"})))
    assert [(made["id"], made["output"]) for made in calls(found)] == [("a", None), ("7", "done")]


def test_trajectories_on_lines_are_runs_of_their_own(tmp_path: Path) -> None:
    path = tmp_path / "log.jsonl"
    line = {"schema_version": "ATIF-v1.4", "steps": [GO]}
    path.write_text("\n".join(json.dumps({**line, "session_id": name}) for name in ("s1", "s2")))
    assert [each.identity for each in traces("atif", path)] == ["s1", "s2"]


def test_steps_are_known_without_a_schema_version(tmp_path: Path) -> None:
    path = tmp_path / "log"
    path.write_text(json.dumps({"steps": [GO]}))
    assert detect(path).name == "atif"


@pytest.mark.parametrize(
    "made", [None, "text", 5, {}, [None], ["f"], [7], [{"tool_call_id": None, "function_name": 3}]]
)
def test_calls_of_an_odd_shape_break_nothing(made: object, tmp_path: Path) -> None:
    found = trace(
        "atif", written(tmp_path, GO, act(made, None, "x", {"source_call_id": 3, "content": [5, {"type": "smell"}]}))
    )
    assert spoken(found)[:2] == [("prompt", "Go."), ("agent", "a")]


def test_what_is_not_known_is_counted(tmp_path: Path) -> None:
    odd = {"step_id": 2, "source": "user", "message": [{"type": "smell"}]}
    found = trace("atif", written(tmp_path, GO, odd, {"step_id": 3, "source": "oracle", "message": "42"}, 7))
    assert found.report.unknown == {"part smell": 1, "source oracle": 1, "step without source": 1}


def test_a_log_without_a_step_is_a_problem_and_no_trace(tmp_path: Path) -> None:
    assert [problem.what for problem in tried("atif", written(tmp_path))[1]] == ["holds no turn"]


TERMINUS = "inspect_scout__terminus_2_hello-world-context-summarization-linear-history.trajectory"


def test_an_item_of_potato_is_read_with_its_task_agent_and_outcome(tmp_path: Path) -> None:
    seen = {
        "step_id": 1,
        "timestamp": "2026-03-02T09:00:00Z",
        "thought": "Look.",
        "action": {"tool": "ls", "params": {}},
    }
    item = {
        "trace_id": "t-1",
        "task": {"description": "Go.", "domain": "files"},
        "agent": {"name": "halden", "model": "m-1"},
        "steps": [{**seen, "observation": "a.py"}, {"action": "stop"}],
        "outcome": {"success": True, "reward": 1.0},
    }
    path = tmp_path / "item.json"
    path.write_text(json.dumps(item))
    assert detect(path).name == "atif"
    found = trace("atif", path)
    assert (found.identity, found.document["task_description"], found.document["model"]) == ("t-1", "Go.", "m-1")
    assert found.document["outcome"] == {"success": True, "reward": 1.0}
    assert [(call["tool"], call["output"]) for call in calls(found)] == [("ls", "a.py"), ("action", None)]
    assert (turns(found)[0]["thinking"], turns(found)[0]["at"]) == ("Look.", "2026-03-02T09:00:00Z")
    assert found.report.unknown == {}


@of_corpus
def test_real_trajectories_hold_what_the_list_of_the_corpus_says() -> None:
    """The list counts what a continuation repeats of the past as turns; by itself it has 4 of its own."""
    assert differences("atif", "atif") == {f"{TERMINUS}.cont-1.json": (Counted(4, 0, 0), Counted(8, 0, 0))}


@of_corpus
def test_a_real_trajectory_with_its_continuation_is_one_run(tmp_path: Path) -> None:
    """Under the names that it knows them by; what the continuation repeats is told once."""
    for end in ("json", "cont-1.json"):
        shutil.copy(Path(CORPUS, "atif", f"{TERMINUS}.{end}"), tmp_path / f"trajectory.{end}")
    (source,) = atif.sources(sorted(tmp_path.iterdir()))
    (found,) = atif.convert(source)
    assert source.path.name == "trajectory.json"
    kinds = [kind for kind, _ in spoken(found)]
    assert [kinds.count(kind) for kind in ("prompt", "agent", "compaction")] == [1, 7, 4]
    assert found.document["metrics"]["cost_usd"] == pytest.approx(0.029805)
