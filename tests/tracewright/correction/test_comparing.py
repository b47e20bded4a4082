"""An answer and the trace it leads to hold the same information."""

import copy
import json
import random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.tracewright.corrections import OF_STEPS, OF_TURNS, sent_answers
from tests.tracewright.strategies import documents, sessions
from tracewright import json_text
from tracewright.correction import arranged, corrected, count, difference, edit_rows, stale_calls
from tracewright.pointer import ABSENT
from tracewright.schemes import trajectory_edit
from tracewright.step_names import call_named
from tracewright.trace import calls

NOTHING: dict[str, Any] = {"edits": [], "inserted": {}, "order": None, "calls": {}, "not_applied": []}
held = settings(max_examples=50)
cases = st.sampled_from([(OF_TURNS, sessions), (OF_STEPS, documents)]).flatmap(
    lambda case: case[1].flatmap(
        lambda document: st.tuples(st.just(case[0]), st.just(document), sent_answers(case[0], document))
    )
)


def without_reasons(answer: dict[str, Any]) -> dict[str, Any]:
    """The parts that the steps of the corrected trace show."""
    edits = [{**edit, "reason": ""} for edit in answer["edits"] if edit["step"] is not None]
    return {"edits": edits, "inserted": answer["inserted"], "order": answer["order"], "calls": answer["calls"]}


def same_json(one: Any, other: Any) -> bool:
    """Equal with the JSON types: to Python true is 1."""
    return json_text.canonical(one) == json_text.canonical(other)


@held
@given(cases)
def test_the_difference_of_the_corrected_trace_is_the_answer(case: Any) -> None:
    config, document, sent = case
    answer = trajectory_edit.parse(config, sent, document)
    assert same_json(difference(document, config, arranged(document, config, answer)), without_reasons(answer))


@held
@given(cases)
def test_parse_undoes_as_sent(case: Any) -> None:
    config, document, sent = case
    answer = trajectory_edit.parse(config, sent, document)
    again = trajectory_edit.parse(config, trajectory_edit.as_sent(config, answer, document), document)
    assert same_json(again, answer)


@held
@given(cases, st.randoms(use_true_random=False))
def test_what_was_sent_in_another_order_is_the_same_answer(case: Any, chance: random.Random) -> None:
    config, document, sent = case
    answer = trajectory_edit.parse(config, sent, document)
    again = trajectory_edit.parse(config, shuffled(sent, chance), document)
    assert json.dumps(again) == json.dumps(answer)


@held
@given(cases, st.randoms(use_true_random=False))
def test_edits_applied_in_any_order_give_one_result(case: Any, chance: random.Random) -> None:
    config, document, sent = case
    answer = trajectory_edit.parse(config, sent, document)
    assert same_json(corrected(document, config, shuffled(answer, chance)), corrected(document, config, answer))


def shuffled(answer: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    """The edits and the keys of every part in another order."""
    result = {**answer, "edits": chance.sample(answer["edits"], len(answer["edits"]))}
    for key in ("inserted", "calls"):
        if key in result:
            result[key] = dict(chance.sample(list(result[key].items()), len(result[key])))
    return result


@held
@given(cases)
def test_the_original_is_never_changed(case: Any) -> None:
    config, document, sent = case
    before = copy.deepcopy((document, sent))
    answer = trajectory_edit.parse(config, sent, document)
    kept = copy.deepcopy(answer)
    corrected(document, config, answer)
    edit_rows(document, config, answer)
    assert same_json((document, sent), before)
    assert same_json(answer, kept)


@held
@given(cases)
def test_all_that_was_inserted_deleted_and_moved_can_be_undone(case: Any) -> None:
    config, document, sent = case
    undone = trajectory_edit.parse(config, {**sent, "edits": [], "order": None, "calls": {}}, document)
    assert undone == NOTHING
    assert same_json(corrected(document, config, undone), document)


@held
@given(cases)
def test_a_call_that_stays_keeps_all_but_its_input(case: Any) -> None:
    config, document, sent = case
    answer = trajectory_edit.parse(config, sent, document)
    for step in arranged(document, config, answer):
        for name, call in zip(step.calls, calls(step.value), strict=True):
            made = call_named(name)
            if made and made.call is not None:
                original = calls(document[config["steps_key"]][made.step])[made.call]
                assert same_json({**call, "input": None}, {**original, "input": None})


@held
@given(cases)
def test_an_edited_value_keeps_its_json_type(case: Any) -> None:
    config, document, sent = case
    answer = trajectory_edit.parse(config, sent, document)
    originals = {(editor.step, editor.pointer): editor.original for editor in trajectory_edit.editors(config, document)}
    for edit in answer["edits"]:
        original = originals[edit["step"], edit["pointer"]]
        if original not in (None, ABSENT) and not edit.get("removed"):
            numbers = (int, float) if type(original) in (int, float) else (type(original),)
            assert type(edit["new"]) in numbers


@held
@given(cases)
def test_there_is_a_row_for_each_change_that_is_counted(case: Any) -> None:
    config, document, sent = case
    answer = trajectory_edit.parse(config, sent, document)
    rows = edit_rows(document, config, answer)
    assert len(rows) == count(document, config, answer)
    assert bool(rows) == (answer != NOTHING)


@held
@given(cases)
def test_stale_calls_are_calls_of_the_corrected_trace(case: Any) -> None:
    config, document, sent = case
    answer = trajectory_edit.parse(config, sent, document)
    names = [name for step in arranged(document, config, answer) for name in step.calls]
    assert set(stale_calls(document, config, answer)) <= set(names)
