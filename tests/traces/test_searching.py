"""A search finds what its plain definition finds: each place whose text, casefolded, has the needle, casefolded."""

from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st

from apps.traces.searching import Place, folded, searched, sought_in
from tracewright.trace import calls, text_of

# Few letters, so that needles are found: cases, letters that fold to several or to another's, neighbours in UTF-8, a lone half.
TEXT = st.text("aAß\u1e9eİiıſsKkΣςσéÉ\u0301你—Ã\u00a9\n\ud800", max_size=6)
VALUE = st.recursive(
    TEXT | st.integers(0, 20) | st.booleans() | st.none(),
    lambda inside: st.lists(inside, max_size=2) | st.dictionaries(TEXT | st.just("source"), inside, max_size=2),
    max_leaves=4,
)
STEP = TEXT | st.dictionaries(TEXT, VALUE, max_size=2).flatmap(
    lambda own: st.lists(VALUE, max_size=3).map(lambda made: {**own, "tool_calls": made})
)


@given(steps=st.lists(STEP, max_size=4), wanted=TEXT)
@example(steps=["a", "b", {"tool_calls": ["c", "d"]}], wanted="ab")  # no text goes on in the next place
@example(steps=["a", "b", {"tool_calls": ["c", "d"]}], wanted="c\nd")
@example(steps=["Straße", "STRASSE", {"tool_calls": ["ẞ"]}], wanted="ss")
@example(steps=["İstanbul", "i\u0307stanbul", "istanbul"], wanted="İ")
@example(steps=["ÃŸ", "ß"], wanted="ß")  # the UTF-8 of the one, read as Latin-1, is the other
@example(steps=["Ç", "a", {"tool_calls": [None]}], wanted="")
def test_a_search_finds_what_the_plain_definition_finds(steps: list[Any], wanted: str) -> None:
    assert sought_in(searched(steps), wanted) == plainly(steps, wanted)


@given(st.text())
def test_a_folded_text_is_its_casefolded_utf8(text: str) -> None:
    assert folded(text).encode("latin-1") == text.casefold().encode("utf-8", "surrogatepass")


def plainly(steps: list[Any], wanted: str) -> list[Place]:
    found: list[Place] = []
    for index, step in enumerate(steps):
        made = calls(step)
        own = {key: value for key, value in step.items() if key != "tool_calls"} if made else step
        found += [(index, None)] * says(own, wanted)
        found += [(index, position) for position, call in enumerate(made) if says(call, wanted)]
    return found


def says(value: Any, wanted: str) -> bool:
    return wanted.casefold() in "\n".join(texts_in(value)).casefold()


def texts_in(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [text for key, part in value.items() if key != "source" for text in (key, *texts_in(part))]
    if isinstance(value, list):
        return [text for part in value for text in texts_in(part)]
    return [text_of(value)]
