from typing import Any

import pytest

from tracewright.display.layout import DEFAULT, layout
from tracewright.errors import TracewrightError


def test_nothing_said_is_below_each_other_with_the_room_of_the_page() -> None:
    assert layout(None, "layout") == layout({}, "layout") == DEFAULT


@pytest.mark.parametrize(
    ("gap", "length"), [("20px", "20px"), (16, "16px"), (" 1.5rem ", "1.5rem"), ("12", "12px"), ("0", "0px")]
)
def test_a_gap_is_a_length(gap: Any, length: str) -> None:
    assert layout({"direction": "horizontal", "gap": gap}, "layout") == {"direction": "horizontal", "gap": length}


@pytest.mark.parametrize(
    ("given", "place"),
    [
        ({"direction": "diagonal"}, "layout direction: must be vertical or horizontal, not 'diagonal'"),
        ({"gap": "20px; background: url(//evil.example)"}, "layout gap: must be a length"),
        ({"gap": "201px"}, "layout gap: must be a length"),
        ({"gap": "-1px"}, "layout gap: must be a length"),
        ({"gap": True}, "layout gap: must be a length"),
        ({"gap": "calc(1px)"}, "layout gap: must be a length"),
        ([], "layout: must be an object"),
    ],
)
def test_what_makes_no_sense_is_named(given: Any, place: str) -> None:
    with pytest.raises(TracewrightError) as caught:
        layout(given, "layout")
    assert str(caught.value).startswith(place)
