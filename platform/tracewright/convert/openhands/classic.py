"""The events of the first generation (V0): an action with its args, or an observation that names its cause."""

from collections.abc import Iterator, Sequence
from typing import Any

from tracewright.convert import runs
from tracewright.convert.conversation import Conversation, Turn
from tracewright.convert.failures import with_error
from tracewright.convert.layout import Piece, lay_out
from tracewright.convert.openhands.content import Images
from tracewright.convert.place import Place, list_at, number_at, object_at, text_at
from tracewright.convert.report import Report
from tracewright.trace import text_of

SOURCES = ("user", "agent", "environment")
NOISE = ("null", "change_agent_state", "agent_state_changed", "condensation_request", "pause", "resume", "stop")
INJECTED = ("recall", "recall_info")
EMPTY: tuple[Any, ...] = (None, "", [], {})


def is_event(value: Any) -> bool:
    if text_at(value, "source") not in SOURCES:
        return False
    is_action = bool(text_at(value, "action")) and isinstance(value.get("args"), dict)
    return is_action or (bool(text_at(value, "observation")) and ("content" in value or "extras" in value))


def made(run: runs.Run, events: Sequence[runs.Placed], about: dict[str, Any]) -> runs.Made:
    """`about` is the record of an evaluation that holds the events, {} of a list that stands by itself."""
    told = _Told(run.report)
    for event, place in _flat(events):
        told.take(event, place)
    cost = number_at(object_at(about, "metrics"), "accumulated_cost")
    cost = told.cost if cost is None else cost
    facts: dict[str, Any] = {
        "system_prompt": told.system_prompt,
        "tools": told.tools,
        "task_key": text_at(about, "instance_id"),
        "outcome": _outcome(about, told.status),
        "model_patch": text_at(object_at(about, "test_result"), "git_patch") or text_at(about, "git_patch"),
        "metrics": {"cost_usd": cost} if cost else {},
        "agents": told.agents,
        "attachments": told.images.listed,
    }
    metadata = object_at(about, "metadata")
    if model := text_at(object_at(metadata, "llm_config"), "model"):
        facts["model"] = model
    identity = run.hash_of_all()
    task = "" if told.talk.task else text_at(about, "instruction")
    source = {"format": "openhands", "version": text_at(metadata, "version")}
    return runs.Made(identity, told.talk.document(identity, source, task=task, **facts))


def _flat(events: Sequence[runs.Placed]) -> Iterator[runs.Placed]:
    """Old evaluations keep each action in a list with its observation."""
    for value, place in events:
        if isinstance(value, list):
            yield from (runs.Placed(each, place.inside(index)) for index, each in enumerate(value))
        else:
            yield runs.Placed(value, place)


def _outcome(about: dict[str, Any], status: str) -> dict[str, Any]:
    found: dict[str, Any] = {"exit_status": status, "error": text_at(about, "error")}
    report = object_at(object_at(about, "test_result"), "report") or object_at(about, "report")
    if isinstance(report.get("resolved"), bool):
        found["resolved"] = report["resolved"]
    return {key: value for key, value in found.items() if value != ""}


class _Told:
    """What the events say, one after the other."""

    def __init__(self, report: Report) -> None:
        self.talk, self.report, self.images = Conversation(report), report, Images()
        self.system_prompt, self.tools, self.status = "", list[Any](), ""
        self.cost: int | float | None = None
        self.agents: list[dict[str, str]] = []
        self._calls: dict[str, str] = {}  # by the event's id, what its result is paired by
        self._response, self._turn = "", Turn()
        self._inside: list[tuple[str, str]] = []  # sub-agents and the calls that spawned them

    def take(self, event: Any, place: Place) -> None:
        action, seen = text_at(event, "action"), text_at(event, "observation")
        self.report.types[action or seen or "neither action nor observation"] += 1
        if action and action not in NOISE:
            self._do(action, event, place)
        elif seen and seen not in NOISE:
            self._see(seen, event, place)
        elif action or seen:
            state = object_at(event, "extras") or object_at(event, "args")
            self.status = text_at(state, "agent_state") or self.status
        else:
            self.report.unknown["neither action nor observation"] += 1
        cost = number_at(object_at(event, "llm_metrics"), "accumulated_cost")
        self.cost = self.cost if cost is None else cost

    def _do(self, action: str, event: dict[str, Any], place: Place) -> None:
        args, source = object_at(event, "args"), text_at(event, "source")
        if action == "system":
            self.system_prompt = self.system_prompt or text_at(args, "content")
            self.tools = self.tools or list_at(args, "tools")
        elif action == "message":
            self._say(args, event, place)
        elif action == "condensation":
            if summary := text_at(args, "summary"):
                self.talk.say("user", "compaction", summary, place, at=text_at(event, "timestamp"))
        elif action not in INJECTED:
            self._call(action, args, "agent" if source == "agent" else "command", event, place)

    def _say(self, args: dict[str, Any], event: dict[str, Any], place: Place) -> None:
        source, said = text_at(event, "source"), text_at(args, "content") or text_at(event, "message")
        if source == "agent":
            turn = self._speak(said, "agent", event, place)
        else:
            kind = "prompt" if source == "user" else "command"
            turn = self.talk.say("user", kind, said, place, at=text_at(event, "timestamp"), **self._whose())
        key = "image_urls" if "image_urls" in args else "images_urls"
        urls = list_at(args, key)
        images = [self.images.piece(url, place.inside("args", key, nth)) for nth, url in enumerate(urls)]
        if images:
            lay_out(turn, [Piece("text", said), *images])

    def _speak(self, said: str, kind: str, event: dict[str, Any], place: Place) -> Turn:
        """Actions of one response of the model are one turn; its tokens stand there once."""
        response = object_at(object_at(event, "tool_call_metadata"), "model_response")
        identity = text_at(response, "id")
        if identity and identity == self._response and self._turn is self.talk.turns[-1]:
            if said and said not in self._turn["content"]:
                self._turn["content"] = "\n".join(filter(None, [self._turn["content"], said]))
            return self._turn
        facts = {"model": text_at(response, "model"), "usage": object_at(response, "usage")}
        thinking = text_at(event, "reasoning_content") or text_at(object_at(event, "args"), "reasoning_content")
        facts |= {"thinking": thinking, "at": text_at(event, "timestamp"), **self._whose()}
        self._response = identity
        self._turn = self.talk.say("assistant", kind, said, place, **facts)
        return self._turn

    def _call(self, action: str, args: dict[str, Any], kind: str, event: dict[str, Any], place: Place) -> None:
        """The thought is what is said with the call, but for `think`, which does nothing else."""
        said = "" if action == "think" else text_at(args, "thought")
        given = {key: value for key, value in args.items() if key != "thought" or action == "think"}
        called = object_at(event, "tool_call_metadata")
        turn = self._speak(said, kind, event, place)
        own = _id(event.get("id"))
        identity = text_at(called, "tool_call_id") or own
        if own:
            self._calls[own] = identity
        tool = text_at(called, "function_name") or action
        self.talk.call(turn, tool, given, place, identity=identity, at=text_at(event, "timestamp"))
        if action == "delegate" and identity:
            agent = f"{text_at(args, 'agent') or 'agent'}-{len(self.agents) + 1}"
            self.agents.append({"id": agent, "type": text_at(args, "agent"), "parent_call": identity})
            self._inside.append((agent, identity))

    def _see(self, seen: str, event: dict[str, Any], place: Place) -> None:
        extras, content = object_at(event, "extras"), text_of(event.get("content") or "")
        at = text_at(event, "timestamp")
        if seen in INJECTED:
            said = [content, *_recalled(extras)]
            self.talk.say("user", "reminder", "\n\n".join(filter(None, said)), place, at=at, **self._whose())
            return
        if seen == "condense":
            self.talk.say("user", "compaction", content, place, at=at)
            return
        cause, called = _id(event.get("cause")), object_at(event, "tool_call_metadata")
        identity = self._calls.get(cause) or text_at(called, "tool_call_id")
        if self._inside and identity == self._inside[-1][1]:
            self._inside.pop()
        facts = _result(seen, event)
        if seen == "error" and not identity and _id(event.get("id")):  # of no call: the program's own
            facts |= {"error_source": "environment", "at": at}
            self.talk.say("user", "command", content, place, **facts)
            return
        content = with_error(content, text_at(extras, "last_browser_action_error"))
        found = self.talk.answer(identity, content, place, ended_at=at, **facts)
        if (picture := text_at(extras, "screenshot")).startswith("data:"):
            found["parts"] = [self.images.piece(picture, place.inside("extras", "screenshot")).part]

    def _whose(self) -> dict[str, str]:
        return {"agent": self._inside[-1][0], "parent_call": self._inside[-1][1]} if self._inside else {}


def _recalled(extras: dict[str, Any]) -> Iterator[str]:
    """What the agent is told of its workspace, by name ("repo_name: halden/sum"), and of what it may need to know: a list of
    {"name", "trigger", "content"}.
    """
    for key, value in extras.items():
        if key == "recall_type" or value in EMPTY:
            continue
        for each in value if isinstance(value, list) else [value]:
            yield f"{text_at(each, 'name') or key}: {text_at(each, 'content') or text_of(each)}"


def _result(seen: str, event: dict[str, Any]) -> dict[str, Any]:
    """An exit code of -1 is that of a command that still runs."""
    extras = object_at(event, "extras")
    code = number_at(object_at(extras, "metadata"), "exit_code")
    code = number_at(extras, "exit_code") if code is None else code
    known = None if code is None or code < 0 else int(code)
    if seen == "user_rejected":
        return {"is_error": True, "error_source": "rejected"}
    is_told = extras.get("error") is True or (event.get("success") is False and code is None)
    failed = seen == "error" or bool(known) or is_told
    return {"is_error": failed, "exit_code": known}


def _id(value: Any) -> str:
    """An event's id or cause, a number, as text; "" for none."""
    return str(value) if isinstance(value, int | str) and not isinstance(value, bool) else ""
