"""Which types there are, what their options may be, and what every value becomes under every type."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracewright import json_text
from tracewright.display.types import OF_STEPS, OTHER_NAMES, TYPES, check_options, part_of, type_of, unknown_options
from tracewright.errors import TracewrightError

MOST_BYTES = 700_000  # of what the page gets of one field, whatever stands there
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=40),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)


@given(values, st.sampled_from([*TYPES, *OTHER_NAMES, "video"]))
def test_any_value_under_any_type_becomes_something_to_draw(value: Any, name: str) -> None:
    part = part_of(value, {"key": "x", "type": name})
    assert part["kind"] in TYPES
    json_text.compact(part)


HUGE = {
    "a text of one line": "x" * 10_000_000,
    "many lines": "line of text\n" * 800_000,
    "zeros and other bytes": "\ufffd\x01\x02" * 3_000_000,
    "a patch": "--- a/x\n+++ b/x\n@@ -1 +1 @@\n" + "-old line\n+new line\n" * 400_000,
    "a list": list(range(1_000_000)),
    "records": [{f"column {n}": "y" * 50 for n in range(60)}] * 3000,
    "turns": [{"role": "user", "content": "z" * 2000}] * 5000,
    "lines of a dialogue": "Ann: hello\nBen: hi\n" * 300_000,
    "an image": "data:image/png;base64,iVBORw0KGgo" + "A" * 10_000_000,
}


@pytest.mark.parametrize("what", HUGE)
@pytest.mark.parametrize("name", TYPES)
def test_ten_megabytes_are_a_bounded_part(what: str, name: str) -> None:
    part = part_of(HUGE[what], {"key": "x", "type": name})
    assert len(json.dumps(part, ensure_ascii=False).encode()) < MOST_BYTES


def test_what_cannot_be_shown_by_its_type_is_text_set_as_the_type_is() -> None:
    assert part_of("no patch", {"type": "model_patch"}) == part_of("no patch", {"type": "text"}) | {"code": True}


def test_a_type_that_is_not_built_is_text() -> None:
    assert type_of({"type": "video"}) == type_of({"type": ["text"]}) == ""
    assert part_of("a.mp4", {"type": "video", "display_options": {"loop": 1}})["text"] == "a.mp4"


def test_a_session_type_of_what_is_no_list_of_steps_is_a_tree() -> None:
    assert part_of([1], {"type": "coding_trace", "display_options": {"compact": True}})["kind"] == "json"


WRONG = [
    ("code", {"language": "klingon"}, "language: must be a language that Pygments knows, not 'klingon'"),
    ("code", {"language": 3}, "language: must be a text, not 3"),
    ("code", {"show_line_numbers": "no"}, "show_line_numbers: must be true or false, not 'no'"),
    ("code", {"max_lines": 0}, "max_lines: must be at least 1, not 0"),
    ("diff", {"diff_view": "both"}, "diff_view: must be unified or split, not 'both'"),
    ("model_patch", {"collapse_files": 1}, "collapse_files: must be true or false, not 1"),
    ("json", {"open_depth": -1}, "open_depth: must be at least 0, not -1"),
    ("table", {"columns": "a"}, "columns: must be a list of names, not 'a'"),
    ("table", {"max_rows": True}, "max_rows: must be a whole number, not True"),
    ("image", {"max_width": "600px"}, "max_width: must be a whole number, not '600px'"),
    ("dialogue", {"speaker_key": []}, "speaker_key: must be a text, not a list"),
    ("eval_trace", {"pane_labels": ["a", "b"]}, "pane_labels: must be three names, not a list"),
    ("three_pane", {"max_output_lines": "all"}, "max_output_lines: must be a whole number, not 'all'"),
]


@pytest.mark.parametrize(("name", "options", "message"), WRONG)
def test_an_option_that_makes_no_sense_is_named(name: str, options: Any, message: str) -> None:
    with pytest.raises(TracewrightError) as caught:
        check_options({"key": "x", "type": name, "display_options": options}, "display_options")
    assert message in str(caught.value)
    assert str(caught.value).startswith("display_options ")


@pytest.mark.parametrize("name", TYPES)
def test_options_are_an_object_or_nothing(name: str) -> None:
    check_options({"type": name}, "display_options")
    with pytest.raises(TracewrightError, match="display_options: must be an object, not 'wide'"):
        check_options({"type": name, "display_options": "wide"}, "display_options")


def test_options_that_a_type_does_not_have_are_named() -> None:
    assert unknown_options({"type": "code", "display_options": {"language": "c", "theme": "x"}}) == ["theme"]
    assert unknown_options({"type": "video", "display_options": {"loop": True}}) == []


def test_the_types_of_steps_have_no_part_of_their_own() -> None:
    assert set(OF_STEPS) == {"coding_trace", "three_pane"}
