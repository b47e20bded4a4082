from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracewright.errors import AnswerError, SchemeError
from tracewright.potato.keys import kind_name
from tracewright.schemes import hierarchical_multiselect as kind
from tracewright.schemes import taxonomy

SCIENCE = {"Science": {"Physics": ["Optics", "Heat, work"], "Other": None}, "Art": ["Music", "Other"]}
PATHS = [
    ["Science"],
    ["Science", "Physics"],
    ["Science", "Physics", "Optics"],
    ["Science", "Physics", "Heat, work"],
    ["Science", "Other"],
    ["Art"],
    ["Art", "Music"],
    ["Art", "Other"],
]


def scheme(**options: Any) -> dict[str, Any]:
    return kind.config({"name": "topic", "taxonomy": SCIENCE, **options}, "scheme")


def places(of: Any) -> list[list[str]]:
    return [list(path) for path in taxonomy.paths(scheme(taxonomy=of)["taxonomy"])]


@given(st.lists(st.sampled_from(PATHS)))
def test_parse_undoes_as_sent(choices: list[list[str]]) -> None:
    answer = kind.parse(scheme(), {"choices": choices}, {})
    assert kind.parse(scheme(), kind.as_sent(scheme(), answer, {}), {}) == answer
    assert answer == {"choices": [path for path in PATHS if path in choices]}


@pytest.mark.parametrize(
    "written",
    [
        {"a": ["b", "c"], "d": None},
        [{"a": ["b", "c"]}, "d"],
        {"a": {"b": {}, "c": []}, "d": []},
        [{"name": "a", "children": [{"name": "b"}, "c"]}, {"name": "d", "tooltip": "that"}],
    ],
)
def test_a_tree_has_several_ways_to_be_written(written: object) -> None:
    assert places(written) == [["a"], ["a", "b"], ["a", "c"], ["d"]]


def test_names_that_yaml_took_for_numbers_or_truths_are_texts_again() -> None:
    assert places({1: [True, 2.5]}) == [["1"], ["1", "True"], ["1", "2.5"]]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"taxonomy": None}, "scheme taxonomy: must have at least one name, not nothing"),
        ({"taxonomy": "a"}, "scheme taxonomy: must be a list of names or an object of them, not 'a'"),
        ({"taxonomy": {"a": {"b": "c"}}}, "scheme taxonomy.a.b: must be a list of names or an object of them, not 'c'"),
        ({"taxonomy": {"a": ["b", None]}}, "scheme taxonomy.a[1] name: must be a text, not nothing"),
        ({"taxonomy": [{"a": ["b", "b"]}]}, "scheme taxonomy[0].a: has 'b' more than once"),
        ({"taxonomy": ["a", {"name": "b", "tooltip": 3}]}, "scheme taxonomy[1] tooltip: must be a text, not 3"),
        ({"max_selections": -1}, "scheme max_selections: must be a number from 0, not -1"),
    ],
)
def test_the_key_at_fault_is_named(options: dict[str, Any], message: str) -> None:
    with pytest.raises(SchemeError) as error:
        scheme(**options)
    assert str(error.value) == message


def test_a_bottomless_tree_is_refused() -> None:
    deep: Any = ["leaf"]
    for _ in range(taxonomy.DEPTH):
        deep = {"down": deep}
    with pytest.raises(SchemeError, match="is deeper than 10 levels"):
        scheme(taxonomy=deep)


@pytest.mark.parametrize("choice", [["Physics"], ["Science", "Music"], [], "Art", ["Art", 1], {"Art": 1}, None])
def test_what_is_no_path_of_the_tree_is_refused(choice: object) -> None:
    with pytest.raises(AnswerError, match="topic: has no choice"):
        kind.parse(scheme(), {"choices": [choice]}, {})


def test_more_choices_than_are_allowed_are_refused() -> None:
    config = scheme(max_selections=2)
    assert len(kind.parse(config, {"choices": [*PATHS[:2], PATHS[0]]}, {})["choices"]) == 2
    with pytest.raises(AnswerError, match="topic: takes at most 2 choices, not 3"):
        kind.parse(config, {"choices": PATHS[:3]}, {})


def test_a_required_choice_is_missing_until_made() -> None:
    assert kind.missing(scheme(required=True), None, {}) == [("", "answer")]
    assert kind.missing(scheme(required=True), {"choices": [["Art"]]}, {}) == []
    assert kind.missing(scheme(), None, {}) == []


def test_potato_labels_become_paths_also_where_a_name_holds_a_comma() -> None:
    labels = {"selected_labels": "Music,Heat, work,Science"}
    choices = [["Science"], ["Science", "Physics", "Heat, work"], ["Art", "Music"]]
    assert kind.from_potato(scheme(), labels, {}) == {"choices": choices}
    assert kind.from_potato(scheme(), {"selected_labels": ""}, {}) is None


@pytest.mark.parametrize(
    ("labels", "message"),
    [
        ({"selected_labels": "Music,Poetry"}, "topic: has no choice 'Poetry'"),
        ({"selected_labels": "Music,"}, "topic: has no choice ''"),
        ({"selected_labels": "Other"}, "topic: has 'Other' at 2 places of the taxonomy"),
        ({"selected_labels": ["Music"]}, "topic: has 'selected_labels': a list"),
        ({"Music": "Music"}, "topic: has 'Music': 'Music', where selected_labels and a text belong"),
    ],
)
def test_a_stored_answer_that_says_nothing_certain_is_unreadable(labels: dict[str, Any], message: str) -> None:
    with pytest.raises(AnswerError) as error:
        kind.from_potato(scheme(), labels, {})
    assert str(error.value).startswith(message)


def test_a_tree_that_the_config_only_names_is_not_built() -> None:
    scheme = {"annotation_type": "hierarchical_multiselect", "taxonomy_preset": "mast"}
    assert kind_name(scheme) == "raw"
