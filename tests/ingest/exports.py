"""Exports of spans, as a program of ours makes them, and what sends them."""

import json
from typing import Any

from django.http import HttpResponse
from django.test import Client

from apps.tenants.models import Membership
from tests.factories import make_token

T1, T2 = "11" * 16, "22" * 16


def attribute(key: str, value: str) -> dict[str, Any]:
    return {"key": key, "value": {"stringValue": value}}


def span(number: int, trace: str = T1, parent: int = 0, at: int = 0, **attributes: str) -> dict[str, Any]:
    """Span `number` of a trace, ended, `at` seconds after the first; a root without a parent. x__id is gen_ai.x.id."""
    begun = 1_767_430_800 + at
    return {
        "traceId": trace,
        "spanId": f"{number:016x}",
        **({"parentSpanId": f"{parent:016x}"} if parent else {}),
        "name": "work",
        "kind": 3,
        "startTimeUnixNano": f"{begun}000000000",
        "endTimeUnixNano": f"{begun + 1}000000000",
        "attributes": [attribute("gen_ai." + key.replace("__", "."), value) for key, value in attributes.items()],
    }


def asked(
    number: int, question: str, answer: str, trace: str = T1, parent: int = 1, at: int = 0, **more: str
) -> dict[str, Any]:
    """A span that asks a model."""
    said = [{"role": "user", "parts": [{"type": "text", "content": question}]}]
    answered = [{"role": "assistant", "parts": [{"type": "text", "content": answer}]}]
    told = {"input__messages": json.dumps(said), "output__messages": json.dumps(answered)}
    return span(number, trace, parent, at, operation__name="chat", request__model="m-1", **told, **more)


def root(number: int = 1, trace: str = T1, **attributes: str) -> dict[str, Any]:
    return span(number, trace, operation__name="invoke_agent", agent__name="halden", **attributes)


def export(*spans: dict[str, Any], project: str = "") -> dict[str, Any]:
    resource = {"attributes": [attribute("tracewright.project", project)] if project else []}
    return {"resourceSpans": [{"resource": resource, "scopeSpans": [{"scope": {"name": "tests"}, "spans": [*spans]}]}]}


class Exporter:
    """Sends as a member, into a project."""

    def __init__(self, member: Membership, project: str = "weather") -> None:
        self.token, self.project = make_token(member), project

    def send(self, body: Any, to: str = "traces", **headers: str) -> HttpResponse:
        """`body` is bytes, or JSON; headers are named as in "content_type"."""
        given = {"authorization": f"Bearer {self.token}", "x-tracewright-project": self.project}
        given |= {name.replace("_", "-"): value for name, value in headers.items()}
        content_type = given.pop("content-type", "application/json")
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        client = Client(raise_request_exception=False)
        kept = {name: value for name, value in given.items() if value}
        return client.post(f"/v1/{to}", data, content_type=content_type, headers=kept)

    def spans(self, *spans: dict[str, Any], **headers: str) -> HttpResponse:
        return self.send(export(*spans), **headers)
