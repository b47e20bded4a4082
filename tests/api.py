"""A script that talks to the API with a token."""

import json
from typing import Any

from django.http import HttpResponse
from django.test import Client

from apps.tenants.models import Membership
from tests.factories import make_token


class Script:
    """Acts as a member; addresses are those below /api/v1/, or whole ones as the API gave them."""

    def __init__(self, member: Membership) -> None:
        self.member = member
        self.client = Client(headers={"Authorization": f"Bearer {make_token(member)}"}, raise_request_exception=False)

    def ask(self, method: str, address: str, body: object = None, **headers: str) -> HttpResponse:
        if not address.startswith("http"):
            address = f"/api/v1/{address}"
        sent = body if isinstance(body, str | bytes) else json.dumps(body)
        given = {} if body is None else {"data": sent, "content_type": "application/json"}
        return self.client.generic(method, address.removeprefix("http://testserver"), headers=headers, **given)

    def get(self, address: str, **headers: str) -> HttpResponse:
        return self.ask("GET", address, **headers)

    def post(self, address: str, body: object = None, **headers: str) -> HttpResponse:
        return self.ask("POST", address, body, **headers)

    def put(self, address: str, body: object) -> HttpResponse:
        return self.ask("PUT", address, body)

    def patch(self, address: str, body: object) -> HttpResponse:
        return self.ask("PATCH", address, body)

    def pages(self, address: str) -> list[list[Any]]:
        """The rows of each page, followed from `next` to `next`."""
        pages = []
        while address:
            answer = self.get(address).json()
            pages.append(answer["results"])
            address = answer["next"]
        return pages

    def rows(self, address: str) -> list[Any]:
        return [row for page in self.pages(address) for row in page]


def refusal(answer: HttpResponse) -> tuple[int, str]:
    """Status and code of a no."""
    return answer.status_code, answer.json()["error"]["code"]


def faults(answer: HttpResponse) -> list[str]:
    """Where the request is at fault."""
    return [fault["at"] for fault in answer.json()["error"]["faults"]]
