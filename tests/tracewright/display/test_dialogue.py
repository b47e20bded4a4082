from typing import Any

import pytest

from tracewright.display.dialogue import MAX_TURN_CHARS, MAX_TURNS, options, part


def drawn(value: Any, **given: Any) -> dict[str, Any]:
    found = part(value, options(given, "display_options"))
    assert found is not None
    return found


def turns(value: Any, **given: Any) -> list[list[Any]]:
    return [turn[:2] for turn in drawn(value, **given)["turns"]]


def test_lines_name_their_speakers() -> None:
    found = drawn("Ann: Hello.\nBen: Hi, Ann:\nhow are you?\nAnn: Fine.")
    assert [turn[:2] for turn in found["turns"]] == [
        ["Ann", "Hello."],
        ["Ben", "Hi, Ann:\nhow are you?"],
        ["Ann", "Fine."],
    ]
    assert found["speakers"] == ["Ann", "Ben"]


def test_turns_are_objects_with_the_keys_of_the_options_or_usual_ones() -> None:
    assert turns([{"speaker": "Ann", "text": "a"}, {"role": "user", "content": "b"}]) == [["Ann", "a"], ["user", "b"]]
    assert turns([{"who": "Ann", "said": "a"}], speaker_key="who", text_key="said") == [["Ann", "a"]]


def test_blocks_of_content_are_their_texts() -> None:
    assert turns([{"role": "user", "content": [{"type": "text", "text": "a"}, {"type": "text", "text": "b"}]}]) == [
        ["user", "a\nb"]
    ]


def test_speakers_stay_in_their_lines_where_that_is_wanted() -> None:
    assert turns(["Ann: a"], speaker_extraction=False) == [["", "Ann: a"]]
    assert turns("Ann: a\nb", speaker_extraction=False) == [["", "Ann: a"], ["", "b"]]


def test_an_address_is_nobody() -> None:
    assert turns(["https://a.test is it"]) == [["", "https://a.test is it"]]


def test_turns_and_their_texts_are_bounded() -> None:
    found = drawn([{"speaker": "A", "text": "x"}] * 1000)
    assert (len(found["turns"]), found["more"]) == (MAX_TURNS, 1000 - MAX_TURNS)
    assert drawn([{"speaker": "A", "text": "x" * 9000}])["turns"][0] == ["A", "x" * MAX_TURN_CHARS, 9000]


@pytest.mark.parametrize("value", [None, "", "\n", [], [1], {"a": 1}, [["Ann", "a"]]])
def test_what_is_no_dialogue_is_not_shown_as_one(value: Any) -> None:
    assert part(value, options(None, "")) is None
