import pytest

from tracewright.speakers import kind_of


@pytest.mark.parametrize(
    ("turn", "kind"),
    [
        ({"role": "user"}, "prompt"),
        ({"role": "user", "kind": "reminder"}, "reminder"),
        ({"role": "assistant"}, "agent"),
        ({"role": "system"}, "system"),
        ({"kind": "no such kind", "role": "user"}, "prompt"),
        ("text", "agent"),
    ],
)
def test_who_speaks_is_the_turns_kind_else_its_role(turn: object, kind: str) -> None:
    assert kind_of(turn) == kind
