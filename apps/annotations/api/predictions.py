"""Predictions by API: what models say about the questions of traces, to be suggested to people."""

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response

from apps.annotations.api.prediction_shapes import (
    PredictionBody,
    PredictionQuery,
    PredictionsBody,
    PredictionSerializer,
    RemovalQuery,
    RemovedSerializer,
    StoredSerializer,
)
from apps.annotations.models import Prediction, PredictionSource
from apps.annotations.predictions import Given, remove_predictions, store_predictions
from apps.annotations.questions import asked as asked_schemes
from apps.projects.models import Project
from apps.projects.queries import project_or_404
from apps.schemes.models import Scheme
from apps.tenants.api.bodies import asked, sent
from apps.tenants.api.errors import Fault, invalid
from apps.tenants.api.lists import PageQuery, page_of
from apps.tenants.api.operations import Endpoint, operation
from apps.tenants.idempotency import idempotent, replayed
from apps.tenants.models import Role
from apps.tenants.scope import current
from apps.traces.models import Trace
from apps.traces.queries import trace_or_404, traces
from tracewright.errors import AnswerError, TraceFormatError
from tracewright.predictions import KEYS, predicted, reads_document
from tracewright.shown import shown

PAGE = page_of(PredictionSerializer)


class TracePredictions(Endpoint):
    @operation("list_trace_predictions", Role.REVIEWER, query=PageQuery, answers={200: PAGE})
    def get(self, request: Request, project: str, trace: int) -> Response:
        """What models predict for a trace, of all its revisions."""
        query = asked(request, PageQuery)
        row = trace_or_404(project_or_404(project), trace)
        return self.listed(PredictionSerializer, predictions(row.project).filter(revision__trace=row), query, "id")

    @operation(
        "create_prediction",
        Role.MANAGER,
        takes=PredictionBody,
        repeatable=True,
        by_itself=True,
        answers={201: PredictionSerializer},
    )
    def post(self, request: Request, project: str, trace: int) -> HttpResponse:
        """Suggest an answer to one question about the newest revision of a trace.

        It takes the place of what the same model and version said about the question before. It counts as an answer only
        after a person has accepted it.
        """
        if earlier := replayed(request):
            return earlier
        row = trace_or_404(project_or_404(project), trace)
        body = sent(request, PredictionBody)
        [given] = checked(row.project, [(row, body)], [""])
        return idempotent(self.stored)(request, row.project, given)

    def stored(self, request: Request, project: Project, given: Given) -> Response:
        store_predictions(project=project, given=[given], source=PredictionSource.API, by=request.user)
        about = {"revision": given.revision, "scheme": given.scheme}
        row = predictions(project).get(**about, model=given.model, model_version=given.model_version)
        return Response(self.shown(PredictionSerializer, row), status=201)


class PredictionList(Endpoint):
    @operation("list_predictions", Role.REVIEWER, query=PredictionQuery, answers={200: PAGE})
    def get(self, request: Request, project: str) -> Response:
        """What models predict for the project's traces."""
        query = asked(request, PredictionQuery)
        wanted = {
            "trace": "revision__trace",
            "scheme": "scheme__name",
            "model": "model",
            "model_version": "model_version",
        }
        found = {wanted[name]: value for name, value in query.items() if name in wanted}
        return self.listed(PredictionSerializer, predictions(project_or_404(project)).filter(**found), query, "id")

    @operation(
        "create_predictions",
        Role.MANAGER,
        takes=PredictionsBody,
        repeatable=True,
        by_itself=True,
        answers={201: StoredSerializer},
    )
    def post(self, request: Request, project: str) -> HttpResponse:
        """Suggest answers for several traces, all or none.

        When one is at fault nothing is stored; `faults` name each, as `predictions.3.answer`.
        """
        if earlier := replayed(request):
            return earlier
        row = project_or_404(project)
        bodies = sent(request, PredictionsBody)["predictions"]
        given = checked(row, *with_traces(row, bodies))
        return idempotent(self.stored)(request, row, given)

    def stored(self, request: Request, project: Project, given: Sequence[Given]) -> Response:
        stored = store_predictions(project=project, given=given, source=PredictionSource.API, by=request.user)
        return Response({"stored": stored, "unchanged": len(given) - stored}, status=201)


class PredictionsOfModel(Endpoint):
    @operation("delete_predictions", Role.MANAGER, query=RemovalQuery, answers={200: RemovedSerializer})
    def delete(self, request: Request, project: str, model: str) -> Response:
        """Drop what a model said, of one version or of all.

        Answers that began from it stay as they are. 404 when it said nothing of that kind.
        """
        row, query = project_or_404(project), asked(request, RemovalQuery)
        removed = remove_predictions(project=row, model=model, by=request.user, **query)
        if not removed:
            raise Http404(f"no predictions of {model!r} in {project}")
        return Response({"removed": removed})


def predictions(project: Project) -> QuerySet[Prediction]:
    rows = Prediction.objects.filter(organization_id=current(), revision__trace__project=project)
    return rows.select_related("scheme", "version", "revision__trace")


Body = Mapping[str, Any]


def with_traces(project: Project, bodies: Sequence[Body]) -> tuple[list[tuple[Trace, Body]], list[str]]:
    """Each with the trace it names, and where it stands in the request. 400 for a trace that the project does not have, and
    for two predictions of which one would take the other's place.
    """
    by_id, by_identity = _named(project, bodies)
    found: list[tuple[Trace, Body]] = []
    faults: list[Fault] = []
    met: dict[tuple[object, ...], str] = {}
    places = [f"predictions.{index}" for index in range(len(bodies))]
    for place, body in zip(places, bodies, strict=True):
        trace = by_id.get(body.get("trace", 0)) or by_identity.get(body.get("identity", ""))
        if ("trace" in body) == ("identity" in body):
            faults.append(_fault(f"{place}.trace", _("Name the trace by “trace” or by “identity”, one of the two.")))
        elif trace is None:
            key = "trace" if "trace" in body else "identity"
            faults.append(_fault(f"{place}.{key}", _("The project has no trace %(id)s.") % {"id": shown(body[key])}))
        else:
            about = (trace.pk, body["scheme"], body["model"], body["model_version"])
            if met.setdefault(about, place) != place:
                text = _("It would take the place of %(place)s: the same model, scheme and trace.")
                faults.append(_fault(place, text % {"place": met[about]}))
            found.append((trace, body))
    if faults:
        raise invalid(faults)
    return found, places


def _named(project: Project, bodies: Sequence[Body]) -> tuple[dict[int, Trace], dict[str, Trace]]:
    """The traces that are named, by id and by identity."""
    rows = traces(project).exclude(current=None).select_related("current")
    by_id = rows.in_bulk({body["trace"] for body in bodies if "trace" in body})
    identities = {body["identity"] for body in bodies if "identity" in body}
    return by_id, {row.identity: row for row in rows.filter(identity__in=identities)}


def checked(project: Project, bodies: Sequence[tuple[Trace, Body]], places: Sequence[str]) -> list[Given]:
    """Canonical, in the order of the traces, of which one document is in memory at a time; 400 names all faults."""
    schemes = {scheme.name: scheme for scheme in asked_schemes(project)}
    found: list[Given] = []
    faults: dict[str, Fault] = {}  # by the place of the prediction
    by_trace = groupby(sorted(zip(bodies, places, strict=True), key=_trace_id), key=_trace_id)
    for _pk, group in by_trace:
        of_trace = list(group)
        revision: Any = of_trace[0][0][0].current
        for (_trace, body), place in of_trace:
            try:
                found.append(_checked(revision, schemes, body))
            except AnswerError as error:
                faults[place] = _fault(".".join(filter(None, (place, error.at))), str(error))
        revision.__dict__.pop("document", None)
    if faults:
        raise invalid([faults[place] for place in places if place in faults])
    return found


def _trace_id(placed: tuple[tuple[Trace, Body], str]) -> int:
    (trace, _body), _place = placed
    return trace.pk


def _checked(revision: Any, schemes: Mapping[str, Scheme], body: Body) -> Given:
    scheme = schemes.get(body["scheme"])
    if scheme is None:
        known = ", ".join(schemes) or _("none")
        text = _("is no question of this project, which asks %(known)s") % {"known": known}
        raise AnswerError(shown(body["scheme"]), text, "scheme")
    version: Any = scheme.current
    said = {key: body[key] for key in KEYS if key in body}
    try:
        document = revision.document if reads_document(version.kind) else {}
        about = predicted(version.kind, version.config, said, document)
    except TraceFormatError as error:  # the scheme's steps_key names no list
        raise AnswerError(error.where, error.what, "scheme") from error
    return Given(revision, scheme, body["model"], body["model_version"], about)


def _fault(at: str, message: str) -> Fault:
    return {"at": at, "code": "invalid", "message": message}
