"""Which errors a step can have: the taxonomy of a scheme, its own or a known one, and what each severity costs."""

from collections.abc import Mapping, Sequence
from typing import Any

from tracewright.errors import AnswerError, SchemeError
from tracewright.schemes import common, promoted
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
ERROR_KEYS = ("error_type", "error_subtype", "other")
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
    errors = error_options(raw, where)
    filled = PRESETS[errors["preset"]]
    return {
        **errors,
        "correctness_options": common.needed_names_option(
            raw, "correctness_options", filled["correctness_options"], where
        ),
        "severities": _severities(raw, where),
    }


def error_options(raw: Mapping[str, Any], where: str) -> dict[str, Any]:
    """`preset`, and the kinds of errors. Where there are any, a person may describe another, unless `allow_other` says no."""
    preset = common.one_of_option(raw, "preset", list(PRESETS), where)
    error_types = error_types_option(raw, PRESETS[preset]["error_types"], where)
    return {
        "preset": preset,
        "error_types": error_types,
        "allow_other": common.bool_option(raw, "allow_other", bool(error_types), where),
        **promoted.promoted_option(raw, error_types, where),
    }


def sent_error(config: Mapping[str, Any], where: str, fields: Mapping[str, Any], at: str) -> dict[str, str]:
    """Those of `error_type`, `error_subtype` and `other` that were given; words that were promoted bring their type along."""
    subtypes = {error_type["name"]: error_type["subtypes"] for error_type in config["error_types"]}
    error_type = common.sent_name(where, "error_type", fields.get("error_type"), subtypes, at)
    of_type = subtypes.get(error_type or "", [])
    other = common.sent_text_or_none(where, fields.get("other"), at)
    meant = promoted.promoted(config, other)
    if other and not meant and not config["allow_other"]:
        raise AnswerError(where, f"takes no error but those of the list, not {shown(other)}", at)
    found = {
        "error_type": error_type,
        "error_subtype": common.sent_name(where, "error_subtype", fields.get("error_subtype"), of_type, at),
        "other": other,
    }
    given = {key: chosen for key, chosen in found.items() if chosen}
    return given if error_type else {**meant, **given}


def correct_options(raw: Mapping[str, Any], of: str, known: Sequence[str], where: str) -> list[str]:
    """Which of the names under the option `of` say that nothing is wrong: the first, and "correct"."""
    default = [name for name in known if name in (known[0], "correct")]
    names = common.names_option(raw, "correct_options", default, where)
    for correct in names:
        if correct not in known:
            raise SchemeError(f"{where} correct_options", f"has {shown(correct)}, which is none of {of}")
    return names


def error_types_option(raw: Mapping[str, Any], default: Any, where: str) -> list[dict[str, Any]]:
    """Each as {"name": text, "subtypes": [text]}; further keys are kept. A name alone, and one subtype alone, will do."""
    types = [_error_type(entry, place) for entry, place in _listed(raw, "error_types", default, where)]
    common.refuse_doubles((error_type["name"] for error_type in types), f"{where} error_types")
    return types


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
