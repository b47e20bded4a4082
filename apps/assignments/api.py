"""Flags by API: somebody says what is wrong with the trace of their turn, and managers decide."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiExample, extend_schema_serializer
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from apps.assignments import flags as services
from apps.assignments import queries
from apps.assignments.flag_queries import CLOSED, flag_or_404, flags, own_flag_or_404
from apps.assignments.models import Assignment, Flag
from apps.projects.queries import project_or_404
from apps.tenants.api.bodies import Body, Text, WholeNumber, asked, sent
from apps.tenants.api.errors import Refusal
from apps.tenants.api.lists import PageQuery, page_of
from apps.tenants.api.operations import Endpoint, operation
from apps.tenants.models import Role
from apps.tenants.scope import current

EXAMPLE = {
    "id": 3,
    "trace": 7,
    "identity": "run-0007",
    "reason": "secret",
    "note": "A password in the output of the second call.",
    "step": 4,
    "by": "annotator-07",
    "state": "open",
    "holds": True,
    "created_at": "2026-08-01T09:00:00Z",
    "decided_by": None,
    "decided_at": None,
}


@extend_schema_serializer(examples=[OpenApiExample("A flag that holds its trace", EXAMPLE, response_only=True)])
class FlagSerializer(serializers.ModelSerializer):
    identity = serializers.CharField(source="trace.identity")
    step = serializers.IntegerField(allow_null=True, help_text="Its index; null: the trace as a whole.")
    by = serializers.CharField(source="member.public_name")
    holds = serializers.BooleanField(help_text="Nobody is given the trace and exports leave it out.")
    decided_by = serializers.CharField(source="decided_by.public_name", default=None, allow_null=True)

    class Meta:
        model = Flag
        fields = read_only_fields = (
            *("id", "trace", "identity", "reason", "note", "step", "by"),
            *("state", "holds", "created_at", "decided_by", "decided_at"),
        )


@extend_schema_serializer(
    examples=[OpenApiExample("A secret", {"reason": "secret", "note": "A password.", "step": 4}, request_only=True)]
)
class FlagBody(Body):
    reason = serializers.ChoiceField(choices=Flag.Reason.choices)
    note = Text(
        required=False, allow_blank=True, max_length=services.NOTE_CHARS, help_text="Needed for the reason `other`."
    )
    step = WholeNumber(required=False, allow_null=True, min_value=0, max_value=2**31 - 1)


@extend_schema_serializer(
    examples=[OpenApiExample("Take the trace out of the queue", {"outcome": "taken_out"}, request_only=True)]
)
class ResolveBody(Body):
    outcome = serializers.ChoiceField(choices=[(state.value, state.label) for state in services.OUTCOMES])


class FlagQuery(PageQuery):
    state = serializers.ChoiceField(choices=[Flag.State.OPEN.value, CLOSED], required=False)
    reason = serializers.ChoiceField(choices=Flag.Reason.choices, required=False)


class AssignmentFlag(Endpoint):
    @operation(
        "flag_assignment",
        Role.ANNOTATOR,
        takes=FlagBody,
        repeatable=True,
        answers={201: FlagSerializer},
        refuses=(409,),
    )
    def post(self, request: Request, project: str, assignment: int) -> Response:
        """Flag the trace of one's own turn, without answering it.

        The turn stays as it is. One that contains a secret is given to nobody else until a manager decides. 409 when the
        member has an open flag of the same reason there.
        """
        turn = own_turn(request, project, assignment)
        try:
            made = services.flag(assignment=turn, by=request.user, **sent(request, FlagBody))
        except services.AlreadyFlagged as error:
            raise Refusal(409, "flagged", _("You have an open flag of this reason at this trace.")) from error
        return Response(self.shown(FlagSerializer, made), status=201)


class FlagList(Endpoint):
    @operation("list_flags", Role.MANAGER, query=FlagQuery, answers={200: page_of(FlagSerializer)})
    def get(self, request: Request, project: str) -> Response:
        """The project's flags, the newest first."""
        query = asked(request, FlagQuery)
        where = {name: query[name] for name in ("state", "reason") if name in query}
        rows: QuerySet[Flag] = flags(project_or_404(project), **where)
        return self.listed(FlagSerializer, rows, query, "-id")


class FlagWithdraw(Endpoint):
    @operation("withdraw_flag", Role.ANNOTATOR, repeatable=True, answers={200: FlagSerializer}, refuses=(409,))
    def post(self, request: Request, project: str, assignment: int, flag: int) -> Response:
        """Take one's own flag back while it is open; 409 when it is not."""
        own = own_flag_or_404(request.user, flag, trace=own_turn(request, project, assignment).trace_id)
        return Response(self.shown(FlagSerializer, _or_409(services.withdraw, flag=own, by=request.user)))


class FlagResolve(Endpoint):
    @operation(
        "resolve_flag",
        Role.MANAGER,
        takes=ResolveBody,
        repeatable=True,
        answers={200: FlagSerializer},
        refuses=(409,),
    )
    def post(self, request: Request, project: str, flag: int) -> Response:
        """Decide: `nothing_wrong`, `taken_out` of the queue or, after that, `put_back`; 409 when its state does not allow it."""
        row, body = flag_or_404(project_or_404(project), flag), sent(request, ResolveBody)
        outcome = Flag.State(body["outcome"])
        return Response(
            self.shown(FlagSerializer, _or_409(services.resolve, flag=row, outcome=outcome, by=request.user))
        )


def own_turn(request: Request, project: str, pk: int) -> Assignment:
    turn = queries.assignment_of(request.user, pk)
    if turn is None or turn.project.slug != project:
        raise Http404(f"no turn {pk} of this member in {project}")
    return turn


def _or_409(act: Any, **arguments: Any) -> Flag:
    try:
        done: Flag = act(**arguments)
    except services.Decided as error:
        raise Refusal(409, "decided", _("The flag is not in a state that allows this.")) from error
    return Flag.objects.select_related("trace", "member", "decided_by").get(organization_id=current(), pk=done.pk)
