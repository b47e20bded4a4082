"""Writes of apps.annotations: drafts and submitted answers. The page says what a person did; all else is computed here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.annotations import missing
from apps.annotations.models import Annotation, AnnotationRevision, Draft, Source
from apps.annotations.predictions import began_from
from apps.annotations.questions import STEP_EDITOR, asked
from apps.assignments import services as assignments
from apps.assignments.models import Assignment
from apps.schemes.models import Scheme, SchemeVersion
from apps.tenants.models import Membership
from apps.tenants.scope import current
from apps.tenants.sql import first_row, insert, run_together
from tracewright.correction import count, is_rearranged
from tracewright.errors import AnswerError, TraceFormatError
from tracewright.json_text import compact
from tracewright.schemes import Answer, Missing, conditions, kind_of
from tracewright.shown import shown
from tracewright.trace import Document

Answers = Mapping[str, Any]  # by the name of the scheme, as the page sends them
Base = Mapping[str, int]  # by the name of the scheme, the answer revision that the page started from
Beginnings = Mapping[tuple[int, int], Mapping[str, Any]]  # by scheme and number, what a prediction says
NONE: Beginnings = {}


BEGIN_DRAFT = """
INSERT INTO annotations_draft (organization_id, assignment_id, number, answers, base, saved_at)
VALUES (%s, %s, 1, %s, %s, %s) ON CONFLICT (assignment_id) DO NOTHING RETURNING id
"""
SAVE_DRAFT = """
UPDATE annotations_draft SET number = number + 1, answers = %s, base = %s, saved_at = %s
WHERE organization_id = %s AND assignment_id = %s AND number = %s RETURNING id
"""
# A row is made where there is no draft; an earlier one is closed, if nothing is pending or the draft of the given number is.
CLOSE_DRAFT = """
INSERT INTO annotations_draft AS d (organization_id, assignment_id, number, answers, base, saved_at)
VALUES (%s, %s, 1, NULL, '{}', %s) ON CONFLICT (assignment_id) DO UPDATE SET answers = NULL, number = d.number + 1
WHERE d.answers IS NULL OR d.number = %s RETURNING number
"""
# What was typed last at a turn that ran out or was handed back.
BRING_DRAFT = """
UPDATE annotations_draft SET assignment_id = %(turn)s WHERE id = (
    SELECT d.id FROM annotations_draft d JOIN assignments_assignment a ON a.id = d.assignment_id
    WHERE a.organization_id = %(organization)s AND a.member_id = %(member)s AND a.revision_id = %(revision)s
    AND a.state IN ('expired', 'released') ORDER BY d.saved_at DESC, d.id DESC LIMIT 1
)
"""


class Stale(Exception):
    """Something newer is stored than what the page was based on; it is kept, and so is what the page sent."""


class UnknownScheme(AnswerError):
    """An answer to a scheme that the project does not have."""


class Parsed(NamedTuple):
    """A canonical answer, how many changes of the trace it holds, and the prediction that it began from."""

    answer: Answer
    edits: int
    prediction: int | None = None


@dataclass
class NotComplete(Exception):
    """What keeps an answer from being submitted; nothing was stored."""

    missing: list[dict[str, str]] = field(default_factory=list)  # {"scheme", "at", "code", "text"}
    errors: list[dict[str, str]] = field(default_factory=list)  # {"scheme", "at", "text"}


@transaction.atomic
def save_draft(*, assignment: Assignment, answers: Answers, number: int, base: Base, by: Membership) -> Draft:
    """Keep what is typed. `number` is that of the draft it was typed on, 0 for the first; `base` as in `submit`.

    A sign of life, too: the lease is renewed, and a turn whose lease ran out is taken up again while its slot is free.
    Raises Stale when another save or a submit came in between, SlotTaken when the turn is over.
    """
    turn = assignments.hold(assignment=assignment, by=by)
    draft = Draft(organization_id=current(), assignment=turn, number=number + 1, saved_at=timezone.now())
    draft.answers, draft.base = dict(answers), dict(base)
    saved = (compact(draft.answers), compact(draft.base), connection.ops.adapt_datetimefield_value(draft.saved_at))
    turns = (current(), turn.pk)
    keep = (SAVE_DRAFT, [*saved, *turns, number]) if number else (BEGIN_DRAFT, [*turns, *saved])
    kept, _renewed = run_together(keep, assignments.renewing(turn))
    if not kept:
        raise Stale
    return draft


def bring_draft(assignment: Assignment, **_signal: Any) -> None:
    """A person who claims a trace again finds what they had typed last."""
    of = {"turn": assignment.pk, "revision": assignment.revision_id, "member": assignment.member_id}
    with connection.cursor() as cursor:  # planned each time: the plan for few drafts is a bad one for many
        cursor.execute(BRING_DRAFT, {"organization": current(), **of})


def submit(*, assignment: Assignment, answers: Answers, number: int, base: Base, by: Membership) -> list[Annotation]:
    """Store the answers of one turn, all or none, as its next revision: `parse` and `store`, which say more."""
    parsed = parse(assignment, asked(assignment.project), answers)
    return store(assignment=assignment, parsed=parsed, number=number, base=base, by=by)


def parse(assignment: Assignment, schemes: Sequence[Scheme], answers: Answers) -> dict[Scheme, Parsed]:
    """The canonical answers to the schemes that the page asks.

    Without any lock: distances of long texts take a while, and SQLite has one writer. Raises UnknownScheme or NotComplete;
    every fault is looked for before any is told. A question that is not asked under the other answers has none.
    """
    _check_names(schemes, answers)
    document, faults = assignment.revision.document, NotComplete()
    read = {scheme: _read(scheme, answers.get(scheme.name), document) for scheme in schemes}
    for scheme, reading in _asked(read).items():
        if reading.error:
            error = reading.error
            faults.errors.append({"scheme": scheme.name, "at": error.at, "text": str(error)})
        faults.missing += [missing.in_words(scheme.name, _version(scheme).config, gap) for gap in reading.missing]
    if faults.missing or faults.errors:
        raise faults
    return {
        scheme: Parsed(reading.answer, edits_in(reading.answer, _version(scheme), assignment), reading.prediction)
        for scheme, reading in read.items()
        if reading.answer is not None
    }


class _Reading(NamedTuple):
    """What was sent for one scheme, as far as it can be read, the prediction it began from, and what stands in the way of a
    submit.
    """

    answer: Answer | None = None
    missing: Sequence[Missing] = ()
    error: AnswerError | TraceFormatError | None = None
    prediction: int | None = None


def _read(scheme: Scheme, sent: Any, document: Document) -> _Reading:
    version = _version(scheme)
    kind = kind_of(version.kind)
    try:
        said, prediction = _without_prediction(scheme, sent)
        answer = None if said is None else kind.parse(version.config, said, document)
        return _Reading(answer, kind.missing(version.config, answer, document), prediction=prediction)
    except (AnswerError, TraceFormatError) as error:  # the latter: the scheme's steps_key names no list
        return _Reading(error=error)


def _asked(read: Mapping[Scheme, _Reading]) -> dict[Scheme, _Reading]:
    """Those that are asked under the answers to the others: what is hidden stands in no one's way."""
    configs = {scheme.name: _version(scheme).config for scheme in read}
    asked_names = conditions.asked(configs, {scheme.name: reading.answer for scheme, reading in read.items()})
    return {scheme: reading for scheme, reading in read.items() if scheme.name in asked_names}


def _version(scheme: Scheme) -> SchemeVersion:
    version: Any = scheme.current
    return version  # of those that the page asks each has one


def store(
    *, assignment: Assignment, parsed: Mapping[Scheme, Parsed], number: int, base: Base, by: Membership
) -> list[Annotation]:
    """What `parse` gave, as the turn's next revision.

    `number` is that of the draft the answers were typed on; `base` names the answer revision that each scheme's answer was
    based on (absent or 0: none). A turn whose lease ran out is taken up again when its slot is free. Raises SlotTaken or
    Stale.
    """
    with transaction.atomic(savepoint=False):  # when it is Stale, all it may have done is to take the turn up again
        turn = assignments.hold(assignment=assignment, by=by)
        # A turn that is being worked on was never submitted: it has no answers.
        held = {} if turn.state == Assignment.State.CLAIMED else _held(turn)
        is_newest = _is_newest(held, parsed, base) and _close_draft(turn, number)
        stored = _store_all(turn, held, parsed, by) if is_newest else []
    if not is_newest:
        raise Stale
    return stored


def _store_all(
    turn: Assignment, held: Mapping[int, Annotation], parsed: Mapping[Scheme, Parsed], by: Membership
) -> list[Annotation]:
    named = [given.prediction for given in parsed.values() if given.prediction is not None]
    predictions = began_from(turn.revision, named)
    stored = [
        _store(turn, scheme, held.get(scheme.pk), given, source=Source.PAGE, by=by, predictions=predictions)
        for scheme, given in parsed.items()
    ]
    if turn.state == Assignment.State.CLAIMED:
        assignments.finish(turn=turn)
    return stored


def _close_draft(turn: Assignment, number: int) -> bool:
    """Nothing is pending any more; the number goes on, so that no other tab takes what it has for the latest.

    False when what is pending is not the draft of this number.
    """
    now = timezone.now()
    row = first_row(CLOSE_DRAFT, [current(), turn.pk, connection.ops.adapt_datetimefield_value(now), number])
    if row:
        turn.draft = Draft(organization_id=current(), assignment=turn, number=row[0], saved_at=now)
    return row is not None


def _held(turn: Assignment) -> dict[int, Annotation]:
    """The turn's answers by scheme."""
    return {annotation.scheme_id: annotation for annotation in Annotation.objects.filter(assignment=turn)}


def _is_newest(held: Mapping[int, Annotation], parsed: Mapping[Scheme, Parsed], base: Base) -> bool:
    """Whether no stored answer is newer than what the page was based on."""
    known = [(scheme.name, held[scheme.pk].number) for scheme in parsed if scheme.pk in held]
    return all(number == base.get(name, 0) for name, number in known)


def _check_names(schemes: Sequence[Scheme], answers: Answers) -> None:
    known = [scheme.name for scheme in schemes]
    for name in answers:
        if name not in known:
            raise UnknownScheme(
                name, _("is no scheme of this project; known are %(known)s") % {"known": ", ".join(known)}
            )


def _without_prediction(scheme: Scheme, sent: Any) -> tuple[Any, int | None]:
    """What was sent, apart from the number of the prediction that the person accepted, under "prediction"."""
    if not isinstance(sent, dict) or "prediction" not in sent:
        return sent, None
    number = sent["prediction"]
    if isinstance(number, bool) or not isinstance(number, int):
        raise AnswerError(scheme.name, f"needs the number of a prediction, not {shown(number)}")
    return {key: part for key, part in sent.items() if key != "prediction"}, number


def edits_in(answer: Answer, version: SchemeVersion, turn: Assignment) -> int:
    """How many changes of the trace it holds; the document is read only where steps or calls were rearranged."""
    if version.kind != STEP_EDITOR:
        return 0
    return count(turn.revision.document, version.config, answer) if is_rearranged(answer) else len(answer["edits"])


def _store(
    turn: Assignment,
    scheme: Scheme,
    held: Annotation | None,
    given: Parsed,
    *,
    source: Source,
    by: Membership,
    predictions: Beginnings = NONE,
) -> Annotation:
    """Write the answer and its revision; an equal answer under the same scheme version changes nothing.

    A prediction that was removed meanwhile is forgotten: nobody can be asked for the answer again.
    """
    version: Any = scheme.current
    if held and held.answer == given.answer and held.version_id == version.pk:
        return held
    annotation = held or Annotation(organization_id=current(), assignment=turn, scheme=scheme, number=0)
    annotation.number += 1
    annotation.version = version
    annotation.answer, annotation.edits = given.answer, given.edits
    if held:
        annotation.save()
    else:
        insert(annotation)
    revision = AnnotationRevision(organization_id=current(), annotation=annotation, number=annotation.number)
    revision.version, revision.answer, revision.source, revision.by = version, given.answer, source, by
    revision.began_from = predictions.get((scheme.pk, given.prediction or 0))
    insert(revision)
    return annotation


@transaction.atomic
def store_imported(*, turn: Assignment, scheme: Scheme, answer: Answer, by: Membership) -> bool:
    """Keep an answer given elsewhere; whether something changed. One that a person has since corrected here stays."""
    held = Annotation.objects.select_related("scheme").filter(assignment=turn, scheme=scheme).first()
    if held and AnnotationRevision.objects.filter(annotation=held, source=Source.PAGE).exists():
        return False
    before = held.number if held else 0
    version: Any = scheme.current
    given = Parsed(answer, edits_in(answer, version, turn))
    return _store(turn, scheme, held, given, source=Source.IMPORT, by=by).number > before
