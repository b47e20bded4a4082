"""What becomes of answers when an imported annotator is linked to a person (apps.tenants.linking): told before, done after.

A turn goes over as it is. Where both have one at the same trace revision, a person cannot be two raters: the person's own
turn stays and takes in the imported answers to schemes that it has none for. The imported turn is handed back with the
answers that are left; they stay stored, belong to the imported name, and no export has them.
"""

from collections.abc import Iterator
from typing import NamedTuple

from django.db.models import Count

from apps.annotations.models import Annotation, Draft
from apps.annotations.services import bring_draft
from apps.assignments import services as assignments
from apps.assignments.doubles import withdraw
from apps.assignments.models import Assignment, AssignmentQuerySet
from apps.projects.models import Project
from apps.tenants.models import Membership
from apps.tenants.scope import current

State = Assignment.State
LIVE = (State.CLAIMED, State.SUBMITTED)


class ProjectLink(NamedTuple):
    """What a link changes in one project; counts of traces, each with all its answers."""

    project: Project
    imported: int  # answered under the imported name
    own: int  # the person has submitted so far
    both: int  # of `imported`: the person has it in work or submitted, too
    begun: int  # of `both`: in work, submitted by the link

    @property
    def after(self) -> int:
        """What counts as submitted by the person, also against the quota."""
        return self.own + self.imported - self.both + self.begun


class Preview(NamedTuple):
    """What a link changes in all: counts as in ProjectLink."""

    projects: list[ProjectLink]

    @property
    def imported(self) -> int:
        return sum(project.imported for project in self.projects)

    @property
    def both(self) -> int:
        return sum(project.both for project in self.projects)

    @property
    def begun(self) -> int:
        return sum(project.begun for project in self.projects)


def preview(imported: Membership, person: Membership) -> Preview:
    """What `follow_link` would do now."""
    given = _live(imported).submitted()
    counts = _by_project(given)
    own = _by_project(_live(person).submitted())
    both = _by_project(_beside(_live(person), given))
    begun = _by_project(_beside(_live(person).claimed(), given))
    projects = Project.objects.filter(organization_id=current(), pk__in=counts).order_by("name", "pk")
    return Preview(
        [
            ProjectLink(project, counts[project.pk], *(count.get(project.pk, 0) for count in (own, both, begun)))
            for project in projects
        ]
    )


def _live(member: Membership) -> AssignmentQuerySet:
    return Assignment.objects.filter(organization_id=current(), member=member, state__in=LIVE)


def _beside(own: AssignmentQuerySet, turns: AssignmentQuerySet) -> AssignmentQuerySet:
    """Those of `turns` at whose trace revision there is one of `own`."""
    return turns.filter(revision__in=own.values("revision"))


def _by_project(turns: AssignmentQuerySet) -> dict[int, int]:
    return dict(turns.order_by().values_list("project").annotate(Count("id")))


def follow_link(imported: Membership, person: Membership, **_signal: object) -> None:
    """Called inside the link's transaction, which holds both rows: neither of them claims or submits meanwhile."""
    for turn, own in _pairs(imported, person):
        _take_in(turn, own)
        withdraw(turn=turn, beside=own)
    going = Assignment.objects.filter(organization_id=current(), member=imported).exclude(state=State.RELEASED)
    unfinished = _left_with_draft(person, going)
    going.update(member=person)
    for turn in unfinished:
        turn.member = person
        bring_draft(turn)


def _pairs(imported: Membership, person: Membership) -> Iterator[tuple[Assignment, Assignment]]:
    """The imported turns at whose revision the person has one, each with that one, locked."""
    turns = _beside(_live(person), _live(imported)).select_for_update(of=("self",)).order_by("pk")
    own = _beside(_live(imported), _live(person)).select_for_update(of=("self",)).order_by("pk")
    own_at = {turn.revision_id: turn for turn in own}
    yield from ((turn, own_at[turn.revision_id]) for turn in turns)


def _take_in(turn: Assignment, own: Assignment) -> None:
    """What the person has typed in a turn in work stays their draft; at the next submit the page shows both versions."""
    answered = Annotation.objects.filter(assignment=own).values("scheme")
    Annotation.objects.filter(assignment=turn).exclude(scheme__in=answered).update(assignment=own)
    if own.state == State.CLAIMED and turn.state == State.SUBMITTED:
        assignments.finish(turn=own)


def _left_with_draft(person: Membership, going: AssignmentQuerySet) -> list[Assignment]:
    """The turns that come to the person at revisions where a turn of theirs ran out with a draft: nothing else would show it."""
    ran_out = Draft.objects.filter(
        assignment__member=person, assignment__state=State.EXPIRED, answers__isnull=False
    ).values("assignment__revision")
    return list(going.filter(revision__in=ran_out, state__in=LIVE, draft=None))
