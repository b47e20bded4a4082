"""The keys of the annotate page: what each action is called, the key it comes with, and the keys that one person uses.

A key is written as the browser's `event.key`, a letter with Shift as its capital: "j", "J", "/". With Ctrl or Alt a small
letter or an arrow follows: "Ctrl+h", "Alt+ArrowUp". "" is no key at all.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


@dataclass(frozen=True)
class Action:
    """`name` is what work-page.js calls it."""

    name: str
    title: Promise
    key: str


MOVING = (
    Action("next", gettext_lazy("Next step"), "j"),
    Action("previous", gettext_lazy("Previous step"), "k"),
    Action("first", gettext_lazy("First step"), "g"),
    Action("last", gettext_lazy("Last step"), "G"),
    Action("next-to-judge", gettext_lazy("Next step or call to judge; next difference"), "J"),
    Action("previous-to-judge", gettext_lazy("Previous step or call to judge; previous difference"), "K"),
    Action("search", gettext_lazy("Search this trace"), "/"),
    Action("unfold", gettext_lazy("Unfold, fold a step or a sub-agent"), "o"),
    Action("side", gettext_lazy("The other of two traces"), "s"),
)
JUDGING = (
    Action("first-wrong", gettext_lazy("This is the first wrong step; first difference"), "f"),
    Action("cause", gettext_lazy("This step made the run fail"), "w"),
    Action("note", gettext_lazy("Say why, at a step or call"), "n"),
    Action("mark", gettext_lazy("Mark text by keyboard"), "m"),
    Action("comment", gettext_lazy("Comment on a line"), "c"),
    Action("accept", gettext_lazy("Accept the suggestion here"), "y"),
    Action("accept-all", gettext_lazy("Accept all suggestions"), "Y"),
)
REPAIRING = (
    Action("edit", gettext_lazy("Edit, again for the next text"), "e"),
    Action("reset", gettext_lazy("Back to the original"), "r"),
    Action("rename", gettext_lazy("Give an argument the name that was meant"), "R"),
    Action("changes", gettext_lazy("Changes on or off"), "d"),
    Action("replace", gettext_lazy("Find and replace"), "Ctrl+h"),
    Action("insert", gettext_lazy("Insert a step"), "i"),
    Action("insert-call", gettext_lazy("Insert a call"), "a"),
    Action("remove", gettext_lazy("Remove a step or call, bring it back"), "x"),
    Action("move-up", gettext_lazy("Move it up"), "Alt+ArrowUp"),
    Action("move-down", gettext_lazy("Move it down"), "Alt+ArrowDown"),
    Action("undo", gettext_lazy("Undo"), "z"),
    Action("redo", gettext_lazy("Redo"), "Z"),
)
THE_TRACE = (
    Action("skip", gettext_lazy("Skip this trace"), "Alt+s"),
    Action("flag", gettext_lazy("Flag it: broken, wrong project, a secret"), "b"),
    Action("help", gettext_lazy("All keys"), "?"),
)
GROUPS: tuple[tuple[Promise, tuple[Action, ...]], ...] = (
    (gettext_lazy("Moving"), MOVING),
    (gettext_lazy("Judging"), JUDGING),
    (gettext_lazy("Repairing"), REPAIRING),
    (gettext_lazy("The trace"), THE_TRACE),
)
ACTIONS: dict[str, Action] = {action.name: action for _title, group in GROUPS for action in group}

# With Ctrl: of these the browser hands no page the first, texts need the second, and people the third to find their way.
KEPT_WITH_CTRL = frozenset("ntwqacvxyzflpru")
KEPT_WITH_ALT = frozenset("def")  # the address bar and the menus
ARROWS = {"ArrowUp": "↑", "ArrowDown": "↓"}
LONGEST = 20


def defaults() -> dict[str, str]:
    return {name: action.key for name, action in ACTIONS.items()}


def keys_of(stored: Mapping[str, str]) -> dict[str, str]:
    """By action the key that a person with these keys of their own uses (`User.keys`), "" for none.

    A default goes to whom the person gave that key; what is stored of an action that is no more says nothing.
    """
    own = own_keys(stored)
    given = set(own.values())
    return {name: own.get(name, "" if key in given else key) for name, key in defaults().items()}


def own_keys(stored: Mapping[str, str]) -> dict[str, str]:
    return {name: key for name, key in stored.items() if name in ACTIONS}


def check_key(key: str) -> None:
    """Raise ValidationError for a key that no action can have; "" is none, and every action may go without."""
    if key == "" or (len(key) == 1 and key.isprintable() and not key.isspace() and not key.isdigit()):
        return
    if key.isdigit() and len(key) == 1:
        raise ValidationError(_("The digits choose answers: take another key."))
    if len(key) > LONGEST:
        raise ValidationError(_("This is no key: its name is too long."))
    letter = re.fullmatch(r"(Ctrl|Alt)\+([a-z])", key)
    kept = {"Ctrl": KEPT_WITH_CTRL, "Alt": KEPT_WITH_ALT}
    if letter and letter[2] not in kept[letter[1]]:
        return
    if key in {f"Alt+{arrow}" for arrow in ARROWS}:
        return
    raise ValidationError(
        _(
            "The browser or a screen reader needs %(key)s, or may not tell the page of it. Take a letter or a sign, also with "
            "Shift, or Ctrl or Alt with another letter."
        )
        % {"key": key_name(key)}
    )


def key_caps(key: str) -> list[str]:
    """What is printed on the keys to press.

    >>> key_caps("Alt+ArrowUp"), key_caps("Ctrl+h"), key_caps("+"), key_caps("J"), key_caps("")
    (['Alt', '↑'], ['Ctrl', 'H'], ['+'], ['J'], [])
    """
    *modifiers, last = re.split(r"\+(?=.)", key)
    last = ARROWS.get(last, last.upper() if modifiers else last)
    return [*modifiers, last] if last else []


def key_name(key: str) -> str:
    """In a sentence: "Ctrl+H"."""
    return "+".join(key_caps(key))
