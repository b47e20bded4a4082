"""The exporter of OpenTelemetry's own SDK, as docs/how-to/send-telemetry.md sets it up, against a running server."""

import json
import os
import re
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from opentelemetry import trace as api
from opentelemetry.exporter.otlp.proto.http import Compression
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor, SpanExportResult

from apps.ingest.span_job import sweep
from apps.jobs import running
from apps.jobs.models import Job
from apps.tenants.models import Organization, Role
from apps.tenants.scope import scope
from apps.traces.models import Trace
from tests.factories import make_member, make_organization, make_project, make_token

HOW_TO = Path(__file__).parent.parent.parent / "docs" / "how-to" / "send-telemetry.md"
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def acme() -> Organization:
    organization = make_organization()
    make_project(organization)
    return organization


@pytest.fixture
def token(acme: Organization) -> str:
    return make_token(make_member(acme, Role.MANAGER, "collector", login=False))


def built(of: Organization) -> list[str]:
    """What the only trace says when everything that is stored was built."""
    sweep(timezone.now() + timedelta(seconds=61))
    with scope(of.pk):
        job = Job.objects.latest("id")
    running.run(of.pk, job.pk, "a worker")
    with scope(of.pk):
        trace = Trace.objects.select_related("current").get()
        return [turn["content"] for turn in trace.current.document["structured_turns"]]


class Results(OTLPSpanExporter):
    """Remembers how its exports went."""

    def __init__(self, **options: object) -> None:
        super().__init__(**options)
        self.results: list[SpanExportResult] = []

    def export(self, spans):
        self.results.append(super().export(spans))
        return self.results[-1]


def work(exporter: OTLPSpanExporter, resource: dict[str, str]) -> None:
    """An agent that asks a model once."""
    provider = TracerProvider(resource=Resource.create(resource))
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    tracer = provider.get_tracer("tests")
    with tracer.start_as_current_span("invoke_agent", attributes={"gen_ai.operation.name": "invoke_agent"}):
        said = json.dumps([{"role": "user", "parts": [{"type": "text", "content": "Hi"}]}])
        with tracer.start_as_current_span("chat", kind=api.SpanKind.CLIENT) as span:
            span.set_attributes({"gen_ai.operation.name": "chat", "gen_ai.request.model": "m-1"})
            span.set_attribute("gen_ai.input.messages", said)
            span.set_attribute("gen_ai.output.messages", said.replace("user", "assistant").replace("Hi", "Hello"))
    provider.shutdown()


@pytest.mark.parametrize("compression", [Compression.NoCompression, Compression.Gzip])
def test_its_spans_become_a_trace(live_server, acme, token, compression: Compression):
    headers = {"authorization": f"Bearer {token}", "x-tracewright-project": "weather"}
    exporter = Results(endpoint=f"{live_server.url}/v1/traces", headers=headers, compression=compression)
    work(exporter, {})
    assert exporter.results == [SpanExportResult.SUCCESS] * 2
    assert built(acme) == ["Hi", "Hello"]


def test_its_resource_names_the_project(live_server, acme, token):
    exporter = Results(endpoint=f"{live_server.url}/v1/traces", headers={"authorization": f"Bearer {token}"})
    work(exporter, {"tracewright.project": "weather"})
    assert built(acme) == ["Hi", "Hello"]


def test_it_gives_up_at_once_with_a_wrong_token(live_server, acme):
    headers = {"authorization": "Bearer tw_wrong", "x-tracewright-project": "weather"}
    exporter = Results(endpoint=f"{live_server.url}/v1/traces", headers=headers)
    work(exporter, {})
    assert exporter.results == [SpanExportResult.FAILURE] * 2


def test_the_how_to_works_as_it_stands_there(live_server, acme, token, tmp_path):
    text = HOW_TO.read_text()
    shell = "\n".join(re.findall(r"^```bash\n(.*?)^```", text, re.MULTILINE | re.DOTALL))
    program = "\n".join(re.findall(r"^```python\n(.*?)^```", text, re.MULTILINE | re.DOTALL))
    (tmp_path / "agent.py").write_text(program)
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", f"{shell}\n{sys.executable} agent.py"],
        cwd=tmp_path,
        env={**os.environ, "SITE": live_server.url, "TOKEN": token},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    assert "error" not in done.stderr.lower()
    assert built(acme) == ["What is the weather in Oslo?", "Two degrees, and rain."]
