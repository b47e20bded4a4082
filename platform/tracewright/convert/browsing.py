"""What an agent does in a browser: each action as a call, with what it thought, the page it saw and what came of it."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from tracewright.convert.attachments import Attachments
from tracewright.convert.conversation import Conversation
from tracewright.convert.layout import Piece, lay_out
from tracewright.convert.place import Place, list_at, number_at, text_at
from tracewright.convert.report import Report
from tracewright.trace import Document, text_of

THOUGHTS = ("thought", "reasoning", "rationale", "raw_prediction")
SAYS = ("content", "text_response", "description")
ACTIONS = ("action_type", "action", "type")
OBSERVATIONS = ("observation", "output", "result")
ERRORS = ("error", "fail_error")
SCREENSHOTS = ("screenshot", "screenshot_url", "screenshot_path", "image")
TASKS = ("intent", "confirmed_task", "task_description", "task", "instruction")
RESULTS = ("success", "reward", "score")
SCREENS = "screenshots"  # of an item, beside its steps: one for each, and perhaps one of the end
ADDRESSES = ("url", "path")
_WORD = re.compile(r"[\w.-]+")

Screenshot = tuple[str, Place]  # a data URL, an address or a path, and where it stands


class Step(NamedTuple):
    """An action in the browser. `given` is all that is said of how it was done."""

    tool: str
    given: Any
    thought: str = ""
    said: str = ""
    at: str = ""
    seen: Any = None
    error: str = ""


class Browsing:
    def __init__(self, report: Report) -> None:
        self.talk, self.attachments, self._report = Conversation(report), Attachments(), report
        self._steps = 0

    def ask(self, item: Mapping[str, Any], place: Place) -> None:
        """What the agent was to do."""
        if found := next((key for key in TASKS if text_at(item, key)), ""):
            self.talk.say("user", "prompt", text_at(item, found), place.inside(found))

    def act(self, step: Step, place: Place, screenshot: Screenshot | None) -> None:
        """A turn with its call, behind the screenshot of the page that the agent saw."""
        self._report.types["step"] += 1
        self._steps += 1
        turn = self.talk.say("assistant", "agent", "", place, at=step.at)
        pieces = [Piece("image", part=self._image(*screenshot))] if screenshot else []
        pieces += [Piece("thinking", step.thought)] if step.thought else []
        pieces += [Piece("text", step.said)] if step.said else []
        if step.tool:
            self.talk.leave()
            self.talk.call(turn, step.tool, step.given, place, at=step.at)
            pieces.append(Piece("call", part={"type": "call", "call": 0}))
        lay_out(turn, pieces)
        if step.error:
            self.talk.answer("", step.error, place, is_error=True)
        elif step.seen is not None:
            self.talk.answer("", text_of(step.seen), place)

    def show_rest(self, item: Any, place: Place) -> None:
        """What the item shows of the page behind the last step."""
        listed = list_at(item, SCREENS)
        for index in range(self._steps, len(listed)):
            if screenshot := _address(listed[index], place.inside(SCREENS, index)):
                turn = self.talk.say("tool", "result", "", screenshot[1])
                lay_out(turn, [Piece("image", part=self._image(*screenshot))])

    def document(
        self, identity: str, item: Mapping[str, Any], name: str, read: Sequence[str], **facts: Any
    ) -> Document:
        """Fields of the item that are not read stay as they came."""
        outcome = {key: item[key] for key in RESULTS if isinstance(item.get(key), bool | int | float)}
        facts |= {"attachments": self.attachments.listed, "outcome": outcome}
        document = self.talk.document(identity, {"format": name}, model=text_at(item, "model"), **facts)
        left = (*read, *TASKS, *RESULTS, SCREENS, "id", "steps")
        return {**document, **{key: value for key, value in item.items() if key not in document and key not in left}}

    def _image(self, address: str, place: Place) -> dict[str, Any]:
        return self.attachments.part({"type": "image", "image_url": {"url": address}}, place.source())


def step_of(fields: Mapping[str, Any]) -> Step:
    """A step whose fields have the usual names; all that is none of thought, words, time and result is how it was done."""
    thought, said, seen, error = (_first(fields, keys) for keys in (THOUGHTS, SAYS, OBSERVATIONS, ERRORS))
    key = next((key for key in ACTIONS if fields.get(key) not in (None, "", {})), "")
    tool, at = fields.get(key), text_at(fields, "timestamp")
    read = {key, *THOUGHTS, *SAYS, *OBSERVATIONS, *ERRORS, *SCREENSHOTS, "step_index", "timestamp" if at else ""}
    given: Any = {name: value for name, value in fields.items() if name not in read}
    if isinstance(tool, dict):
        given, tool = {**tool, **given}, text_at(tool, "action_type") or text_at(tool, "type") or text_at(tool, "name")
    name = text_of(tool) if tool is not None else ""
    if name and not _WORD.fullmatch(name):  # "click [12]"
        first = _WORD.match(name)
        given, name = {key: name, **given}, first[0] if first else "action"
    return Step(name or ("action" if given else ""), given, _text(thought), _text(said), at, seen, _text(error))


def screenshot_of(step: Any, place: Place, item: Any, item_place: Place, index: int) -> Screenshot | None:
    """The screenshot of a step, or the one that the item lists for it; None where there is none."""
    for key in SCREENSHOTS:
        if isinstance(step, dict) and (found := _address(step.get(key), place.inside(key))):
            return found
    listed = list_at(item, SCREENS)
    return _address(listed[index], item_place.inside(SCREENS, index)) if index < len(listed) else None


def _address(given: Any, place: Place) -> Screenshot | None:
    if isinstance(given, str):
        return (given, place) if given else None
    key = next((each for each in ADDRESSES if text_at(given, each)), "")
    return (text_at(given, key), place.inside(key)) if key else None


def is_located(step: Any) -> bool:
    """Whether a step says where on a page it was done."""
    return isinstance(step, dict) and (
        any(key in step for key in ("mouse_path", "viewport", "coordinates", "element", "element_id"))
        or number_at(step, "x") is not None
    )


def _first(fields: Mapping[str, Any], keys: Sequence[str]) -> Any:
    return next((fields[key] for key in keys if fields.get(key) not in (None, "", {}, [])), None)


def _text(value: Any) -> str:
    return "" if value is None else text_of(value)
