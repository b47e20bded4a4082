"""A change of a project's questions: what it means for the answers that were given, and how it is saved."""

from collections.abc import Iterable, Sequence
from typing import Any, Literal, NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from apps.annotations.following import left_behind, refit
from apps.annotations.models import Annotation
from apps.annotations.scheme_text import Reading
from apps.jobs.models import Job
from apps.jobs.services import enqueue
from apps.projects.models import Project
from apps.projects.services import as_it_is
from apps.schemes.models import Scheme
from apps.schemes.services import Synced, sync_schemes
from apps.tenants.models import AuditEvent, Membership
from apps.tenants.scope import current
from apps.tenants.services import record
from tracewright.errors import TracewrightError
from tracewright.export.records import SchemeOf

JOB_KIND = "scheme_change"
MOST_CHECKED = 100  # answers of a scheme while somebody types; the job goes through all
MOST_SHOWN = 5

What = Literal["new", "changed", "same", "back", "parked"]


class Changed(Exception):
    """The questions are not those any more that the text was written from."""


class Change(NamedTuple):
    """What becomes of one scheme. `misfits` are answers that do not fit, in words; `checked` of the `answers` were tried."""

    name: str
    kind: str
    what: What
    version: int
    answers: int = 0
    checked: int = 0
    misfits: Sequence[str] = ()

    @property
    def fit(self) -> int:
        return self.checked - len(self.misfits)

    @property
    def shown_misfits(self) -> Sequence[str]:
        return self.misfits[:MOST_SHOWN]


def schemes_here(project: Project) -> list[Scheme]:
    """All schemes of the project with their versions, those in use first."""
    rows = Scheme.objects.filter(organization_id=current(), project=project).select_related("current")
    return sorted(rows, key=lambda scheme: (not scheme.in_use, scheme.position, scheme.pk))


def stand_of(schemes: Iterable[Scheme]) -> str:
    """What a text was written from: another one after any change."""
    return " ".join(f"{scheme.pk}.{scheme.current_id}" for scheme in schemes if scheme.in_use)


def changes(project: Project, wanted: Sequence[SchemeOf]) -> list[Change]:
    """What saving these schemes would do, a few answers of each changed one tried."""
    held = {scheme.name: scheme for scheme in schemes_here(project)}
    found = [_change(held.pop(scheme.name, None), scheme) for scheme in wanted]
    return found + [_parked(scheme) for scheme in held.values() if scheme.in_use and scheme.current]


@transaction.atomic
def save(*, project: Project, reading: Reading, stand: str, by: Membership) -> Synced:
    """Make the project ask what was read. Answers follow in a job. Raises Changed when somebody else was faster."""
    as_it_is(project)
    if stand_of(schemes_here(project)) != stand:
        raise Changed
    synced = sync_schemes(project=project, schemes=reading.schemes)
    if synced.added or synced.changed or synced.parked:
        record(by=by, verb=AuditEvent.Verb.CHANGED, row=project, details=["schemes"])
    if left_behind(project).exists():
        lead(project=project, by=by)
    return synced


def lead(*, project: Project, by: Membership) -> Job:
    """Queue the job that leads all answers that were left behind."""
    title = _("Answers follow the questions of %s") % project.name
    return enqueue(job_kind=JOB_KIND, payload={"project": project.pk}, by=by, title=title[:200])


def _change(scheme: Scheme | None, wanted: SchemeOf) -> Change:
    if scheme is None or scheme.current is None:
        return Change(wanted.name, wanted.kind, "new", 1)
    now = scheme.current
    if (now.kind, now.config) == (wanted.kind, wanted.config):
        return Change(wanted.name, wanted.kind, "same" if scheme.in_use else "back", now.number)
    answers = Annotation.objects.filter(organization_id=current(), scheme=scheme)
    latest = answers.select_related("version", "assignment__revision__trace").order_by("-pk")[:MOST_CHECKED]
    tried = [_misfit(answer, wanted) for answer in latest]
    misfits = [words for words in tried if words]
    return Change(wanted.name, wanted.kind, "changed", now.number + 1, answers.count(), len(tried), misfits)


def _misfit(annotation: Annotation, wanted: SchemeOf) -> str:
    """Why the answer does not fit, with its trace; "" for one that does."""
    revision = annotation.assignment.revision
    try:
        refit(annotation, wanted.kind, dict(wanted.config), revision.document)
    except TracewrightError as error:
        return f"{revision.trace.identity}: {error}"
    return ""


def _parked(scheme: Scheme) -> Change:
    version: Any = scheme.current
    answers = Annotation.objects.filter(organization_id=current(), scheme=scheme).count()
    return Change(scheme.name, version.kind, "parked", version.number, answers)
