"""The steps of a trajectory as turns, with those of the trajectories that it leads to."""

from collections.abc import Iterable
from typing import Any

from tracewright.convert.atif.files import Trajectories
from tracewright.convert.attachments import Attachments
from tracewright.convert.conversation import Call, Conversation, Turn
from tracewright.convert.layout import Piece, lay_out
from tracewright.convert.place import Place, id_at, list_at, number_at, object_at, text_at
from tracewright.convert.report import Report
from tracewright.convert.runs import Placed
from tracewright.trace import text_of

ROLES = {"user": "user", "agent": "assistant", "system": "system"}
KINDS = {"user": "prompt", "agent": "agent", "system": "instruction"}
CODES = ("exit_code", "returncode", "return_code")
TOKENS = ("logprobs", "prompt_token_ids", "completion_token_ids")  # of each token: they stay in the native bytes


class Told:
    def __init__(self, report: Report, others: Trajectories) -> None:
        self.report, self.talk, self.attachments = report, Conversation(report), Attachments()
        self.system_prompt = ""
        self.agents: list[dict[str, str]] = []
        self.last: Any = {}  # the trajectory that the run ended in
        self._others = others
        self._said = set[tuple[str, str]]()
        self._model = ""

    def run(self, main: Placed) -> None:
        """A trajectory, and what goes on with it."""
        trajectory: Placed | None = main
        while trajectory is not None:
            self.last, place = trajectory
            self._model = text_at(object_at(self.last, "agent"), "model_name")
            for step, where in _steps(trajectory):
                self._step(step, where, is_sub_agent=False)
            name = text_at(self.last, "continued_trajectory_ref")
            trajectory = self._others.file(name)
            if name and trajectory is None:
                self.report.warn(str(place), f"goes on in {name}, which is not there")

    def rest(self) -> None:
        """Sub-agents that no step names."""
        for name, trajectory in self._others.rest():
            self._sub_agent(name, trajectory, "")

    def _step(self, step: Any, place: Place, *, is_sub_agent: bool) -> list[Turn]:
        """The turns that it became."""
        source = text_at(step, "source")
        self.report.types[source or "without source"] += 1
        first = len(self.talk.turns)
        if source not in ROLES:
            self.report.unknown[f"source {source}" if source else "step without source"] += 1
            return []
        pieces = list(self._pieces(step.get("message"), place.inside("message")))
        text = "\n".join(piece.text for piece in pieces if piece.part is None)
        if step.get("is_copied_context") is True and (source, text) in self._said:
            return []
        self._said.add((source, text))
        if not first and not self.system_prompt and _kind(step, source, is_sub_agent) == "instruction":
            self.system_prompt = text
        else:
            self._say(step, source, pieces, place, is_sub_agent)
        self._observe(step, place, self.talk.turns[first:])
        return self.talk.turns[first:]

    def _say(self, step: dict[str, Any], source: str, pieces: list[Piece], place: Place, is_sub_agent: bool) -> None:
        metrics = object_at(step, "metrics")
        facts: dict[str, Any] = {"at": text_at(step, "timestamp"), "extra": object_at(step, "extra")}
        if source == "agent":
            facts |= {
                "model": text_at(step, "model_name") or self._model,
                "usage": {key: value for key, value in metrics.items() if key not in (*TOKENS, "cost_usd")},
                "cost_usd": number_at(metrics, "cost_usd"),
                "reasoning_effort": step.get("reasoning_effort"),
            }
        turn = self.talk.say(ROLES[source], _kind(step, source, is_sub_agent), "", place, **facts)
        thought = text_at(step, "reasoning_content")
        pieces = [Piece("thinking", thought), *pieces] if thought else pieces
        if source == "agent":
            for index, call in enumerate(list_at(step, "tool_calls")):
                self._call(turn, call, place.inside("tool_calls", index))
                pieces.append(Piece("call", part={"type": "call", "call": index}))
        lay_out(turn, pieces)

    def _call(self, turn: Turn, call: Any, place: Place) -> None:
        identity, tool = id_at(call, "tool_call_id"), text_at(call, "function_name")
        given = call.get("arguments") if isinstance(call, dict) else call
        self.talk.call(turn, tool, given, place, identity=identity, at=turn.get("at", ""))

    def _observe(self, step: dict[str, Any], place: Place, turns: list[Turn]) -> None:
        """A result without the id of its call is of the step's last one, or what a terminal showed."""
        place = place.inside("observation", "results")
        calls: list[Call] = [call for turn in turns for call in turn.get("tool_calls", ())]
        for index, result in enumerate(list_at(object_at(step, "observation"), "results")):
            where = place.inside(index)
            identity = id_at(result, "source_call_id")
            waits = not identity and calls and calls[-1]["output"] is None
            self._result(step, result, str(calls[-1].get("id", "")) if waits else identity, where)
            for ref in list_at(result, "subagent_trajectory_ref"):
                self._lead(ref, identity, where)

    def _result(self, step: dict[str, Any], result: Any, identity: str, place: Place) -> None:
        content = result.get("content") if isinstance(result, dict) else result
        if content is None and not identity:
            return
        pieces = list(self._pieces(content, place.inside("content")))
        output = "\n".join(piece.text for piece in pieces if piece.part is None)
        facts = _outcome(object_at(result, "extra") or object_at(object_at(step, "observation"), "extra"))
        if identity:
            found = self.talk.answer(identity, output, place, **facts)
        else:
            found = self.talk.say("tool", "result", output, place, **facts)
        if parts := [piece.part for piece in pieces if piece.part is not None]:
            found["parts"] = parts if "output" in found else [{"type": "text", "at": [0, len(output)]}, *parts]

    def _lead(self, ref: Any, call: str, place: Place) -> None:
        """To the trajectory of a sub-agent, which is embedded or stands in a file."""
        path, identity = text_at(ref, "trajectory_path"), text_at(ref, "trajectory_id")
        name = identity or path or text_at(ref, "session_id")
        found = self._others.embedded(identity or text_at(ref, "session_id")) or self._others.file(path)
        if found is None:
            self.report.warn(str(place), f"leads to the sub-agent {name or text_of(ref)}, which is not there")
        else:
            self._sub_agent(name, found, call)

    def _sub_agent(self, name: str, trajectory: Placed, call: str) -> None:
        about = object_at(trajectory.value, "agent")
        listed = {"id": name, "type": text_at(about, "name"), "parent_call": call}
        self.agents.append({key: value for key, value in listed.items() if value})
        prompt, said, model = self.system_prompt, self._said, self._model
        self.system_prompt, self._said, self._model = "", set(), text_at(about, "model_name")
        for step, where in _steps(trajectory):
            for turn in self._step(step, where, is_sub_agent=True):
                turn.setdefault("agent", name)
                if call:
                    turn.setdefault("parent_call", call)
        self.system_prompt, self._said, self._model = prompt, said, model

    def _pieces(self, content: Any, place: Place) -> Iterable[Piece]:
        """Of a text, or of a list of parts of text and images; an image is named by the path of its file."""
        if not isinstance(content, list):
            if content not in (None, ""):
                yield Piece("text", text_of(content))
            return
        for index, part in enumerate(content):
            kind = "text" if isinstance(part, str) else text_at(part, "type")
            if kind == "text":
                yield Piece("text", part if isinstance(part, str) else text_at(part, "text"))
            elif kind == "image":
                named = self.attachments.part(part, place.inside(index).source())
                yield Piece(named["type"], part=named)
            else:
                self.report.unknown[f"part {kind}" if kind else "part without type"] += 1
                yield Piece("text", text_of(part))


def _steps(trajectory: Placed) -> list[Placed]:
    place = trajectory.place.inside("steps")
    return [Placed(step, place.inside(index)) for index, step in enumerate(list_at(trajectory.value, "steps"))]


def _kind(step: dict[str, Any], source: str, is_sub_agent: bool) -> str:
    """What was copied here from before stands for the past; a step without a call of a model is the program's."""
    if step.get("is_copied_context") is True or object_at(object_at(step, "extra"), "context_management"):
        return "compaction"
    if source == "agent" and number_at(step, "llm_call_count") == 0:
        return "command"
    return "agent" if source == "user" and is_sub_agent else KINDS[source]


def _outcome(extra: dict[str, Any]) -> dict[str, Any]:
    """The format has no mark of an error; programs leave one, or an exit code, in `extra`."""
    code = next((found for key in CODES if isinstance(found := number_at(extra, key), int)), None)
    is_error = extra.get("is_error") is True or bool(code)
    return {"is_error": is_error or (False if code == 0 else None), "exit_code": code}
