import json
import os
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from tests.tracewright.strategies import documents, texts
from tracewright.errors import AnswerError, SchemeError
from tracewright.schemes import span
from tracewright.utf16 import code_points, units

DOCUMENT = {
    "task": "Find 🌞 in Rome.",
    "steps": ["It is sunny 🌞 in Rome.", {"thought": "sunny", "n": 5, "tool_calls": [{"input": {"q": "weather"}}]}],
    "final_answer": "sunny",
}
LABELS = [{"name": "claim", "color": "red", "abbreviation": "CL"}, "source"]


def scheme(**options: Any) -> dict[str, Any]:
    return span.config({"name": "sp", "description": "Mark it", "labels": LABELS, **options}, "sp")


def mark(start: int, end: int, step: str | None = "0", pointer: str = "", label: str = "claim") -> dict[str, Any]:
    return {"label": label, "step": step, "pointer": pointer, "start": start, "end": end}


def parsed(*marks: dict[str, Any], **options: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = span.parse(scheme(**options), {"spans": [*marks]}, DOCUMENT)["spans"]
    return found


def stored(start: int, end: int, **more: Any) -> dict[str, Any]:
    """A span as Potato stores it."""
    return {"schema": "sp", "name": "claim", "title": "claim", "start": start, "end": end, "id": "x", **more}


def imported(*spans: dict[str, Any], document: dict[str, Any] = DOCUMENT, **options: Any) -> Any:
    return span.from_potato_spans(scheme(text_key="task", **options), {}, [*spans], document)


# ---- Config ----


def test_a_label_keeps_its_colour_and_its_abbreviation() -> None:
    claim, source = scheme()["labels"]
    assert (claim["color"], claim["abbreviation"], source["color"]) == ("red", "CL", "")


@pytest.mark.parametrize(
    ("options", "key"),
    [
        ({"labels": []}, "labels"),
        ({"labels": [{"name": "a", "color": 5}]}, r"labels\[0\] color"),
        ({"allow_overlap": "no"}, "allow_overlap"),
        ({"min_spans": -1}, "min_spans"),
        ({"target_field": ["a"]}, "target_field"),
        ({"bad_text_label": "bad"}, "bad_text_label"),
    ],
)
def test_a_wrong_option_is_named(options: dict[str, Any], key: str) -> None:
    with pytest.raises(SchemeError, match=f"^sp {key}"):
        scheme(**options)


# ---- What is sent ----


def test_a_mark_takes_its_text_from_the_document() -> None:
    assert parsed(mark(6, 11)) == [{**mark(6, 11), "text": "sunny"}]


def test_characters_are_code_points() -> None:
    # "It is sunny " has 12 characters, the sun is one code point (two UTF-16 code units).
    assert [found["text"] for found in parsed(mark(12, 13), mark(17, 21))] == ["🌞", "Rome"]


def test_marks_stand_in_the_order_of_the_trace() -> None:
    marks = [mark(0, 5, "1", "/thought"), mark(6, 11), mark(0, 2), mark(0, 5, None, "/final_answer")]
    assert [(found["step"], found["start"]) for found in parsed(*marks)] == [(None, 0), ("0", 0), ("0", 6), ("1", 0)]


def test_the_same_mark_twice_is_one() -> None:
    assert len(parsed(mark(6, 11), mark(6, 11), mark(6, 11, label="source"))) == 2


def test_an_argument_of_a_call_can_be_marked() -> None:
    assert parsed(mark(0, 7, "1", "/tool_calls/0/input/q"))[0]["text"] == "weather"


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        (mark(6, 99), r"span 1 \(step 1\): is from 6 to 99 of a text of 22 characters"),
        (mark(6, 6), "is from 6 to 6"),
        (mark(-1, 6), "is from -1 to 6"),
        (mark(True, 6), "needs as start a whole number, not True"),
        ({**mark(6, 11), "text": "rainy"}, "characters 6 to 11 are 'sunny', not 'rainy'"),
        (mark(0, 1, "7"), "step 8: is not in this version of the trace"),
        (mark(0, 1, "1", "/n"), "there is a number at '/n' of step 2"),
        (mark(0, 1, "1", "/gone"), "there is nothing at '/gone' of step 2"),
        (mark(0, 1, "0", "gone"), "needs the pointer of a text, not 'gone'"),
        (mark(0, 1, label="lie"), "has no label 'lie'"),
        ({**mark(0, 1), "colour": "red"}, "knows no 'colour'"),
        ("sunny", "needs an object, not a text"),
    ],
)
def test_what_marks_no_text_is_refused_with_its_place(sent: Any, says: str) -> None:
    with pytest.raises(AnswerError, match=says):
        parsed(sent)


def test_overlaps_are_refused_where_the_scheme_allows_none() -> None:
    overlapping = (mark(0, 8), mark(6, 11, label="source"))
    assert len(parsed(*overlapping)) == 2
    with pytest.raises(AnswerError, match=r"step 1: has overlapping spans, 0 to 8 \(claim\) and 6 to 11 \(source\)"):
        parsed(*overlapping, allow_overlap=False)
    assert len(parsed(mark(0, 6), mark(6, 11), allow_overlap=False)) == 2  # the end is behind the last character


def test_only_the_named_field_is_marked() -> None:
    final = mark(0, 5, None, "/final_answer")
    assert parsed(final, target_field="final_answer")
    with pytest.raises(AnswerError, match="is outside of 'final_answer'"):
        parsed(mark(0, 5), target_field="final_answer")
    with pytest.raises(AnswerError, match="is outside of 'steps'"):
        parsed(final, target_field="steps")
    assert parsed(mark(0, 5), target_field="steps")


def test_too_many_marks_are_refused() -> None:
    with pytest.raises(AnswerError, match="has 10001 spans; an answer may have 10000"):
        parsed(*[mark(0, 1)] * 10_001)


def test_a_text_that_cannot_be_judged_is_said_where_that_is_asked() -> None:
    config = scheme(bad_text_label=True, required=True)
    answer = span.parse(config, {"spans": [], "bad_text": True}, DOCUMENT)
    assert (answer, span.missing(config, answer, DOCUMENT)) == ({"spans": [], "bad_text": True}, [])
    with pytest.raises(AnswerError, match="knows no 'bad_text'"):
        span.parse(scheme(), {"spans": [], "bad_text": True}, DOCUMENT)


@pytest.mark.parametrize(
    ("options", "marks", "lacks"),
    [
        ({}, 0, 0),
        ({"required": True}, 0, 1),
        ({"required": True}, 1, 0),
        ({"min_spans": 2}, 1, 1),
        ({"min_spans": 2}, 2, 0),
    ],
)
def test_a_submit_needs_as_many_as_the_scheme_says(options: dict[str, Any], marks: int, lacks: int) -> None:
    config = scheme(**options)
    answer = span.parse(config, {"spans": [mark(at, at + 1) for at in range(marks)]}, DOCUMENT)
    assert len(span.missing(config, answer, DOCUMENT)) == lacks
    assert len(span.missing(config, None, DOCUMENT)) == (1 if options else 0)


# ---- What Potato stored ----


def test_offsets_of_potato_count_as_browsers_do() -> None:
    # "Find 🌞 in Rome.": Rome begins at code point 10, which is code unit 11.
    answer = imported(stored(11, 15))
    assert answer == {"spans": [{**mark(10, 14, None, "/task"), "text": "Rome"}]}


def test_a_span_names_its_field() -> None:
    assert imported(stored(0, 5, target_field="final_answer"))["spans"][0]["pointer"] == "/final_answer"


def test_a_span_in_a_session_lies_in_one_of_its_turns() -> None:
    turns = [{"role": "user", "content": "Go"}, {"role": "assistant", "content": "I go"}, {"content": "Done 🌞 now"}]
    document = {"structured_turns": turns}
    # Without the user's turn the text is "I go\nDone 🌞 now": "now" is at 5 + 8 code units, code point 7 of its turn.
    answer = imported(stored(13, 16), document=document, target_field="structured_turns")
    assert answer == {"spans": [{**mark(7, 10, "2", "/content"), "text": "now"}]}


@pytest.mark.parametrize(
    ("given", "why"),
    [
        (stored(11, 99), "span 1: from 11 to 99 does not begin and end between characters of one text"),
        (stored(6, 8), "from 6 to 8 does not begin and end between characters"),  # inside of the sun
        (stored(50, 60), "lies outside of the text of 'task'"),
        (stored(0, 4, target_field="gone"), "is in 'gone', and the record has no such field"),
        (stored(0, 4, name="lie"), "has no label 'lie'"),
        (stored(0, 4, additional_parts=[{"start": 6, "end": 7}]), "has several parts"),
        ({"schema": "sp", "name": "claim", "start": "x", "end": 4}, "needs as start a whole number, not 'x'"),
    ],
)
def test_a_span_that_cannot_be_placed_is_kept_with_the_reason(given: dict[str, Any], why: str) -> None:
    answer = imported(given)
    assert answer["spans"] == []
    assert answer["not_kept"][0]["span"] == given
    assert why in answer["not_kept"][0]["why"]


def test_a_link_to_a_knowledge_base_is_named() -> None:
    answer = imported(stored(0, 4, kb_id="Q42"))
    assert len(answer["spans"]) == 1
    assert answer["not_kept"][0]["why"] == "span 1: it is marked, without its kb_id"


def test_the_second_of_two_overlapping_spans_is_not_placed() -> None:
    answer = imported(stored(0, 4), stored(2, 8), allow_overlap=False)
    assert [found["text"] for found in answer["spans"]] == ["Find"]
    assert "overlaps 'Find'" in answer["not_kept"][0]["why"]


def test_what_was_not_kept_is_no_part_of_what_is_sent() -> None:
    config, answer = scheme(), imported(stored(50, 60))
    assert span.as_sent(config, answer, DOCUMENT) == {"spans": []}


def test_nothing_stored_is_no_answer() -> None:
    assert imported() is None


@pytest.mark.golden
@pytest.mark.skipif("GOLDEN_PAIRS" not in os.environ, reason="needs the golden pairs")
def test_the_spans_of_the_golden_folder_are_placed() -> None:
    folder = Path(os.environ["GOLDEN_PAIRS"], "standard_schemas/kinds/ui_form")
    raw = next(
        each
        for each in yaml.safe_load((folder / "config.yaml").read_text())["annotation_schemes"]
        if each["name"] == "sp"
    )
    document = json.loads((folder / "data/items.jsonl").read_text().splitlines()[0])
    state = json.loads((folder / "annotation_output/ann1/user_state.json").read_text())
    [[given, _]] = state["instance_id_to_span_to_value"]["k1"]
    answer = span.from_potato_spans(span.config(raw, "sp"), {}, [given], document)
    assert answer == {"spans": [{**mark(4, 9, None, "/text", "PER"), "text": document["text"][4:9]}]}


# ---- Anything ----

emoji = st.text(st.sampled_from("ab🙂👩‍💻é\r\n"), max_size=12)


@given(emoji, emoji, emoji)
def test_code_units_become_code_points(before: str, inside: str, behind: str) -> None:
    whole = before + inside + behind
    first, last = units(before), units(before + inside)
    assert (code_points(whole, first), code_points(whole, last)) == (len(before), len(before + inside))


numbers = st.integers(-1, 25) | st.booleans() | st.none() | texts
places = st.sampled_from(["", "/thought", "/action", "/final_answer", "/text", "/0"]) | texts
sent_marks = st.fixed_dictionaries(
    {
        "label": st.sampled_from(["claim", "source", "x"]),
        "step": st.sampled_from([None, "0", "1", "+1", 0]),
        "pointer": places,
    },
    optional={"start": numbers, "end": numbers, "text": texts | st.none()},
)


@given(document=documents, sent=st.lists(sent_marks, max_size=3))
def test_whatever_is_sent_is_an_answer_or_refused(document: dict[str, Any], sent: list[Any]) -> None:
    config = scheme()
    try:
        answer = span.parse(config, {"spans": sent}, document)
    except AnswerError as error:
        assert len(str(error)) < 400
        return
    assert span.parse(config, span.as_sent(config, answer, document), document) == answer


@given(document=documents, field=st.sampled_from([None, "steps", "text", "gone", 5]), start=numbers, end=numbers)
def test_whatever_was_stored_is_a_mark_or_named(document: dict[str, Any], field: Any, start: Any, end: Any) -> None:
    answer = imported(stored(start, end, target_field=field), document=document)
    assert len(answer["spans"]) + len(answer.get("not_kept", [])) == 1
    config = scheme(text_key="task")
    assert span.parse(config, span.as_sent(config, answer, document), document)["spans"] == answer["spans"]
