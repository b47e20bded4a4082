import pytest

from apps.annotations.missing import in_words
from tracewright.schemes import Missing


def test_a_row_without_an_answer_is_called_as_on_the_page():
    config = {"description": "Rate it", "options": [{"name": "use", "displayed_label": "Use of tools"}]}
    assert in_words("rate", config, Missing("use", "answer"))["text"] == "Answer “Rate it”, “Use of tools”."
    assert in_words("rate", config, Missing("", "answer"))["text"] == "Answer “Rate it”."
    pick = {"description": "Pick", "best_description": "Which one?"}
    assert in_words("pick", pick, Missing("best", "answer"))["text"] == "Answer “Pick”, “Which one?”."
    assert in_words("pick", pick, Missing("worst", "answer"))["text"] == "Answer “Pick”, “The worst”."


@pytest.mark.parametrize(
    ("at", "text"),
    [
        ("0:/action", "Say why you changed step 1, action."),
        ("0:/content", "Say why you changed step 1, text."),
        ("4:/tool_calls/1/input/command", "Say why you changed step 5, call 2, command."),
        ("4:/tool_calls/0/input", "Say why you changed step 5, call 1, input."),
        ("2:", "Say why you changed step 3."),
    ],
)
def test_a_missing_reason_is_asked_for_at_its_place(at, text):
    assert in_words("fix", {"description": "Fix it"}, Missing(at, "reason"))["text"] == text


def test_a_call_that_is_to_be_judged_is_named():
    config = {"description": "Is it right?"}
    text = in_words("review", config, Missing("4.1:", "answer"))["text"]
    assert text == "Judge step 5, call 2: “Is it right?”."
    assert in_words("review", config, Missing("4.1:", "reason"))["text"] == "Say why at step 5, call 2: “Is it right?”."


def test_what_an_attribution_lacks_is_called_as_on_the_page():
    told = [
        in_words("blame", {"description": "Who?"}, Missing(at, "answer"))["text"] for at in ("agent", "step", "reason")
    ]
    assert told == [
        "Answer “Who?”, “Responsible agent”.",
        "Answer “Who?”, “Decisive step”.",
        "Answer “Who?”, “Why”.",
    ]
