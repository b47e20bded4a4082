"""Sent answers of trajectory_edit for property tests."""

from collections.abc import Mapping
from typing import Any

from hypothesis import strategies as st

from tests.tracewright.strategies import calls, json_values, new_turns, steps, texts
from tracewright.correction import Editor, editors
from tracewright.correction.places import edits_calls, is_argument
from tracewright.pointer import ABSENT
from tracewright.schemes import trajectory_edit
from tracewright.step_names import call_name
from tracewright.trace import calls as calls_of
from tracewright.trace import steps as steps_of
from tracewright.trace import text_for

OF_TURNS = trajectory_edit.config(
    {"name": "fix", "steps_key": "structured_turns", "edit_final_answer": True}, "a scheme of turns"
)
OF_STEPS = trajectory_edit.config(
    {"name": "fix", "editable_fields": ["action", "thought"], "edit_final_answer": True}, "a scheme of steps"
)


@st.composite
def sent_answers(draw: st.DrawFn, config: Mapping[str, Any], document: Mapping[str, Any]) -> dict[str, Any]:
    """An answer with edits, inserted steps and calls, an order and lists of calls, as far as there are any."""
    found = steps_of(dict(document), config["steps_key"])
    inserted = {
        f"+{number}": draw(new_turns if edits_calls(config) else steps) for number in range(1, draw(counts) + 1)
    }
    order = draw(orders([*map(str, range(len(found))), *inserted]))
    listed: dict[str, list[str]] = {}
    if edits_calls(config):
        made, listed = draw(lists_of_calls(found))
        inserted |= made
    answer = {"edits": draw(edits(config, document)), "inserted": inserted, "order": order, "calls": listed}
    return {key: part for key, part in answer.items() if part or key in ("edits", "order")}


counts = st.integers(0, 2)


def orders(names: list[str]) -> st.SearchStrategy[list[str] | None]:
    """All of them, some of them, or the order of the trace."""
    some = st.lists(st.sampled_from(names), unique=True) if names else st.just([])
    return st.none() | st.permutations(names) | some


@st.composite
def lists_of_calls(draw: st.DrawFn, found: list[Any]) -> tuple[dict[str, Any], dict[str, list[str]]]:
    """Inserted calls, and lists for some of the steps that can hold calls, with no call in two of them."""
    holders = [str(index) for index, step in enumerate(found) if isinstance(step, dict)]
    if not holders:
        return {}, {}
    own = [call_name(index, call) for index, step in enumerate(found) for call in range(len(calls_of(step)))]
    made = {f"{draw(st.sampled_from(holders))}.+{number}": draw(calls) for number in range(1, draw(counts) + 1)}
    pool = draw(st.permutations([*own, *made]))
    listed: dict[str, list[str]] = {holder: [] for holder in draw(st.lists(st.sampled_from(holders), unique=True))}
    for name in pool:
        if listed and draw(st.booleans()):
            listed[draw(st.sampled_from(list(listed)))].append(name)
    return made, listed


@st.composite
def edits(draw: st.DrawFn, config: Mapping[str, Any], document: Mapping[str, Any]) -> list[dict[str, Any]]:
    places = [editor for editor in editors(config, dict(document)) if draw(st.booleans())]
    return [
        {"step": editor.step, "pointer": editor.pointer, "reason": draw(texts), "text": draw(_texts_for(editor))}
        for editor in draw(st.permutations(places))
    ]


def _texts_for(editor: Editor) -> st.SearchStrategy[str | None]:
    """What keeps the JSON type that stands there; a removal where it is an argument."""
    gone: st.SearchStrategy[str | None] = st.none() if is_argument(editor.pointer) else st.nothing()
    if editor.is_text:
        return texts | gone
    if editor.original in (None, ABSENT):
        return json_values.map(lambda new: text_for(new, None)) | gone
    return of_type(editor.original).map(lambda new: text_for(new, editor.original)) | gone


def of_type(original: Any) -> st.SearchStrategy[Any]:
    match original:
        case bool():
            return st.booleans()
        case int() | float():
            return st.integers() | st.floats(allow_nan=False, allow_infinity=False)
        case list():
            return st.lists(json_values, max_size=3)
    return st.dictionaries(texts, json_values, max_size=3)
