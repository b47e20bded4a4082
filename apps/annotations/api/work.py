"""A person's own work by API: take a trace, keep a draft, hand in, skip, hand back."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse
from rest_framework.request import Request
from rest_framework.response import Response

from apps.annotations import services
from apps.annotations.api.shapes import (
    AnswersBody,
    AssignmentSerializer,
    DraftSerializer,
    NextSerializer,
    OverSerializer,
    SavedSerializer,
    SkipBody,
)
from apps.annotations.pending import pending
from apps.annotations.questions import asked
from apps.assignments import services as assignments
from apps.assignments.api import own_turn
from apps.assignments.models import Assignment
from apps.projects.models import Project
from apps.projects.queries import project_or_404
from apps.schemes.models import Scheme
from apps.tenants.api.bodies import sent
from apps.tenants.api.errors import Refusal, invalid
from apps.tenants.api.operations import Endpoint, operation
from apps.tenants.idempotency import idempotent, replayed
from apps.tenants.models import Membership, Role
from apps.tenants.scope import current
from apps.traces.api import document_of
from apps.traces.models import Trace
from tracewright.errors import AnswerError


class NextAssignment(Endpoint):
    @operation("next_assignment", Role.ANNOTATOR, repeatable=True, answers={200: NextSerializer})
    def post(self, request: Request, project: str) -> Response:
        """Take the next trace.

        The turn one is at comes back until it is handed in, skipped or handed back. When there is none, `why` says whether
        the member's quota is reached, nothing is open to them now, or the project has no traces.
        """
        row = project_or_404(project)
        claimed = assignments.claim_next(project=row, by=request.user)
        if claimed is None:
            return Response({"assignment": None, "why": why_nothing(row, request.user)})
        turn = own_turn(request, project, claimed.pk)
        return Response({"assignment": self.shown(AssignmentSerializer, turn), "why": None})


def why_nothing(project: Project, member: Membership) -> str:
    if not Trace.objects.filter(organization_id=current(), project=project).exists():
        return "no_traces"
    done = Assignment.objects.submitted().filter(project=project, member=member).count()
    return "quota" if project.quota is not None and done >= project.quota else "nothing_open"


class AssignmentDetail(Endpoint):
    @operation("get_assignment", Role.ANNOTATOR, answers={200: AssignmentSerializer})
    def get(self, request: Request, project: str, assignment: int) -> Response:
        """A turn of one's own, with its draft or what was submitted. Nobody sees a colleague's."""
        return Response(self.shown(AssignmentSerializer, own_turn(request, project, assignment)))


class AssignmentDocument(Endpoint):
    @operation(
        "get_assignment_document",
        Role.ANNOTATOR,
        answers={200: OpenApiTypes.OBJECT, 304: OpenApiResponse(description="As the client has it.")},
    )
    def get(self, request: Request, project: str, assignment: int) -> HttpResponse:
        """The trace document that the turn is about.

        It stays the same when the trace gets a newer revision. Its `ETag` may come back as `If-None-Match`.
        """
        return document_of(request, own_turn(request, project, assignment).revision)


class AssignmentDraft(Endpoint):
    @operation(
        "save_draft",
        Role.ANNOTATOR,
        takes=AnswersBody,
        repeatable=True,
        answers={200: SavedSerializer},
        refuses=(409, 410),
    )
    def put(self, request: Request, project: str, assignment: int) -> Response:
        """Keep what is not finished.

        Nothing in `answers` is checked. It renews the lease. 409 when another save or a submit came in between.
        """
        turn, body = own_turn(request, project, assignment), sent(request, AnswersBody)
        with told(turn):
            saved = services.save_draft(assignment=turn, by=request.user, **body)
        return Response(self.shown(SavedSerializer, saved))


class AssignmentSubmit(Endpoint):
    @operation(
        "submit_assignment",
        Role.ANNOTATOR,
        takes=AnswersBody,
        repeatable=True,
        by_itself=True,
        answers={200: OverSerializer},
        refuses=(409, 410),
    )
    def post(self, request: Request, project: str, assignment: int) -> HttpResponse:
        """Hand in the answers, all or none.

        422 names what is missing or cannot be read. A submitted turn takes a correction in the same way, with the `number`
        and `base` that the turn shows.
        """
        if earlier := replayed(request):
            return earlier
        turn, body = own_turn(request, project, assignment), sent(request, AnswersBody)
        with told(turn):
            parsed = services.parse(turn, asked(turn.project), body.pop("answers"))
            return idempotent(self.stored)(request, turn, parsed, **body)

    def stored(
        self, request: Request, turn: Assignment, parsed: Mapping[Scheme, services.Parsed], **basis: Any
    ) -> Response:
        services.store(assignment=turn, parsed=parsed, by=request.user, **basis)
        return Response(self.shown(OverSerializer, Assignment.objects.get(organization_id=current(), pk=turn.pk)))


class AssignmentSkip(Endpoint):
    @operation(
        "skip_assignment",
        Role.ANNOTATOR,
        takes=SkipBody,
        repeatable=True,
        answers={200: OverSerializer},
        refuses=(410,),
    )
    def post(self, request: Request, project: str, assignment: int) -> Response:
        """Leave the trace to others, with the reason; it does not come back."""
        turn, body = own_turn(request, project, assignment), sent(request, SkipBody)
        with told(turn):
            assignments.skip(assignment=turn, by=request.user, **body)
        return Response(self.shown(OverSerializer, Assignment.objects.get(organization_id=current(), pk=turn.pk)))


class AssignmentRelease(Endpoint):
    @operation("release_assignment", Role.ANNOTATOR, repeatable=True, answers={200: OverSerializer}, refuses=(410,))
    def post(self, request: Request, project: str, assignment: int) -> Response:
        """Hand the trace back to others; it may come again, with its draft."""
        turn = own_turn(request, project, assignment)
        with told(turn):
            assignments.release(assignment=turn, by=request.user)
        return Response(self.shown(OverSerializer, Assignment.objects.get(organization_id=current(), pk=turn.pk)))


@contextmanager
def told(turn: Assignment) -> Iterator[None]:
    """What the services refuse, as the API says it."""
    try:
        yield
    except assignments.SlotTaken as error:
        raise Refusal(
            410, "turn_over", _("This turn is over: somebody else has the trace, or you took it again.")
        ) from error
    except services.Stale as error:
        text = _("Something newer is saved; it is in “newer”, with the number and base that the next try needs.")
        raise Refusal(409, "newer", text, newer=DraftSerializer(pending(turn)).data) from error
    except services.NotComplete as faults:
        raise Refusal(
            422, "not_complete", _("The answers cannot be taken as they are."), faults=in_answers(faults)
        ) from faults
    except AnswerError as error:
        raise invalid([{"at": f"answers.{error.where}", "code": "invalid", "message": error.what}]) from error


def in_answers(faults: services.NotComplete) -> list[dict[str, str]]:
    """Unreadable ones first: they hide what is missing in the same answer."""
    found = [{"code": "unreadable", **fault} for fault in faults.errors] + faults.missing
    return [{"at": at["at"], "code": at["code"], "message": at["text"], "scheme": at["scheme"]} for at in found]
