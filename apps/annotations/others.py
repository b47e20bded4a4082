"""The errors that people described in words of their own, and how a manager leads them into the taxonomy."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast

from apps.annotations import scheme_changes, scheme_text
from apps.annotations.models import Annotation
from apps.annotations.scheme_changes import Change, Changed, schemes_here, stand_of
from apps.annotations.scheme_text import Reading
from apps.projects.models import Project
from apps.schemes.models import Scheme
from apps.schemes.services import Synced
from apps.tenants.models import Membership
from apps.tenants.scope import current
from tracewright.export.records import SchemeOf
from tracewright.schemes import other_errors, written
from tracewright.schemes.promoted import folded, promoted

MOST_READ = 20_000  # answers that hold words of their own, the latest first
MOST_EXAMPLES = 3
MOST_SHOWN = 200  # different words of a question


class Example(NamedTuple):
    """Where the words were written: the trace, the number of its step as people count (None for the whole), the note there."""

    trace: str
    step: int | None
    note: str


@dataclass
class Group:
    """The same words, however they are written."""

    key: str  # folded
    spellings: Counter[str] = field(default_factory=Counter)
    answers: set[int] = field(default_factory=set)
    people: set[int] = field(default_factory=set)
    examples: list[Example] = field(default_factory=list)

    @property
    def text(self) -> str:
        """As most wrote it."""
        return " ".join(self.spellings.most_common(1)[0][0].split())

    @property
    def count(self) -> int:
        return self.spellings.total()


@dataclass
class Others:
    """Of one question: its groups, the most frequent first, and the answers whose words are known and not led along yet."""

    scheme: Scheme
    groups: list[Group]
    waiting: int = 0

    @property
    def shown(self) -> Sequence[Group]:
        return self.groups[:MOST_SHOWN]

    @property
    def error_types(self) -> list[str]:
        version: Any = self.scheme.current
        return other_errors.names(version.config)

    def chosen(self, keys: Collection[str]) -> list[Group]:
        return [group for group in self.groups if group.key in keys]


class Effect(NamedTuple):
    """What a promotion changes: so many errors in the answers of so many people, and whether all answers fit."""

    errors: int
    answers: int
    people: int
    change: Change | None


def others_of(project: Project) -> list[Others]:
    """Of each question that has a taxonomy and is asked, in their order."""
    schemes = [scheme for scheme in schemes_here(project) if _has_taxonomy(scheme)]
    return [_read(scheme) for scheme in schemes]


def others_in(project: Project, scheme: int) -> Others | None:
    return next((found for found in others_of(project) if found.scheme.pk == scheme), None)


def effect(project: Project, scheme: Scheme, groups: Sequence[Group], reading: Reading) -> Effect:
    changes = [] if reading.fault else scheme_changes.changes(project, reading.schemes)
    change = next((each for each in changes if each.name == scheme.name), None)
    answers, people = _union(group.answers for group in groups), _union(group.people for group in groups)
    return Effect(sum(group.count for group in groups), len(answers), len(people), change)


def reading_with(project: Project, scheme: Scheme, groups: Sequence[Group], name: str, parent: str) -> Reading:
    """All questions as they are, this one with the words in its taxonomy; read from their text as the editor reads it.

    Raises SchemeError for a name that cannot be.
    """
    now: Any = scheme.current
    config = other_errors.with_promoted(now.config, [group.text for group in groups], name, parent)
    versions: list[Any] = [each.current for each in schemes_here(project) if each.in_use and each.current]
    held = [(each.kind, config if each.pk == now.pk else each.config) for each in versions]
    reading = scheme_text.read(written.as_yaml(held), project)
    # The others stay as they are stored, even where their text would be read otherwise today.
    as_stored = {each.config["name"]: SchemeOf(each.config["name"], each.kind, each.config) for each in versions}
    schemes = [each if each.name == scheme.name else as_stored[each.name] for each in reading.schemes]
    return Reading(schemes, reading.fault, reading.passed_over)


@transaction.atomic
def promote(
    *, project: Project, scheme: Scheme, keys: Collection[str], name: str, parent: str, stand: str, by: Membership
) -> Synced:
    """Make the words of these keys a kind of error; the answers follow in a job. Raises Changed when somebody was faster,
    SchemeError for a name that cannot be.
    """
    found = others_in(project, scheme.pk)
    groups = found.chosen(keys) if found else []
    if found is None or len(groups) < len(set(keys)) or stand_of(schemes_here(project)) != stand:
        raise Changed
    reading = reading_with(project, found.scheme, groups, name, parent)
    if reading.fault:
        raise reading.fault
    return scheme_changes.save(project=project, reading=reading, stand=stand, by=by)


def _has_taxonomy(scheme: Scheme) -> bool:
    return scheme.in_use and scheme.current is not None and scheme.current.kind in other_errors.ERRORS


def _read(scheme: Scheme) -> Others:
    version: Any = scheme.current
    groups: dict[str, Group] = {}
    waiting = 0
    for row in _with_words(scheme).iterator():
        found = other_errors.others(version.kind, row.answer)
        known = [other for other in found if promoted(version.config, other.words)]
        waiting += bool(known)
        for other in found:
            if other not in known and folded(other.words):
                key = folded(other.words)
                _note(groups.setdefault(key, Group(key)), row, other)
    return Others(scheme, sorted(groups.values(), key=lambda group: (-group.count, group.key)), waiting)


def _with_words(scheme: Scheme) -> QuerySet[Annotation]:
    """The latest answers that have an `other`; told from their text, for JSON that is kept as text cannot be asked."""
    version: Any = scheme.current
    rows = Annotation.objects.filter(organization_id=current(), scheme=scheme, version__kind=version.kind)
    rows = rows.alias(said=Cast("answer", TextField())).filter(said__contains='"other":')
    return rows.select_related("assignment__revision__trace").order_by("-pk")[:MOST_READ]


def _note(group: Group, row: Annotation, other: other_errors.Other) -> None:
    group.spellings[other.words] += 1
    group.answers.add(row.pk)
    group.people.add(row.assignment.member_id)
    if len(group.examples) < MOST_EXAMPLES:
        step = int(other.step) + 1 if other.step else None
        group.examples.append(Example(row.assignment.revision.trace.identity, step, other.note))


def _union(sets: Iterable[set[int]]) -> set[int]:
    return set().union(*sets)
