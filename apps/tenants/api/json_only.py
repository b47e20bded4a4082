"""JSON in and JSON out: how a body is read, and that the header Accept changes nothing."""

from typing import Any

from django.utils.translation import gettext as _
from rest_framework.exceptions import ParseError
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.parsers import BaseParser

from apps.tenants.api.errors import Refusal
from tracewright.json_text import NotJson, read

MOST_BYTES = 12_000_000  # as a page may send: two texts of the largest size and room for more
MOST_VALUES = 300_000  # commas in the body; millions of small values hold a process for seconds


class JsonBody(BaseParser):
    """An object in UTF-8. What PostgreSQL cannot store (NUL, half of a surrogate pair) becomes U+FFFD."""

    media_type = "application/json"

    def parse(self, stream: Any, media_type: str | None = None, parser_context: object = None) -> dict[str, Any]:
        raw = stream.read(MOST_BYTES + 1)
        if len(raw) > MOST_BYTES or raw.count(b",") > MOST_VALUES:
            raise Refusal(413, "too_large", _("This is more than the server takes at once."))
        try:
            body, _repairs = read(raw)
        except NotJson as error:
            raise ParseError(_("The body is %(why)s.") % {"why": error}) from error
        if not isinstance(body, dict):
            raise ParseError(_("The body must be a JSON object."))
        return body


class AlwaysJson(BaseContentNegotiation):
    """A browser that asks for HTML gets JSON too: there is nothing else."""

    def select_parser(self, request: Any, parsers: list[Any]) -> Any:
        is_json = (request.content_type or "").partition(";")[0].strip().lower() == JsonBody.media_type
        return parsers[0] if is_json else None

    def select_renderer(self, request: Any, renderers: list[Any], format_suffix: object = None) -> tuple[Any, str]:
        return renderers[0], renderers[0].media_type
