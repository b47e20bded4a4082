"""One session as a trace document: its turns, each sub-agent's below the call that spawned it, and what it left."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from tracewright.convert.attachments import Attachments
from tracewright.convert.claude_code.agents import Agent, sub_agents
from tracewright.convert.claude_code.ending import TOKENS, ending
from tracewright.convert.claude_code.entries import Entry
from tracewright.convert.claude_code.messages import Turn
from tracewright.convert.claude_code.placing import Placing
from tracewright.convert.claude_code.speaker import Left, Speaker
from tracewright.convert.place import text_at
from tracewright.convert.report import Report
from tracewright.spent import total_cost
from tracewright.trace import Document

SYNTHETIC = "<synthetic>"  # Claude Code's own messages, about errors of the API


def document_of(identity: str, entries: Sequence[Entry], files: Mapping[str, bytes], report: Report) -> Document:
    """The document of a session from its entries and its sub-agents' files. Without messages it has no turns."""
    own = [entry for entry in entries if not entry.is_side]
    side = [entry for entry in entries if entry.is_side]
    if not any(entry.is_message for entry in own):  # the file of a sub-agent by itself
        own, side = side, []
    attachments = Attachments()
    agents = sub_agents(own, side, files, report)
    main, *others = (Speaker(agent, attachments, report) for agent in (Agent("", entries=own), *agents))
    placing = Placing(main, others, report)
    turns = list(placing.with_sub_agents(main.turns))
    left = [
        (branch, list(placing.with_sub_agents(branch.turns))) for speaker in (main, *others) for branch in speaker.left
    ]
    turns += placing.rest()
    places = {id(turn): index for index, turn in enumerate(turns)}
    document: Document = {
        "id": identity,
        "task_description": _task(main.turns),
        "structured_turns": turns,
        "alternatives": [_alternative(branch, branch_turns, places) for branch, branch_turns in left if branch_turns],
        "agents": [_listed(agent) for agent in agents],
        "attachments": attachments.listed,
        **dict(_facts(own, turns)),
        **dict(ending(own)),
    }
    return {key: value for key, value in document.items() if value or key in ("task_description", "structured_turns")}


def _task(turns: Sequence[Turn]) -> str:
    """The first thing a person asked for, or the agent that spawned this one; else the first that was said at all."""
    said = [turn for turn in turns if turn["role"] == "user" and turn["content"]]
    asked = (turn for turn in said if turn["kind"] in ("prompt", "agent"))
    return str(next(asked, said[0])["content"]) if said else ""


def _alternative(left: Left, turns: list[Turn], places: Mapping[int, int]) -> dict[str, Any]:
    fork = (
        {"turn": places.get(id(left.fork.turn)), "call": left.fork.call} if left.fork else {"turn": None, "call": None}
    )
    return {"id": left.id, "fork": fork, "turns": turns, "chosen": False, "by": None, "reason": None}


def _listed(agent: Agent) -> dict[str, str]:
    named = {"id": agent.id, "type": agent.kind, "parent_call": agent.call}
    return {key: value for key, value in named.items() if value}


def _facts(entries: Sequence[Entry], turns: Sequence[Turn]) -> Iterator[tuple[str, Any]]:
    """What the messages say about the run; where it changes on the way, as it was in the end."""
    messages = [entry for entry in entries if entry.is_message]
    models = [turn["model"] for turn in turns if "agent" not in turn and turn.get("model") not in (None, SYNTHETIC)]
    times = sorted(entry.at for entry in messages if entry.at)
    yield "model", models[-1] if models else None
    yield "usage", dict(_usage(turns))
    if (cost := total_cost(turns)) is not None:
        yield "metrics", {"cost_usd": cost}
    yield "cwd", _last(messages, "cwd")
    yield "git_branch", _last(messages, "gitBranch")
    yield "started_at", times[0] if times else None
    yield "ended_at", times[-1] if times else None
    yield "source", {"format": "claude_code", "version": _last(messages, "version")}


def _last(entries: Sequence[Entry], key: str) -> str:
    return next((found for entry in reversed(entries) if (found := text_at(entry.record, key))), "")


def _usage(turns: Sequence[Turn]) -> Counter[str]:
    """The tokens of all turns, those of sub-agents too."""
    total = Counter[str]()
    for turn in turns:
        for key in TOKENS:
            tokens = turn.get("usage", {}).get(key)
            if isinstance(tokens, int):
                total[key] += tokens
    return total
