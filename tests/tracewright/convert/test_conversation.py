"""A run as it is told turn by turn: what it says of itself."""

import pytest

from tracewright.convert import Report
from tracewright.convert.conversation import Conversation
from tracewright.convert.place import Place


def told(*turns: tuple[str, str, str]) -> Conversation:
    talk = Conversation(Report())
    for role, kind, content in turns:
        talk.say(role, kind, content, Place(1))
    return talk


def test_the_task_is_the_first_prompt_whoever_spoke_before() -> None:
    talk = told(
        ("user", "agent", "Look."), ("user", "prompt", ""), ("user", "prompt", "Go."), ("user", "prompt", "On.")
    )
    assert talk.task == "Go."


def test_without_a_prompt_the_task_is_what_an_agent_asked_of_another() -> None:
    talk = told(("user", "reminder", "It rains."), ("user", "agent", "Look."), ("assistant", "agent", "I look."))
    assert talk.task == "Look."


@pytest.mark.parametrize("kind", ["command", "reminder", "compaction", "instruction"])
def test_what_no_one_asked_for_is_no_task(kind: str) -> None:
    talk = told(("user", kind, "Update available."), ("assistant", "agent", "I wait."))
    assert talk.document("a", {})["task_description"] == ""
