"""Which errors a step can have: the taxonomy of a scheme, its own or a known one, and what each severity costs."""

from collections.abc import Mapping
from typing import Any

from tracewright.errors import SchemeError
from tracewright.schemes import common
from tracewright.shown import shown

CORRECTNESS = ("correct", "incorrect", "partially_correct")
SEVERITIES = ({"name": "minor", "weight": -1}, {"name": "major", "weight": -5}, {"name": "critical", "weight": -10})

# The failure modes FM-1.1 to FM-3.3 in their categories, from Cemri et al., "Why Do Multi-Agent LLM Systems Fail?", 2025,
# arXiv:2503.13657v3. Its second version calls the first category "specification issues".
MAST = {
    "system_design_issues": [
        "disobey_task_specification",
        "disobey_role_specification",
        "step_repetition",
        "loss_of_conversation_history",
        "unaware_of_termination_conditions",
    ],
    "inter_agent_misalignment": [
        "conversation_reset",
        "fail_to_ask_for_clarification",
        "task_derailment",
        "information_withholding",
        "ignored_other_agents_input",
        "reasoning_action_mismatch",
    ],
    "task_verification": ["premature_termination", "no_or_incomplete_verification", "incorrect_verification"],
}
BASIC = ("wrong_tool", "bad_arguments", "hallucination", "looping", "unsafe_action")

PRESETS: dict[str, dict[str, Any]] = {
    "": {"correctness_options": CORRECTNESS, "error_types": []},
    "basic": {"correctness_options": ("correct", "unnecessary", "wrong"), "error_types": BASIC},
    "mast": {
        "correctness_options": CORRECTNESS,
        "error_types": [{"name": category, "subtypes": modes} for category, modes in MAST.items()],
    },
}


def taxonomy_options(raw: Mapping[str, Any], where: str) -> dict[str, Any]:
    """`preset`, and what it fills where the scheme does not say it itself."""
    preset = common.one_of_option(raw, "preset", list(PRESETS), where)
    filled = PRESETS[preset]
    return {
        "preset": preset,
        "correctness_options": _correctness_options(raw, filled["correctness_options"], where),
        "error_types": error_types_option(raw, filled["error_types"], where),
        "severities": _severities(raw, where),
    }


def error_types_option(raw: Mapping[str, Any], default: Any, where: str) -> list[dict[str, Any]]:
    """Each as {"name": text, "subtypes": [text]}; further keys are kept. A name alone, and one subtype alone, will do."""
    types = [_error_type(entry, place) for entry, place in _listed(raw, "error_types", default, where)]
    common.refuse_doubles((error_type["name"] for error_type in types), f"{where} error_types")
    return types


def _correctness_options(raw: Mapping[str, Any], default: Any, where: str) -> list[str]:
    names = common.names_option(raw, "correctness_options", default, where)
    if not names:
        raise SchemeError(f"{where} correctness_options", "must have at least one name")
    return names


def _error_type(entry: Any, where: str) -> dict[str, Any]:
    fields = dict(entry) if isinstance(entry, Mapping) else {"name": entry}
    subtypes = fields.get("subtypes")
    fields["subtypes"] = subtypes if isinstance(subtypes, list | None) else [subtypes]
    return {
        **fields,
        "name": common.text_option(fields, "name", "", where)
        or common.text_option(fields, "label", "", where, is_needed=True),
        "subtypes": common.names_option(fields, "subtypes", [], where),
    }


def _severities(raw: Mapping[str, Any], where: str) -> list[dict[str, Any]]:
    """Each as {"name": text, "weight": number}; of the weight only its size counts."""
    severities = []
    for entry, place in _listed(raw, "severities", SEVERITIES, where):
        if not isinstance(entry, Mapping):
            raise SchemeError(place, f"must have a name and a weight, not {shown(entry)}")
        severities.append(
            {
                **entry,
                "name": common.text_option(entry, "name", "", place, is_needed=True),
                "weight": common.number_option(entry, "weight", None, place),
            }
        )
    common.refuse_doubles((severity["name"] for severity in severities), f"{where} severities")
    return severities


def _listed(raw: Mapping[str, Any], key: str, default: Any, where: str) -> list[tuple[Any, str]]:
    """The entries of a list, each with its place."""
    entries = default if raw.get(key) is None else raw[key]
    if not isinstance(entries, list | tuple):
        raise SchemeError(f"{where} {key}", f"must be a list, not {shown(entries)}")
    return [(entry, f"{where} {key}[{index}]") for index, entry in enumerate(entries)]
