"""The kinds of annotation schemes. A new kind is a module here and one line below."""

from tracewright.errors import SchemeError
from tracewright.schemes import (
    bws,
    confidence,
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
    text,
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
    "raw": raw,
}


def kind_of(name: str) -> Kind:
    """The kind of that name; SchemeError with the list of known ones when there is none."""
    if name not in KINDS:
        raise SchemeError(f'kind "{name}"', f"is not known; known are {', '.join(sorted(KINDS))}")
    return KINDS[name]
