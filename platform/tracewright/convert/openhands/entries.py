"""The list of entries that OpenHands' viewer of trajectories reads: each has a type, a content and an actor."""

from collections.abc import Sequence
from typing import Any

from tracewright.convert import runs
from tracewright.convert.conversation import Conversation
from tracewright.convert.place import text_at
from tracewright.trace import text_of


def is_entry(value: Any) -> bool:
    return bool(text_at(value, "actorType") and text_at(value, "type"))


def made(run: runs.Run, events: Sequence[runs.Placed]) -> runs.Made:
    talk = Conversation(run.report)
    for entry, place in events:
        kind, at = text_at(entry, "type"), text_at(entry, "timestamp")
        run.report.types[kind or "without type"] += 1
        said = text_of(entry.get("content") or "") if isinstance(entry, dict) else text_of(entry)
        if text_at(entry, "actorType").lower() == "user":
            talk.say("user", "prompt", said, place, at=at)
            continue
        thinking, said = (said, "") if kind == "thought" else ("", said)
        turn = talk.say("assistant", "agent", said, place, thinking=thinking, at=at)
        if command := text_at(entry, "command"):
            talk.call(turn, "terminal", {"command": command}, place.inside("command"), at=at)
        elif kind not in ("message", "thought"):
            run.report.unknown[f"type {kind}"] += 1
    identity = run.hash_of_all()
    return runs.Made(identity, talk.document(identity, {"format": "openhands"}))
