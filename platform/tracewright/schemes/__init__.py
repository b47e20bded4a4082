"""The kinds of annotation schemes. A new kind is a module here and one line below."""

from tracewright.errors import SchemeError
from tracewright.schemes import (
    bws,
    code_review,
    confidence,
    failure_attribution,
    hierarchical_multiselect,
    likert,
    multirate,
    multiselect,
    number,
    pairwise,
    process_reward,
    radio,
    ranking,
    raw,
    rubric_eval,
    select,
    slider,
    span,
    text,
    tool_call_review,
    trajectory_edit,
    trajectory_eval,
    triage,
)
from tracewright.schemes.kind import Answer, Config, Kind, Missing

__all__ = ["KINDS", "Answer", "Config", "Kind", "Missing", "kind_of"]

KINDS: dict[str, Kind] = {
    "trajectory_edit": trajectory_edit,
    "process_reward": process_reward,
    "trajectory_eval": trajectory_eval,
    "code_review": code_review,
    "tool_call_review": tool_call_review,
    "failure_attribution": failure_attribution,
    "radio": radio,
    "multiselect": multiselect,
    "text": text,
    "likert": likert,
    "select": select,
    "number": number,
    "slider": slider,
    "confidence": confidence,
    "triage": triage,
    "multirate": multirate,
    "rubric_eval": rubric_eval,
    "hierarchical_multiselect": hierarchical_multiselect,
    "ranking": ranking,
    "bws": bws,
    "pairwise": pairwise,
    "span": span,
    "raw": raw,
}


def kind_of(name: str) -> Kind:
    """The kind of that name; SchemeError with the list of known ones when there is none."""
    if name not in KINDS:
        raise SchemeError(f'kind "{name}"', f"is not known; known are {', '.join(sorted(KINDS))}")
    return KINDS[name]
