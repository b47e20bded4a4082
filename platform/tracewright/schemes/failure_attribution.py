"""Why a run failed: which agent, at which step, by what kind of error, and the reason in words.

After Zhang et al., "Which Agent Causes Task Failures and When?", 2025, arXiv:2505.00212: the decisive step is the first one
without whose error the run would have succeeded.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from tracewright.errors import AnswerError
from tracewright.schemes import common, potato_blobs, promoted
from tracewright.schemes.acting import steps_by_agent
from tracewright.schemes.judged_steps import OPTIONS
from tracewright.schemes.judged_steps import options as step_options
from tracewright.schemes.kind import Answer, Config, Level, Missing
from tracewright.schemes.sent_steps import original_step
from tracewright.schemes.taxonomies import ERROR_KEYS, error_options, sent_error
from tracewright.shown import shown
from tracewright.trace import Document, steps

name = "failure_attribution"
level: Level = "step"
TAXONOMY = {"preset", "error_types", "allow_other", promoted.OPTION}
options = common.OPTIONS | OPTIONS | TAXONOMY | {"agent_key", "agents", "require_reason"}

KEYS = ("failed", "agent", "step", *ERROR_KEYS, "reason")
_NAMELESS = re.compile(r"step [0-9]+")  # what Potato calls who acts in a step that names nobody


def config(raw: Mapping[str, Any], where: str) -> Config:
    return {
        **common.common_config(raw, where),
        **step_options(raw, where),
        **error_options(raw, where),
        "agent_key": common.text_option(raw, "agent_key", "agent", where),
        "agents": common.names_option(raw, "agents", [], where),
        "require_reason": common.bool_option(raw, "require_reason", False, where),
    }


def parse(config: Config, sent: Any, document: Document) -> Answer:
    """{"failed": true, "agent": "Coder" or null, "step": "4" or null, "reason": text}, with those of error_type,
    error_subtype and other that were given.

    `failed` is true once any of them is given, false where the person says that the run did not fail, of which nothing else is
    stored then; null says nothing.
    """
    fields = common.sent_fields(config, sent, *KEYS)
    where, failed = config["name"], fields.get("failed")
    if failed is not None and not isinstance(failed, bool):
        raise AnswerError(where, f"needs failed as true, false or null, not {shown(failed)}")
    told = {
        "agent": common.sent_name(where, "agent", fields.get("agent"), agents(config, document)),
        "step": _step(config, fields.get("step"), document),
        **sent_error(config, where, fields, ""),
        "reason": common.sent_text_or_none(where, fields.get("reason")),
    }
    if failed is False:
        return {"failed": False, "agent": None, "step": None, "reason": ""}
    return {"failed": True if any(told.values()) else failed, **told}


def as_sent(config: Config, answer: Answer, document: Document) -> Answer:
    return answer


def missing(config: Config, answer: Answer | None, document: Document) -> list[Missing]:
    """Where it is required, whether the run failed; where it did, the agent and the step, and with `require_reason` why.

    Nobody is asked for the agent of a trace that names none.
    """
    if not answer or answer["failed"] is None:
        return common.missing_answer(config, is_answered=False)
    if not answer["failed"]:
        return []
    needed = {
        "agent": config["required"] and bool(agents(config, document)),
        "step": config["required"],
        "reason": config["require_reason"],
    }
    return [
        Missing(row, "answer") for row, is_needed in needed.items() if is_needed and not (answer[row] or "").strip()
    ]


def from_potato(config: Config, labels: Mapping[str, Any], document: Document) -> Answer | None:
    """Potato stores {"responsible_agent", "decisive_step", "reason"}, the step by its index, what is not chosen as "" or null."""
    stored = potato_blobs.blob(config["name"], labels)
    if stored is None:
        return None
    step, agent = stored.get("decisive_step"), stored.get("responsible_agent")
    if isinstance(step, bool) or not isinstance(step, int | None):
        raise AnswerError(config["name"], f"holds the decisive_step {shown(step)}; it must be an index or null")
    if isinstance(agent, str) and agent not in agents(config, document) and _NAMELESS.fullmatch(agent):
        agent = None
    sent = {"agent": agent, "step": None if step is None else str(step), "reason": stored.get("reason")}
    answer = parse(config, sent, document)
    return answer if answer["failed"] else None


def errors(answer: Answer) -> Iterator[tuple[str, dict[str, Any]]]:
    """The one error that is named, with the decisive step."""
    yield answer["step"] or "", answer


def agents(config: Config, document: Document) -> list[str]:
    """Those of the config, else those that the trace names."""
    return config["agents"] or [*steps_by_agent(document, config["steps_key"], config["agent_key"])]


def _step(config: Config, sent: Any, document: Document) -> str | None:
    if sent is None or sent == "":
        return None
    original_step(sent, steps(document, config["steps_key"]))
    return str(sent)
