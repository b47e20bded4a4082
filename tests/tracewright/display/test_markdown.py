from tracewright.display.markdown import MAX_CHARS, part


def test_a_long_text_ends_with_a_whole_line() -> None:
    found = part("# head\n" + "words\n" * MAX_CHARS, {})
    assert found is not None
    assert found["text"].endswith("words\n")
    # 7 characters of the head and six of each line
    assert len(found["text"]) + found["more"] == 7 + 6 * MAX_CHARS


def test_one_line_without_an_end_is_cut() -> None:
    found = part("x" * (MAX_CHARS + 5), {})
    assert found == {"kind": "markdown", "text": "x" * MAX_CHARS, "more": 5}


def test_what_is_no_text_is_not_markdown() -> None:
    assert part(["# a"], {}) is None
