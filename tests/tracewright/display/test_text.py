from tracewright.display.text import CUT_CHARS, part


def test_a_text_is_shown_as_it_is() -> None:
    assert part("a\nb", {}) == {"kind": "text", "text": "a\nb", "chars": 3, "lines": 2, "code": False}


def test_what_is_no_text_is_json_set_as_code() -> None:
    assert part([1, None], {}) == {"kind": "text", "text": "[1,null]", "chars": 8, "lines": 1, "code": True}


def test_a_long_text_is_cut_and_says_how_long_it_is() -> None:
    found = part("x" * (CUT_CHARS + 1), {})
    assert (len(found["text"]), found["chars"]) == (CUT_CHARS, CUT_CHARS + 1)
