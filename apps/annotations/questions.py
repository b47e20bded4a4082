"""Which schemes of a project the annotate page asks."""

from collections.abc import Iterable

from apps.projects.models import Project
from apps.schemes.models import Scheme
from apps.tenants.sql import Compiled
from tracewright.schemes import kind_of, span

STEP_EDITOR, COMPARISON = "trajectory_edit", "pairwise"
SCHEMES = Compiled(
    lambda organization, project: Scheme.objects.filter(organization=organization, project=project).select_related(
        "current"
    )
)


def asked(project: Project) -> list[Scheme]:
    """What the annotate page of the project asks."""
    return on_page(SCHEMES(project.organization_id, project.pk))


def on_page(schemes: Iterable[Scheme]) -> list[Scheme]:
    """Those in use and with a built kind, in their order; of several step editors the first, for one field has one editor.

    The others are read-only: their answers are kept and exported.
    """
    asked: list[Scheme] = []
    for scheme in schemes:
        kind = scheme.current.kind if scheme.current else "raw"
        if not scheme.in_use or kind == "raw" or (kind == STEP_EDITOR and any(_edits_steps(other) for other in asked)):
            continue
        asked.append(scheme)
    return asked


def step_editor(schemes: Iterable[Scheme]) -> Scheme | None:
    """The scheme that edits the steps, of those on the page."""
    return next((scheme for scheme in schemes if _edits_steps(scheme)), None)


def judges_steps(scheme: Scheme) -> bool:
    """Whether it is asked at each step, and changes none."""
    return not _edits_steps(scheme) and _level(scheme) == "step"


def reviews_lines(scheme: Scheme) -> bool:
    """Whether people comment on lines for it."""
    return _level(scheme) == "line"


def names_steps(scheme: Scheme) -> bool:
    """Whether its answers name steps of the list that its steps_key says, and it says one."""
    is_naming = judges_steps(scheme) or reviews_lines(scheme) or marks_texts(scheme)
    return is_naming and scheme.current is not None and scheme.current.config["steps_key"] != ""


def _level(scheme: Scheme) -> str:
    return "" if scheme.current is None else kind_of(scheme.current.kind).level


def marks_texts(scheme: Scheme) -> bool:
    """Whether what it asks is marked in the texts of the trace."""
    return scheme.current is not None and scheme.current.kind == span.name


def comparison(schemes: Iterable[Scheme]) -> Scheme | None:
    """The scheme whose two candidates stand beside each other; of several the first."""
    return next((scheme for scheme in schemes if scheme.current and scheme.current.kind == COMPARISON), None)


def _edits_steps(scheme: Scheme) -> bool:
    return scheme.current is not None and scheme.current.kind == STEP_EDITOR
