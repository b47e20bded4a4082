"""What the annotate page shows of a trace first: its outline, its first steps and the fields beside them, in plain data."""

from collections.abc import Mapping, Sequence
from typing import Any

from apps.annotations.comparing import first_rows, pair_view, row_lines, row_views
from apps.annotations.folds import folds_of
from apps.annotations.manner import Config, Manner, compares
from apps.annotations.outline import outline_rows
from apps.annotations.steps import final_answer, spent_in_all, step_before, step_key, step_view
from apps.traces.blocks import Trail
from apps.traces.displays import shown_fields
from apps.traces.pair import OpenedPair
from tracewright.attachments import attachments_of
from tracewright.display.coding_trace import most_lines, options_of
from tracewright.errors import TraceFormatError
from tracewright.pointer import escape
from tracewright.schemes.acting import steps_by_agent
from tracewright.trace import STEP_LISTS, TASK_KEYS, Document, calls, steps, task_key, text_of

FIRST_CHARS = 60_000  # of steps sent with the page; the rest comes as it is needed
FIRST_STEPS = 30


def draw(identity: str, document: Document, manner: Manner) -> dict[str, Any]:
    """{"external_id", "task", "rows", "steps", ...}: `rows` is the outline; `steps` the views of the first steps, from the
    step `from` on. With two candidates, `pair` tells of them; where they are traces, rows and steps are the rows of both
    (apps.annotations.comparing).

    `folds` are the steps of sub-agents (apps.annotations.folds). `problem` is a sentence when the steps cannot be shown.
    `agents` has the indexes of each agent's steps, where a scheme asks who acts.
    """
    config, display = manner.config, options_of(manner.display)
    compared = manner.pair["items_key"] if manner.pair else None
    beside = [shown for shown in manner.display if compared is None or shown.get("key") != compared]
    return {
        "external_id": identity,
        **_task({key: value for key, value in document.items() if key != compared}, manner),
        "display": display,
        "layout": manner.layout,
        "shown": [vars(shown) for shown in shown_fields(document, beside, STEP_LISTS)],
        "final_answer": final_answer(document, config),
        "pair": None,
        "folds": [],
        "spent": None,
        **_drawn_steps(document, manner, display),
    }


def _task(document: Document, manner: Manner) -> dict[str, Any]:
    """Of the record without what is compared, which is no task, also under a name that tasks have."""
    at = _task_at(document, manner)
    task = document.get(at, "")
    return {"task": text_of(task), "task_pointer": escape(at) if at in document and isinstance(task, str) else None}


def _drawn_steps(document: Document, manner: Manner, display: Mapping[str, Any]) -> dict[str, Any]:
    config, most = manner.config, most_lines(display)
    pair, why_none = _pair_or_problem(document, manner)
    are_rows = compares(config, pair)
    drawn = {"pair": pair_view(pair, manner.pair, are_rows)} if pair and manner.pair else {}
    if pair and are_rows:
        return {**drawn, "display": {**display, "panes": None}, **_drawn_pair(pair, most)}  # half a page has no room
    rows, first, problem = _steps_or_problem(document, config, most)
    has_blank = config and config["editable_fields"] and not problem
    return {
        **drawn,
        "rows": rows,
        "steps": first,
        "from": 0,
        "folds": [] if problem else folds_of(steps(document, step_key(document, config)), document),
        "spent": None if problem else spent_in_all(document, steps(document, step_key(document, config))),
        "counts": _counts(rows),
        "problem": why_none or problem,
        "lacks": lacks(document, config),
        "blank": blank_step(document, config) if config and has_blank else None,
        "agents": {} if problem else _agents(document, manner),
    }


def _task_at(document: Document, manner: Manner) -> str:
    """The key of what heads the page; "" where it stands among the shown fields already."""
    key = task_key(document) or manner.text_key
    is_shown = any(field.get("key") == key for field in manner.display) and key not in TASK_KEYS
    return "" if is_shown else key


def _pair_or_problem(document: Document, manner: Manner) -> tuple[OpenedPair | None, str]:
    if manner.pair is None:
        return None, ""
    try:
        return OpenedPair(document, manner.pair["items_key"]), ""
    except TraceFormatError as error:
        return None, str(error)


def _drawn_pair(pair: OpenedPair, most: int | None) -> dict[str, Any]:
    rows, start = row_lines(pair), first_rows(pair)
    views: list[dict[str, Any]] = []
    chars = 0
    for index in range(start, min(start + FIRST_STEPS, len(rows))):
        views += row_views(pair, index, index + 1, most)
        chars += sum(_chars(side) for side in views[-1]["sides"] if side)
        if chars > FIRST_CHARS:
            break
    return {
        "rows": rows,
        "steps": views,
        "from": start,
        "counts": _counts(rows),
        "problem": "",
        "blank": None,
        "agents": {},
    }


def _agents(document: Document, manner: Manner) -> dict[str, list[int]]:
    return steps_by_agent(document, step_key(document, manner.config), manner.agent_key) if manner.agent_key else {}


def _steps_or_problem(document: Document, config: Config | None, most: int | None) -> tuple[list[Any], list[Any], str]:
    """No rows and a sentence when the editor's steps_key names something else than a list."""
    try:
        return outline_rows(document, config), _first_steps(document, config, most), ""
    except TraceFormatError as error:
        return [], [], str(error)


def lacks(document: Document, config: Config | None) -> dict[str, Any] | None:
    """The list of steps that is asked about where the trace has only other ones.

    >>> lacks({"steps": ["look"]}, {"steps_key": "structured_turns"})
    {'wanted': 'structured_turns', 'has': ['steps']}
    >>> lacks({"steps": ["look"]}, {"steps_key": "steps"}), lacks({}, {"steps_key": "steps"})
    (None, None)
    """
    wanted = str(config["steps_key"]) if config else ""
    has = [key for key in STEP_LISTS if document.get(key)]
    return {"wanted": wanted, "has": has} if wanted and has and not document.get(wanted) else None


def _first_steps(document: Document, config: Config | None, most: int | None) -> list[dict[str, Any]]:
    """As many as make a first page, at least one."""
    views: list[dict[str, Any]] = []
    chars = 0
    found = steps(document, step_key(document, config))[:FIRST_STEPS]
    trail, attachments = Trail(found), attachments_of(document)
    for index, step in enumerate(found):
        before = step_before(found, index)
        view = step_view(step, index, config, trail, most, before=before, attachments=attachments)
        chars += _chars(view)
        views.append(view)
        if chars > FIRST_CHARS:
            break
    return views


def _chars(view: Mapping[str, Any]) -> int:
    return sum(len(shown["text"]) for shown in _fields_of(view))


def _fields_of(view: Mapping[str, Any]) -> list[dict[str, Any]]:
    of_calls = (shown for call in view["calls"] for shown in (*call["inputs"], call["result"]) if shown)
    return [*view["fields"], *of_calls]


def _counts(rows: Sequence[Sequence[Any]]) -> dict[str, int]:
    return {
        "steps": sum(row[1] is None for row in rows),
        "calls": sum(row[1] is not None for row in rows),
        "errors": sum(row[4] == "agent" for row in rows),
    }


def blank_step(document: Document, config: Config) -> Any:
    """What an inserted step starts from: the texts that the trace's other steps have, empty.

    >>> blank_step({"steps": [{"thought": "a", "action": "b", "observation": "c"}]}, {"steps_key": "steps"})
    {'thought': '', 'action': '', 'observation': ''}
    """
    found = steps(document, config["steps_key"])
    if config["steps_key"] == "structured_turns":
        has_thinking = any(isinstance(turn, dict) and turn.get("thinking") for turn in found[:200])
        return {"role": "assistant", **({"thinking": ""} if has_thinking else {}), "content": "", "tool_calls": []}
    like = next((step for step in found if isinstance(step, dict)), None)
    if like is None:
        return "" if found else {config["step_text_key"]: ""}
    texts = {key: "" for key, value in like.items() if isinstance(value, str) and key not in ("id", "timestamp")}
    return {**texts, **({"tool_calls": []} if any(calls(step) for step in found[:50]) else {})}
