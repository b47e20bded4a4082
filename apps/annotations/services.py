"""Writes of apps.annotations: drafts and submitted answers. The page says what a person did; all else is computed here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from apps.annotations import missing
from apps.annotations.models import Annotation, AnnotationRevision, Draft, Source
from apps.annotations.questions import on_page
from apps.annotations.signals import submitted
from apps.assignments import services as assignments
from apps.assignments.models import Assignment
from apps.schemes.models import Scheme
from apps.tenants.models import Membership
from apps.tenants.scope import current
from tracewright.errors import AnswerError, TraceFormatError
from tracewright.schemes import Answer, kind_of

Answers = Mapping[str, Any]  # by the name of the scheme, as the page sends them


class Stale(Exception):
    """Something newer is stored than what the page was based on; it is kept, and so is what the page sent."""


class StaleDraft(Stale):
    def __init__(self, draft: Draft) -> None:
        super().__init__(f"the draft is at number {draft.number}")
        self.draft = draft


class StaleAnswer(Stale):
    def __init__(self, annotation: Annotation) -> None:
        super().__init__(f"the answer to {annotation.scheme.name} is at revision {annotation.number}")
        self.annotation = annotation


class UnknownScheme(AnswerError):
    """An answer to a scheme that the project does not have."""


@dataclass
class NotComplete(Exception):
    """What keeps an answer from being submitted; nothing was stored."""

    missing: list[dict[str, str]] = field(default_factory=list)  # {"scheme", "at", "code", "text"}
    errors: list[dict[str, str]] = field(default_factory=list)  # {"scheme", "at", "text"}


@transaction.atomic
def save_draft(*, assignment: Assignment, answers: Answers, number: int) -> Draft:
    """Keep what is typed. `number` is that of the draft it was based on, 0 for none; raises StaleDraft for an older one."""
    Assignment.objects.select_for_update(of=("self",)).get(pk=assignment.pk)
    draft = Draft.objects.filter(assignment=assignment).first()
    if draft is None:
        draft = Draft(organization_id=current(), assignment=assignment, number=number)
    elif draft.number != number:
        raise StaleDraft(draft)
    draft.number = number + 1
    draft.answers = dict(answers)
    draft.save()
    assignments.renew(assignment=assignment)
    return draft


def bring_draft(assignment: Assignment, **_signal: Any) -> None:
    """A person who claims a trace again finds what they had typed."""
    earlier = Draft.objects.filter(
        assignment__revision=assignment.revision_id, assignment__member=assignment.member_id
    ).exclude(assignment=assignment)
    earlier.filter(assignment__state=Assignment.State.EXPIRED).update(assignment=assignment)


def submit(
    *, assignment: Assignment, answers: Answers, number: int, base: Mapping[str, int], by: Membership
) -> list[Annotation]:
    """Store the answers of one turn, all or none, as its next revision.

    `number` is that of the draft the answers were typed on; `base` names the answer revision that each scheme's answer was
    based on (absent or 0: none). A turn whose lease ran out is taken up again when its slot is free. Raises SlotTaken,
    UnknownScheme, NotComplete, StaleDraft or StaleAnswer.
    """
    schemes = on_page(Scheme.objects.filter(project=assignment.project_id).select_related("current"))
    # Before the transaction: distances of long texts take a while, and SQLite has one writer.
    parsed = _parsed(schemes, answers, assignment.revision.document)
    with transaction.atomic():
        turn = assignments.hold(assignment=assignment)
        held = _held(turn, number, parsed, base)
        stored = [
            _store(turn, scheme, held.get(scheme.pk), parsed[scheme.name], source=Source.PAGE, by=by)
            for scheme in schemes
            if scheme.name in parsed
        ]
        if turn.state == Assignment.State.CLAIMED:
            assignments.finish(turn=turn)
        Draft.objects.filter(assignment=turn).delete()
        transaction.on_commit(lambda: submitted.send(Assignment, assignment_id=turn.pk))
    return stored


def _held(
    turn: Assignment, number: int, parsed: Mapping[str, Answer], base: Mapping[str, int]
) -> dict[int, Annotation]:
    """The turn's answers by scheme. Raises when a draft or an answer is newer than what the page was based on."""
    draft = Draft.objects.filter(assignment=turn).first()
    if draft and draft.number > number:
        raise StaleDraft(draft)
    held = {a.scheme_id: a for a in Annotation.objects.filter(assignment=turn).select_related("scheme")}
    for annotation in held.values():
        if annotation.scheme.name in parsed and annotation.number != base.get(annotation.scheme.name, 0):
            raise StaleAnswer(annotation)
    return held


def _parsed(schemes: Sequence[Scheme], answers: Answers, document: dict[str, Any]) -> dict[str, Answer]:
    """The canonical answers by scheme; every fault is looked for before any is told."""
    _check_names(schemes, answers)
    faults = NotComplete()
    parsed: dict[str, Answer] = {}
    for scheme in schemes:
        version: Any = scheme.current
        kind, sent = kind_of(version.kind), answers.get(scheme.name)
        try:
            answer = None if sent is None else kind.parse(version.config, sent, document)
            gaps = kind.missing(version.config, answer, document)
        except (AnswerError, TraceFormatError) as error:  # the latter: the scheme's steps_key names no list
            faults.errors.append({"scheme": scheme.name, "at": "", "text": str(error)})
            continue
        faults.missing += [missing.in_words(scheme.name, version.config, gap) for gap in gaps]
        if answer is not None:
            parsed[scheme.name] = answer
    if faults.missing or faults.errors:
        raise faults
    return parsed


def _check_names(schemes: Sequence[Scheme], answers: Answers) -> None:
    known = [scheme.name for scheme in schemes]
    for name in answers:
        if name not in known:
            raise UnknownScheme(
                name, _("is no scheme of this project; known are %(known)s") % {"known": ", ".join(known)}
            )


def _store(
    turn: Assignment, scheme: Scheme, held: Annotation | None, answer: Answer, *, source: Source, by: Membership
) -> Annotation:
    """Write the answer and its revision; an equal answer under the same scheme version changes nothing."""
    version: Any = scheme.current
    if held and held.answer == answer and held.version_id == version.pk:
        return held
    annotation = held or Annotation(organization_id=current(), assignment=turn, scheme=scheme, number=0)
    annotation.number += 1
    annotation.version = version
    annotation.answer = answer
    annotation.edits = len(answer.get("edits", ()))
    annotation.save()
    AnnotationRevision.objects.create(
        organization_id=current(),
        annotation=annotation,
        number=annotation.number,
        version=version,
        answer=answer,
        source=source,
        by=by,
    )
    return annotation


@transaction.atomic
def store_imported(*, turn: Assignment, scheme: Scheme, answer: Answer, by: Membership) -> bool:
    """Keep an answer given elsewhere; whether something changed. One that a person has since corrected here stays."""
    held = Annotation.objects.select_related("scheme").filter(assignment=turn, scheme=scheme).first()
    if held and AnnotationRevision.objects.filter(annotation=held, source=Source.PAGE).exists():
        return False
    before = held.number if held else 0
    return _store(turn, scheme, held, answer, source=Source.IMPORT, by=by).number > before
