"""Logs by API: a body of records, in a known or recognised format, becomes traces at once."""

from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, extend_schema_serializer
from rest_framework import serializers
from rest_framework.parsers import BaseParser
from rest_framework.request import Request
from rest_framework.response import Response

from apps.ingest.reading import Into, keep_all_said, prepared, read_source, write_all
from apps.ingest.reports import FileReport
from apps.jobs.batches import BATCH
from apps.projects.models import Project
from apps.projects.queries import project_or_404
from apps.tenants.api.bodies import Query, asked
from apps.tenants.api.errors import Refusal
from apps.tenants.api.json_only import AlwaysJson
from apps.tenants.api.operations import Endpoint, operation
from apps.tenants.idempotency import idempotent, replayed
from apps.tenants.models import Role
from apps.tenants.scope import current
from apps.traces.prepared import Prepared
from tracewright.convert import CONVERTERS, Report, Source, converter_for, detect
from tracewright.errors import TraceFormatError
from tracewright.records import MIB

MOST_BYTES = 32 * MIB
MOST_TRACES = 1_000
MOST_SIGNS = 3_000_000  # real logs have up to 1.4 million in as many bytes; a value of two bytes takes seventy
SIGNS = (b",", b"[", b"{", b"\n")  # before each value stands one; there are some in texts, too
MEDIA_TYPES = ("application/x-ndjson", "application/jsonl", "application/json")
NAME = "body"  # how errors call it: "body line 3: ..."


class Lines(BaseParser):
    """The body as it came. It is bounded, and kept in memory."""

    media_type = MEDIA_TYPES[0]

    def parse(self, stream: Any, media_type: str | None = None, parser_context: object = None) -> bytes:
        raw: bytes = stream.read(MOST_BYTES + 1)
        if len(raw) > MOST_BYTES:
            text = _("A batch may have %(most)d bytes; send it in several.") % {"most": MOST_BYTES}
            raise Refusal(413, "too_large", text)
        if sum(map(raw.count, SIGNS)) > MOST_SIGNS:
            text = _("A batch may have %(most)d commas, opening brackets and lines; send it in several.")
            raise Refusal(413, "too_many", text % {"most": MOST_SIGNS})
        return raw


class TakesLines(AlwaysJson):
    def select_parser(self, request: Any, parsers: list[Any]) -> Any:
        given = (request.content_type or "").partition(";")[0].strip().lower()
        return parsers[0] if given in MEDIA_TYPES else None


class BatchQuery(Query):
    format = serializers.ChoiceField(
        required=False,
        choices=sorted(CONVERTERS),
        help_text="The format of the records; recognised when it is left out.",
    )


class MadeSerializer(serializers.Serializer):
    trace = serializers.IntegerField(help_text="Its id.")
    identity = serializers.CharField(help_text="The run's own id.")
    state = serializers.ChoiceField(
        choices=["added", "changed", "unchanged"], help_text="`changed`: it has a new revision."
    )
    lines = serializers.ListField(
        child=serializers.IntegerField(), help_text="The first and the last line of the body that it was made of."
    )


class ProblemSerializer(serializers.Serializer):
    message = serializers.CharField(help_text="With the line.")


EXAMPLE = {
    "format": "claude_code",
    "traces": [{"trace": 7, "identity": "run-0007", "state": "added", "lines": [1, 40]}],
    "problems": [{"message": "body line 41: is no JSON"}],
}


@extend_schema_serializer(examples=[OpenApiExample("A batch", EXAMPLE, response_only=True)])
class BatchSerializer(serializers.Serializer):
    format = serializers.CharField(help_text="The format that the records were read as.")
    traces = MadeSerializer(many=True)
    problems = ProblemSerializer(many=True, help_text="What was not read, each with its line. The rest was.")


class TraceBatch(Endpoint):
    parser_classes = [Lines]
    content_negotiation_class = TakesLines

    @operation(
        "create_traces",
        Role.MANAGER,
        query=BatchQuery,
        takes={media: OpenApiTypes.STR for media in MEDIA_TYPES},
        repeatable=True,
        by_itself=True,
        answers={200: BatchSerializer},
    )
    def post(self, request: Request, project: str) -> HttpResponse:
        """Bring in logs: records as an agent wrote them, or trace documents, one on each line.

        Up to 32 MiB, 1,000 traces, and 3,000,000 commas, opening brackets and lines. What was sent before changes nothing; a
        run that has grown gets a revision. What cannot be read is a problem with its line, and does not keep the rest out.
        422 when nothing of it can be read.
        """
        if earlier := replayed(request):
            return earlier
        row, query = project_or_404(project), asked(request, BatchQuery)
        batch = _Batch(request.data or b"", query.get("format", ""), row)
        return idempotent(self.stored)(request, row, batch)

    def stored(self, request: Request, project: Project, batch: "_Batch") -> Response:
        into = Into(project, current(), timezone.now())
        made = write_all([ready for ready, _lines in batch.ready], into)
        traces = [
            {"trace": each.id, "identity": each.identity, "state": each.state, "lines": lines}
            for each, (_ready, lines) in zip(made, batch.ready, strict=True)
        ]
        problems = [{"message": problem} for problem in batch.problems]
        return Response({"format": batch.format, "traces": traces, "problems": problems})


class _Batch:
    """The body converted, before anything of it is stored."""

    def __init__(self, raw: bytes, format_name: str, project: Project) -> None:
        report, places = FileReport(), _Places(raw)
        self.ready: list[tuple[Prepared, list[int]]] = []
        with TemporaryDirectory(prefix="tracewright-") as folder:
            path = Path(folder, "body.jsonl")
            path.write_bytes(raw)
            try:
                converter = converter_for(format_name, path, NAME) if format_name else detect(path, NAME)
            except TraceFormatError as error:
                raise Refusal(422, "not_recognised", str(error)) from error
            self.format = converter.name
            runs = read_source(converter, Source(path, NAME), report)
            while some := list(islice(runs, BATCH)):
                if len(self.ready) + len(some) > MOST_TRACES:
                    text = _("A batch may have %(most)d traces; send it in several.") % {"most": MOST_TRACES}
                    raise Refusal(413, "too_many", text)
                keep_all_said(project, converter, some)
                for found in some:
                    self.ready.append((prepared(converter, NAME, found), places.lines(found.native)))
                    report.warnings += [f"{NAME} {warning}" for warning in _unread(found.report)]
        self.problems = report.problems + report.warnings
        if not self.ready:
            raise Refusal(422, "nothing_read", "; ".join(self.problems) or _("There is no trace in it."))


def _unread(report: Report) -> list[str]:
    return report.warnings if report.unreadable else []


class _Places:
    r"""Which lines of a body a run's bytes are, asked in the order of the runs.

    >>> places = _Places(b"{}\n[]\n[1]\n[1]")
    >>> places.lines(b"{}"), places.lines(b"[]\n[1]"), places.lines(b"[1]"), places.lines(b"[2]")
    ([1, 1], [2, 3], [4, 4], [])
    """

    def __init__(self, raw: bytes) -> None:
        self.raw, self.at, self.end, self.line = raw, 0, 0, 1

    def lines(self, native: bytes) -> list[int]:
        """The first and the last; [] where the bytes do not follow as they are. Runs of one line have the same bytes."""
        native = native.strip()
        at = self.raw.find(native, self.end)
        if at < 0:
            at = self.raw.find(native, self.at)
        if at < 0:
            return []
        self.line += self.raw.count(b"\n", self.at, at)
        self.at, self.end = at, at + len(native)
        return [self.line, self.line + native.count(b"\n")]
