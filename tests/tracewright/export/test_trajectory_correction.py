import json
import os
import tracemalloc
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from tests.tracewright.schemes.sessions import CONFIG as TURNS
from tests.tracewright.schemes.sessions import SESSION, argument
from tests.tracewright.strategies import documents
from tracewright.errors import ExportError
from tracewright.export import Answered, ExportReport, Given, drained, export, trajectory_correction
from tracewright.schemes import Config, trajectory_edit
from tracewright.schemes.trajectory_edit import editors

CONFIG = trajectory_edit.config(
    {"name": "fix", "editable_fields": ["action", "thought"], "edit_final_answer": True}, "s"
)
NOTES = Given("text", {}, {"texts": {}})


def answered(number: int = 1, text: str | None = "look here", annotator: str = "ann", **more: Any) -> Answered:
    """A trace whose first step is edited to `text`; None leaves it as it is."""
    document = {"id": f"t{number}", "task": "Find it.", "steps": ["look heer", {"action": "open()"}], **more}
    edits = [] if text is None else [{"step": "0", "pointer": "", "text": text, "reason": "typo"}]
    return Answered(
        f"t{number}",
        annotator,
        document,
        {"fix": fixed(CONFIG, edits, document), "notes": NOTES},
    )


def fixed(config: Config, edits: list[dict[str, Any]], document: dict[str, Any]) -> Given:
    return Given("trajectory_edit", config, trajectory_edit.parse(config, {"edits": edits}, document))


def corrections(out: Path) -> dict[str, Any]:
    return dict(json.loads((out / "trajectory_corrections.json").read_text()))


def lines(path: Path) -> list[Any]:
    return [json.loads(line) for line in path.read_text().splitlines()]


def test_a_record_has_the_documented_shape(tmp_path: Path) -> None:
    export(trajectory_correction, [answered(final_answer="found", model="m")], tmp_path)
    original = {"task": "Find it.", "steps": ["look heer", {"action": "open()"}], "final_answer": "found"}
    assert corrections(tmp_path) == {
        "records": [
            {
                "trace_id": "t1",
                "annotator": "ann",
                "task": "Find it.",
                "original_trace": original,
                "corrected_trace": {**original, "steps": ["look here", {"action": "open()"}]},
                "edits": [
                    {
                        "step_index": 0,
                        "field": "action",
                        "original_text": "look heer",
                        "edited_text": "look here",
                        "edit_distance_chars": 2,  # e and r change places: two substitutions
                        "edit_distance_words": 1,
                        "reason": "typo",
                        "op": "edit",
                        "position": 0,
                    }
                ],
                "n_edits": 1,
                "total_edit_distance": 2,
                "not_applied": [],
                "stale_calls": [],
            }
        ],
        "n_total": 1,
        "n_edited": 1,
        "n_unedited": 0,
    }


def test_sft_and_dpo_lines_have_the_documented_shape(tmp_path: Path) -> None:
    export(trajectory_correction, [answered()], tmp_path)
    (record,) = corrections(tmp_path)["records"]
    who = {"trace_id": "t1", "annotator": "ann"}
    before, after = record["original_trace"], record["corrected_trace"]
    assert lines(tmp_path / "trajectory_sft.jsonl") == [{"prompt": "Find it.", "completion": after, **who}]
    assert lines(tmp_path / "trajectory_dpo.jsonl") == [
        {"prompt": "Find it.", "chosen": after, "rejected": before, **who}
    ]


def test_two_annotators_of_one_trace_give_two_lines(tmp_path: Path) -> None:
    export(trajectory_correction, [answered(annotator="a"), answered(annotator="b")], tmp_path)
    assert [line["annotator"] for line in lines(tmp_path / "trajectory_sft.jsonl")] == ["a", "b"]


def test_an_unedited_trace_is_counted_and_left_out_of_training(tmp_path: Path) -> None:
    report = export(trajectory_correction, [answered(1, None), answered(2)], tmp_path)
    assert [line["trace_id"] for line in lines(tmp_path / "trajectory_dpo.jsonl")] == ["t2"]
    assert (report.counts["edited_traces"], report.counts["unedited_traces"]) == (1, 1)
    assert list(report.warnings) == ["answers without an edit, which are in trajectory_corrections.json only: 1"]


def test_nothing_answered_gives_three_files_that_say_so(tmp_path: Path) -> None:
    export(trajectory_correction, [], tmp_path)
    assert corrections(tmp_path) == {"records": [], "n_total": 0, "n_edited": 0, "n_unedited": 0}
    assert lines(tmp_path / "trajectory_sft.jsonl") == lines(tmp_path / "trajectory_dpo.jsonl") == []


def test_only_answers_to_trajectory_edits_are_exported(tmp_path: Path) -> None:
    only_notes = Answered("t1", "ann", {}, {"notes": NOTES})
    assert export(trajectory_correction, [only_notes], tmp_path).counts["total_corrections"] == 0


def test_each_answer_is_read_with_the_config_it_was_given_under(tmp_path: Path) -> None:
    document = {"task": "Find it.", "steps": ["look heer"], "moves": ["go lefft"]}
    edit = {"step": "0", "pointer": "", "text": "better", "reason": ""}
    of_moves = trajectory_edit.config({"name": "fix", "steps_key": "moves"}, "s")
    records = [
        Answered("t1", annotator, document, {"fix": fixed(config, [edit], document)})
        for annotator, config in (("before", CONFIG), ("after", of_moves))
    ]
    export(trajectory_correction, records, tmp_path)
    (before, after) = corrections(tmp_path)["records"]
    assert [before["edits"][0]["original_text"], after["edits"][0]["original_text"]] == ["look heer", "go lefft"]


def test_a_part_yields_after_each_record_even_one_without_an_edit_to_write(tmp_path: Path) -> None:
    records = [answered(1), Answered("t2", "ann", {}, {"notes": NOTES}), answered(3)]
    assert list(trajectory_correction.write_part(records, tmp_path)) == [1, 2, 3]


def test_a_final_answer_of_null_is_left_out(tmp_path: Path) -> None:
    export(trajectory_correction, [answered(final_answer=None)], tmp_path)
    assert "final_answer" not in corrections(tmp_path)["records"][0]["original_trace"]


def test_a_line_is_one_line_whatever_stands_in_the_text(tmp_path: Path) -> None:
    export(trajectory_correction, [answered(text="a\u2028b\x85c\nd")], tmp_path)
    (line,) = lines(tmp_path / "trajectory_sft.jsonl")
    assert line["completion"]["steps"][0] == "a\u2028b\x85c\nd"


def repaired_session(sent: dict[str, Any], document: dict[str, Any] = SESSION) -> Answered:
    answer = trajectory_edit.parse(TURNS, sent, document)
    return Answered("s", "ann", document, {"fix": Given("trajectory_edit", TURNS, answer)})


def test_a_number_a_nested_list_and_a_text_of_json_in_a_tool_input_keep_their_types(tmp_path: Path) -> None:
    edits = [
        argument("1", 0, "limit", "7.5"),
        argument("1", 1, "paths", '["a",["b","c"]]'),
        argument("1", 0, "raw", '{"n":2}'),
    ]
    export(trajectory_correction, [repaired_session({"edits": edits})], tmp_path)
    (line,) = lines(tmp_path / "trajectory_sft.jsonl")
    read, grep = line["completion"]["steps"][1]["tool_calls"]
    assert read["input"] == {"file_path": "a.py", "limit": 7.5, "raw": '{"n":2}', "at": None}
    assert grep["input"]["paths"] == ["a", ["b", "c"]]


def test_calls_and_results_stay_paired_when_steps_and_calls_come_and_go(tmp_path: Path) -> None:
    call = {"id": "new", "tool": "Bash", "input": {"command": "pytest"}, "output": "1 passed"}
    sent = {
        "edits": [argument("1", 0, "file_path", "b.py")],
        "inserted": {
            "+1": {"role": "assistant", "content": "Test it.", "tool_calls": [call]},
            "4.+1": {"tool": "Bash"},
        },
        "order": ["0", "1", "+1", "4"],
        "calls": {"4": ["3.0", "1.1", "4.+1"]},
    }
    export(trajectory_correction, [repaired_session(sent)], tmp_path)
    (record,) = corrections(tmp_path)["records"]
    results = [
        [(call.get("id"), call.get("output")) for call in step.get("tool_calls", [])]
        for step in record["corrected_trace"]["steps"][1:]
    ]
    assert results == [[("a", "x = 1")], [("new", "1 passed")], [("c", "a.py"), ("b", "none"), (None, None)]]
    assert record["stale_calls"] == [
        {"position": 1, "call": 0, "tool": "Read"},
        {"position": 3, "call": 2, "tool": "Bash"},
    ]
    # One edit, two steps deleted and one inserted, two calls moved and one inserted.
    assert record["n_edits"] == 7
    assert record["total_edit_distance"] == sum(edit["edit_distance_chars"] for edit in record["edits"])


def test_a_trace_whose_equal_steps_change_places_is_unedited(tmp_path: Path) -> None:
    document = {"structured_turns": ["go", "go"]}
    report = export(trajectory_correction, [repaired_session({"edits": [], "order": ["1", "0"]}, document)], tmp_path)
    assert (report.counts["edited_traces"], report.counts["unedited_traces"]) == (0, 1)
    assert lines(tmp_path / "trajectory_dpo.jsonl") == []
    assert [edit["op"] for edit in corrections(tmp_path)["records"][0]["edits"]] == ["move"]


@given(documents)
def test_no_pair_has_chosen_equal_to_rejected(document: dict[str, Any]) -> None:
    edits = [
        {"step": editor.step, "pointer": editor.pointer, "text": editor.text + " "}
        for editor in editors(CONFIG, document)
        if editor.is_text or editor.original is not None
    ]
    record = trajectory_correction.record_of(Answered("t", "a", document, {}), fixed(CONFIG, edits, document))
    assert bool(record["edits"]) == (record["original_trace"] != record["corrected_trace"])


def test_parts_join_to_the_same_bytes_as_one(tmp_path: Path) -> None:
    records = [answered(number, "look here" if number % 3 else None) for number in range(10)]
    whole, joined = tmp_path / "whole", tmp_path / "joined"
    export(trajectory_correction, records, whole)
    joined.mkdir()
    parts, reports = [], []
    for index, chunk in enumerate((records[:4], [], records[4:5], records[5:])):
        parts.append(tmp_path / str(index))
        parts[-1].mkdir()
        reports.append(drained(trajectory_correction.write_part(chunk, parts[-1])))
    trajectory_correction.join(parts, reports, joined)
    for name in trajectory_correction.file_names:
        assert (joined / name).read_bytes() == (whole / name).read_bytes()


def test_a_part_done_again_has_the_same_bytes(tmp_path: Path) -> None:
    reports: list[ExportReport] = []
    for _ in range(2):
        reports.append(drained(trajectory_correction.write_part([answered()], tmp_path)))
        content = [(tmp_path / name).read_bytes() for name in trajectory_correction.file_names]
        reports.append(drained(trajectory_correction.write_part([answered()], tmp_path)))
        assert [(tmp_path / name).read_bytes() for name in trajectory_correction.file_names] == content
    assert all(report == reports[0] for report in reports)


def test_memory_does_not_grow_with_the_number_of_traces(tmp_path: Path) -> None:
    def peak(count: int) -> int:
        tracemalloc.start()
        export(trajectory_correction, (answered(number) for number in range(count)), tmp_path)
        found = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return found

    peak(10)
    assert peak(1000) < 2 * peak(100)


def test_a_failed_export_leaves_the_files_of_the_last_one(tmp_path: Path) -> None:
    def breaking() -> Iterator[Answered]:
        yield answered()
        raise KeyboardInterrupt

    export(trajectory_correction, [answered()], tmp_path)
    before = corrections(tmp_path)
    with pytest.raises(KeyboardInterrupt):
        export(trajectory_correction, breaking(), tmp_path)
    assert corrections(tmp_path) == before
    assert sorted(os.listdir(tmp_path)) == sorted(trajectory_correction.file_names)


def test_a_folder_that_cannot_be_made_is_an_error_of_ours(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ExportError, match="cannot be written"):
        export(trajectory_correction, [], tmp_path / "file" / "out")
