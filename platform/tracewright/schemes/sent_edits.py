"""The edits of a sent answer: each entry names its place and says what is to stand there."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any, NamedTuple

from tracewright import pointer
from tracewright.correction import Edit, Editor, editor_at
from tracewright.correction.places import final_editor, is_argument
from tracewright.errors import AnswerError
from tracewright.pointer import ABSENT
from tracewright.repairs import storable
from tracewright.schemes import common
from tracewright.schemes.kind import Config
from tracewright.schemes.sent_steps import SentSteps, inserted_value, original_step
from tracewright.schemes.sent_values import Entry, Place, new_value
from tracewright.shown import shown
from tracewright.step_names import is_inserted, said
from tracewright.trace import Document, steps

ARGUMENT_CHARS = 200


class SentEdits(NamedTuple):
    """The edits of what the trace has and the answer keeps, and the inserted steps and calls with theirs worked in."""

    edits: list[Edit]
    inserted: dict[str, Any]


def read(config: Config, sent: Any, document: Document, sent_steps: SentSteps) -> SentEdits:
    """The entries of a sent `edits`; those of deleted steps and calls, and of inserted ones that stand nowhere, are dropped."""
    if not isinstance(sent, list):
        raise AnswerError(config["name"], f"needs a list of edits, not {shown(sent)}")
    entries = _Entries(config, document, sent_steps)
    for index, entry in enumerate(sent):
        if not isinstance(entry, dict):
            raise AnswerError(f"{config['name']} edits[{index}]", f"needs an object, not {shown(entry)}")
        if is_inserted(entry.get("step")):
            entries.read_inside(entry)
        else:
            entries.read_edit(entry)
    return entries.all()


class _Entries:
    """The entries read so far."""

    def __init__(self, config: Config, document: Document, sent_steps: SentSteps) -> None:
        self._config, self._document = config, document
        self._steps = steps(document, config["steps_key"])
        self._inserted, self._arrangement = sent_steps
        self._used = frozenset(self._arrangement.inserted())
        self._edits: dict[tuple[str | None, str], Edit] = {}
        self._inside: defaultdict[str, dict[str, Any]] = defaultdict(dict)

    def all(self) -> SentEdits:
        inserted = {name: _with(name, value, self._inside.get(name, {})) for name, value in self._inserted.items()}
        return SentEdits(list(self._edits.values()), inserted)

    def read_edit(self, entry: Entry) -> None:
        """An entry of a step of the trace, or of its final answer."""
        editor = self._editor(entry)
        step, place = editor.step, editor.pointer
        where, at = said(step, place, self._config["step_text_key"]), f"{step or ''}:{place}"
        if (step, place) in self._edits:
            raise AnswerError(where, "is edited twice", at)
        if step is None or self._arrangement.holds(step, editor.call):
            new = new_value(Place(where, at, editor.original, is_argument(place)), entry)
            reason = common.sent_text(f"{where}, reason", entry.get("reason", ""), at)
            self._edits[step, place] = Edit(step, place, editor.original, new, reason)

    def read_inside(self, entry: Entry) -> None:
        """An entry of an inserted step or call, where every place can be written. Its reason is not kept."""
        name, place = entry["step"], _place_in(entry)
        value = inserted_value(name, self._inserted)
        if not _can_stand(value, place):
            raise AnswerError(said(name), f"has nothing to edit at {shown(entry.get('pointer'))}", name)
        where, at = said(name, place), f"{name}:{place}"
        if place in self._inside[name]:
            raise AnswerError(where, "is edited twice", at)
        if name in self._used:
            self._inside[name][place] = new_value(
                Place(where, at, pointer.found(value, place), is_argument(place)), entry
            )

    def _editor(self, entry: Entry) -> Editor:
        name, place = entry.get("step"), _place_in(entry)
        editor: Editor | None
        if name is None:
            final = final_editor(self._config, self._document)
            editor = final if final and final.pointer == place else None
        else:
            editor = editor_at(self._config, name, original_step(name, self._steps), place)
        if editor is None:
            raise AnswerError(said(name), f"has nothing to edit at {shown(entry.get('pointer'))}", name or "")
        if editor.original is ABSENT:
            _check_argument_name(editor)
        return editor


def _place_in(entry: Entry) -> str:
    """The entry's pointer; what is none becomes one that no place has."""
    place = entry.get("pointer")
    return storable(place) if isinstance(place, str) else "no pointer"


def _check_argument_name(editor: Editor) -> None:
    """An argument that is added needs a name that can be read."""
    *call, _input, name = pointer.tokens(editor.pointer)
    where, at = said(editor.step, pointer.escape(*call)), f"{editor.step}:{pointer.escape(*call)}"
    if not name.strip():
        raise AnswerError(where, "needs a name for the argument that is added", at)
    if len(name) > ARGUMENT_CHARS:
        raise AnswerError(
            where, f"has an argument with a name of {len(name)} characters; the bound is {ARGUMENT_CHARS}", at
        )


def _can_stand(value: Any, place: str) -> bool:
    """Whether a place exists, or is a new key of an object that does."""
    parent, _slash, _key = place.rpartition("/")
    if not pointer.is_pointer(place):
        return False
    return pointer.found(value, place) is not ABSENT or isinstance(pointer.found(value, parent), dict)


def _with(name: str, value: Any, changes: Mapping[str, Any]) -> Any:
    try:
        return pointer.changed(value, changes) if changes else value
    except ValueError as error:
        raise AnswerError(said(name), "is edited as a whole and in parts", name) from error
