"""What comes in, checked: bodies take no other keys and no other types than they say, queries no other parameters."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.request import Request

from tracewright.shown import shown

INT32 = {"min_value": -(2**31), "max_value": 2**31 - 1}
ID = {"min_value": 1, "max_value": 2**63 - 1}


class Closed(serializers.Serializer):
    """A key that it does not know is a fault: a misspelt one would be passed over in silence."""

    def to_internal_value(self, data: Any) -> Any:
        unknown = sorted(set(data) - set(self.fields)) if isinstance(data, Mapping) else ()
        if unknown:
            known = ", ".join(self.fields) or _("none")
            text = _("There is no such key; known are %(known)s.") % {"known": known}
            raise ValidationError({key: [ErrorDetail(text, "unknown")] for key in unknown})
        return super().to_internal_value(data)


class Query(Closed):
    """The parameters of an address."""


class Body(Closed):
    """The object that a request sends."""


@extend_schema_field({"type": "string", "minLength": 1, "pattern": r"^[^\x00]*$"})
class Words(serializers.CharField):
    """What is looked for, in an address. DRF's own field refuses a NUL, which no stored text has, but does not tell."""


class Text(serializers.CharField):
    """A JSON string; DRF's own field takes numbers for text."""

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("invalid")
        if self.max_length and len(data) > self.max_length:  # also of blanks, which are trimmed: a schema counts them
            self.fail("max_length", max_length=self.max_length)
        text: str = super().to_internal_value(data)
        return text


class WholeNumber(serializers.IntegerField):
    """A JSON number without a fraction, 2.0 among them; DRF's own field takes strings, too."""

    default_error_messages = {"invalid": gettext_lazy("A whole number is needed.")}

    def to_internal_value(self, data: Any) -> int:
        if isinstance(data, float) and data.is_integer():
            return int(data)
        if not isinstance(data, int) or isinstance(data, bool):
            self.fail("invalid")
        return data


class Number(serializers.FloatField):
    """A JSON number; DRF's own field takes strings, too."""

    default_error_messages = {"invalid": gettext_lazy("A number is needed, not %(value)s.")}

    def to_internal_value(self, data: Any) -> float:
        if not isinstance(data, int | float) or isinstance(data, bool):
            text = self.error_messages["invalid"] % {"value": shown(data)}
            raise ValidationError(text, "invalid")
        return data


def sent(request: Request, body: type[Body], *, partial: bool = False) -> dict[str, Any]:
    """The request's body, checked; `partial` when keys may be left out."""
    return _checked(body(data=request.data, partial=partial))


def asked(request: Request, query: type[Query]) -> dict[str, Any]:
    """The parameters of the request's address, checked."""
    return _checked(query(data=request.query_params.dict()))


def _checked(serializer: serializers.Serializer) -> dict[str, Any]:
    serializer.is_valid(raise_exception=True)
    checked: dict[str, Any] = serializer.validated_data
    return checked
