import os
from pathlib import Path
from typing import Any

import pytest

from tests.tracewright.folders import labels, make_project, step_edit, write_state
from tracewright.errors import TraceFormatError
from tracewright.export.records import SchemeOf
from tracewright.potato import PotatoAnswer, answer_of, read_project

SPAN = {"schema": "sp", "name": "PER", "start": 4, "end": 9}


def answers(config: Path) -> list[PotatoAnswer]:
    return list(read_project(config).answers())


@pytest.mark.parametrize(
    "stored",
    [
        [[{"schema": "verdict", "name": "good"}, "good"], [{"schema": "notes", "name": "text_box"}, "x"]],
        {"verdict": {"good": "good"}, "notes": {"text_box": "x"}},
    ],
)
def test_both_container_forms_are_read(tmp_path: Path, stored: object) -> None:
    (answer,) = answers(make_project(tmp_path, states={"ann": {"t1": stored}}))
    assert answer == PotatoAnswer("ann", "t1", {"verdict": {"good": "good"}, "notes": {"text_box": "x"}}, {})


@pytest.mark.parametrize("stored", [[[SPAN, "PER"]], {"sp": [SPAN]}])
def test_spans_have_two_forms_too(tmp_path: Path, stored: object) -> None:
    path = make_project(tmp_path)
    write_state(tmp_path, "ann", {"user_id": "ann", "instance_id_to_span_to_value": {"t1": stored}})
    assert answers(path) == [PotatoAnswer("ann", "t1", {}, {"sp": [SPAN]})]


def test_people_come_by_the_name_of_their_folder(tmp_path: Path) -> None:
    one = {"t1": labels(step_edit(0, "x"))}
    path = make_project(tmp_path, states={"zoe": one, "ann": one, "max": one})
    assert [answer.annotator for answer in answers(path)] == ["ann", "max", "zoe"]


def test_folders_without_answers_are_passed_by(tmp_path: Path) -> None:
    path = make_project(tmp_path, states={"ann": {"t1": labels()}})
    (tmp_path / "annotation_output/exports").mkdir()
    assert len(answers(path)) == 1


@pytest.mark.parametrize(
    ("state", "message"),
    [
        ({"instance_id_to_label_to_value": [1]}, "instance_id_to_label_to_value is a list; it must be an object"),
        ({"instance_id_to_label_to_value": {"t1": 3}}, 'item "t1": its labels are a number'),
        (
            {"instance_id_to_label_to_value": {"t1": {"fix": 3}}},
            'the labels of "fix" are a number; they must be an object',
        ),
        ({"instance_id_to_label_to_value": {"t1": [["x", 1]]}}, "label 1 is no pair of an object with schema and name"),
        ({"instance_id_to_span_to_value": {"t1": {"sp": 3}}}, 'the spans of "sp" are a number; they must be a list'),
    ],
)
def test_odd_states_are_named(tmp_path: Path, state: dict[str, Any], message: str) -> None:
    path = make_project(tmp_path)
    write_state(tmp_path, "ann", state)
    with pytest.raises(TraceFormatError) as error:
        answers(path)
    assert str(error.value).startswith("annotation_output/ann/user_state.json")
    assert message in str(error.value)


def test_one_person_in_two_folders_is_refused(tmp_path: Path) -> None:
    path = make_project(tmp_path)
    for folder in ("a", "b"):
        write_state(tmp_path, folder, {"user_id": "ann"})
    with pytest.raises(TraceFormatError, match='has the user_id "ann" of annotation_output/a/user_state.json'):
        answers(path)


def test_a_users_folder_that_is_a_link_to_elsewhere_is_refused(tmp_path: Path) -> None:
    path = make_project(tmp_path / "project")
    write_state(tmp_path / "other", "eve", {"user_id": "eve"})
    (tmp_path / "project/annotation_output").mkdir()
    (tmp_path / "project/annotation_output/eve").symlink_to(tmp_path / "other/annotation_output/eve")
    with pytest.raises(TraceFormatError, match="leaves the folder of the config"):
        answers(path)


def test_a_raw_answer_holds_labels_and_spans() -> None:
    raw = SchemeOf("sp", "raw", {"name": "sp"})
    assert answer_of(raw, {"a": "b"}, [SPAN], {}) == {"labels": {"a": "b"}, "spans": [SPAN]}
    assert answer_of(raw, {}, [], {}) is None


def test_a_state_that_is_no_file_is_an_error(tmp_path: Path) -> None:
    path = make_project(tmp_path)
    (tmp_path / "annotation_output/ann/user_state.json").mkdir(parents=True)
    with pytest.raises(TraceFormatError, match="ann/user_state.json: is no file"):
        answers(path)


def test_a_state_that_is_a_pipe_is_never_opened(tmp_path: Path) -> None:
    path = make_project(tmp_path)
    (tmp_path / "annotation_output/ann").mkdir(parents=True)
    os.mkfifo(tmp_path / "annotation_output/ann/user_state.json")
    with pytest.raises(TraceFormatError, match="ann/user_state.json: is no file"):
        answers(path)


@pytest.mark.parametrize("name", [" ", "\u200b", "\u202e \u3164", "\u2800"])
def test_a_user_of_whose_name_nothing_can_be_seen_is_named(tmp_path: Path, name: str) -> None:
    path = make_project(tmp_path)
    write_state(tmp_path, "ann", {"user_id": name})
    with pytest.raises(TraceFormatError) as error:
        answers(path)
    assert str(error.value) == (
        f"annotation_output/ann/user_state.json: has the user_id {ascii(name)}, of which nothing can be seen; name the person"
    )


def test_what_cannot_be_seen_in_a_name_is_left_out_and_told(tmp_path: Path) -> None:
    path = make_project(tmp_path)
    write_state(tmp_path, "ann", {"user_id": " Ann\u202e\u200b ", "instance_id_to_label_to_value": {"t1": {"a": {}}}})
    (answer,) = answers(path)
    assert (answer.annotator, answer.written) == ("Ann", " Ann\u202e\u200b ")


def test_two_names_that_look_the_same_are_one_person_in_two_folders(tmp_path: Path) -> None:
    path = make_project(tmp_path)
    write_state(tmp_path, "a", {"user_id": "ann"})
    write_state(tmp_path, "b", {"user_id": "ann\u200b"})
    with pytest.raises(TraceFormatError, match='has the user_id "ann" of annotation_output/a/user_state.json'):
        answers(path)


@pytest.mark.parametrize("name", ["Mirela Kovač", "می\u200cخواهم", "李", "ann_1@x.test"])
def test_names_that_can_be_seen_stay_as_they_are(tmp_path: Path, name: str) -> None:
    path = make_project(tmp_path)
    write_state(tmp_path, "ann", {"user_id": name, "instance_id_to_label_to_value": {"t1": {"a": {}}}})
    (answer,) = answers(path)
    assert (answer.annotator, answer.written) == (name, "")
