"""How a project's traces are drawn: what its display and its questions ask for, the same for everybody."""

import functools
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
import pygments

import tracewright
from apps.annotations.questions import comparison, judges_steps, names_steps, step_editor
from apps.projects.models import Project
from apps.schemes.models import Scheme
from apps.traces.pair import OpenedPair
from tracewright.display.layout import DEFAULT as DEFAULT_LAYOUT

READ_ONLY = {"editable_fields": [], "final_answer_key": "final_answer", "edit_final_answer": False}

Config = Mapping[str, Any]


@dataclass(frozen=True)
class Manner:
    """All that a drawing depends on beside the trace itself; the same for everybody at a project."""

    config: Config | None  # of the steps
    display: list[dict[str, Any]]  # instance_display of the project
    text_key: str
    agent_key: str  # the field that says who acts in a step, where the page asks for that; "" where it does not
    layout: dict[str, str]  # of the fields that display names
    pair: Config | None  # of the question whose candidates are compared

    @property
    def key(self) -> str:
        """Equal only where the drawing is: a change of the project, of a scheme or of this program makes another."""
        return hashlib.sha256(msgspec.json.encode([_program(), self])).hexdigest()[:32]


def manner_of(project: Project, schemes: Sequence[Scheme]) -> Manner:
    """`schemes` are those that the page asks."""
    settings = project.settings
    return Manner(
        config=step_config(schemes),
        display=settings.get("display", []),
        text_key=settings.get("text_key", ""),
        agent_key=_agent_key(schemes),
        layout=settings.get("layout", DEFAULT_LAYOUT),
        pair=pair_config(schemes),
    )


def step_config(schemes: Sequence[Scheme]) -> Config | None:
    """What the steps are drawn by: the editor's config; without an editor the list of steps that the first judging or
    marking or reviewing scheme names, and nothing to edit.
    """
    editor = step_editor(schemes)
    if editor and editor.current:
        return editor.current.config
    naming = next((scheme.current.config for scheme in schemes if scheme.current and names_steps(scheme)), None)
    if naming is None:
        return None
    return {**READ_ONLY, "steps_key": naming["steps_key"], "step_text_key": naming.get("step_text_key", "action")}


def _agent_key(schemes: Sequence[Scheme]) -> str:
    keys = (scheme.current.config.get("agent_key") for scheme in schemes if scheme.current and judges_steps(scheme))
    return next((key for key in keys if key), "")


def pair_config(schemes: Sequence[Scheme]) -> Config | None:
    """Of the first question that compares two candidates."""
    found = comparison(schemes)
    return found.current.config if found and found.current else None


def compares(config: Config | None, pair: OpenedPair | None) -> bool:
    """Whether two traces stand in the place of the steps. Where steps are edited or judged, those stay."""
    return pair is not None and config is None and pair.has_traces


@functools.cache
def _program() -> str:
    """Of the code that draws; of all that it may use, for nobody would remember to raise a number."""
    core, here = Path(tracewright.__file__).parent, Path(__file__).parent
    beside = (*(here.parent / "traces").glob("*.py"), *(here.parent / "projects").glob("markdown*.py"))
    files = [*core.rglob("*.py"), *here.glob("*.py"), *beside]
    read = b"".join(file.read_bytes() for file in sorted(files))
    return hashlib.sha256(read + pygments.__version__.encode()).hexdigest()
