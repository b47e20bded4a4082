import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tracewright.strategies import json_values, texts
from tracewright import pointer

# The table of RFC 6901, section 5.
RFC_DOCUMENT = {"foo": ["bar", "baz"], "": 0, "a/b": 1, "c%d": 2, "i\\j": 5, 'k"l': 6, " ": 7, "m~n": 8}


@pytest.mark.parametrize(
    ("place", "value"),
    [("", RFC_DOCUMENT), ("/foo", ["bar", "baz"]), ("/foo/0", "bar"), ("/", 0), ("/a~1b", 1), ("/ ", 7), ("/m~0n", 8)],
)
def test_resolves_the_examples_of_the_rfc(place: str, value: object) -> None:
    assert pointer.resolve(RFC_DOCUMENT, place) == value


@pytest.mark.parametrize("place", ["/nope", "/foo/2", "/foo/-1", "/foo/01", "/foo/x", "/foo/0/0"])
def test_a_place_that_is_not_there_is_a_key_error(place: str) -> None:
    with pytest.raises(KeyError, match=place):
        pointer.resolve(RFC_DOCUMENT, place)


def test_a_pointer_without_a_slash_is_refused() -> None:
    with pytest.raises(ValueError, match="does not start with a slash"):
        pointer.tokens("foo")


@given(st.lists(texts))
def test_tokens_undo_escape(keys: list[str]) -> None:
    assert pointer.tokens(pointer.escape(*keys)) == keys


@given(texts, json_values)
def test_a_change_puts_the_value_where_resolve_finds_it(key: str, new: object) -> None:
    place = pointer.escape("outer", 1, key)
    assert pointer.resolve(pointer.changed({"outer": [0, {}]}, {place: new}), place) == new


def test_a_change_leaves_the_original_alone() -> None:
    original = {"a": {"b": [1]}}
    pointer.changed(original, {"/a/b/0": 2})
    assert original == {"a": {"b": [1]}}


def test_a_change_does_not_invent_containers() -> None:
    with pytest.raises(KeyError):
        pointer.changed({}, {"/a/b": 1})


def test_changes_of_one_value_copy_each_container_once_and_share_the_rest() -> None:
    original = {"a": {"x": 1, "y": 2}, "b": [{"z": 3}, {"z": 4}]}
    after = pointer.changed(original, {"/a/x": 10, "/a/y": 20, "/b/1/z": 40})
    assert after == {"a": {"x": 10, "y": 20}, "b": [{"z": 3}, {"z": 40}]}
    assert after["b"][0] is original["b"][0]


def test_a_key_of_an_object_is_taken_away() -> None:
    assert pointer.changed({"a": {"x": 1, "y": 2}}, {"/a/x": pointer.ABSENT}) == {"a": {"y": 2}}


@pytest.mark.parametrize("changes", [{"/a": 1, "/a/b": 2}, {"/a/b": 2, "": 1}, {"/a~b": 1, "/a~0b": 2}])
def test_two_changes_of_one_place_are_refused(changes: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="as a whole and in parts"):
        pointer.changed({"a": {"b": 0}, "a~b": 0}, changes)


@pytest.mark.parametrize("text", ["a", "/a~b", "/a~2", "~", None, 3])
def test_a_place_is_spelt_in_one_way_only(text: object) -> None:
    assert not pointer.is_pointer(text)
