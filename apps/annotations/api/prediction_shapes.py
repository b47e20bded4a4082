"""What the API shows of predictions, and what it takes for one."""

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, extend_schema_field, extend_schema_serializer
from rest_framework import serializers

from apps.annotations.api.shapes import TRACE, TraceOfTurn
from apps.annotations.models import Prediction, PredictionSource
from apps.tenants.api.bodies import ID, INT32, Body, Number, Query, Text, WholeNumber, Words
from apps.tenants.api.lists import PageQuery
from tracewright.predictions import REASONING_CHARS

AT_ONCE = 500
NAME_CHARS = 200
OF_MODEL = {"model": "critic-1", "model_version": "2026-05"}
ANSWER = {
    "scheme": "quality",
    **OF_MODEL,
    "answer": {"choice": "good"},
    "confidence": 0.87,
    "reasoning": "All tests pass.",
}
STEPS = {
    "scheme": "step_rewards",
    **OF_MODEL,
    "steps": [{"step": 2, "value": -1, "confidence": 0.7, "reasoning": "It never ran."}],
}
PREDICTION = {
    "id": 12,
    "trace": TRACE,
    "revision": 1,
    "scheme": "quality",
    "kind": "radio",
    "version": 1,
    **OF_MODEL,
    "answer": {"choice": "good", "free_response": ""},
    "details": {"confidence": 0.87, "reasoning": "All tests pass."},
    "source": "api",
    "created_at": "2026-08-01T09:00:00Z",
}


# ---- What goes out ----


@extend_schema_serializer(examples=[OpenApiExample("A prediction", PREDICTION, response_only=True)])
class PredictionSerializer(serializers.ModelSerializer):
    trace = TraceOfTurn(source="revision.trace")
    revision = serializers.IntegerField(source="revision.number", help_text="The trace revision it is about.")
    scheme = serializers.CharField(source="scheme.name")
    kind = serializers.CharField(source="version.kind")
    version = serializers.IntegerField(source="version.number", help_text="The scheme version it was made for.")
    answer = serializers.DictField(help_text="As the kind keeps an answer.")
    details = serializers.DictField(help_text="`confidence`, `reasoning` and `steps`, where the model said them.")
    source = serializers.ChoiceField(choices=PredictionSource.choices)

    class Meta:
        model = Prediction
        fields = read_only_fields = (
            *("id", "trace", "revision", "scheme", "kind", "version", "model", "model_version"),
            *("answer", "details", "source", "created_at"),
        )


class StoredSerializer(serializers.Serializer):
    stored = serializers.IntegerField(help_text="How many are new or say something else than before.")
    unchanged = serializers.IntegerField()


class RemovedSerializer(serializers.Serializer):
    removed = serializers.IntegerField()


# ---- What comes in ----


@extend_schema_field(OpenApiTypes.ANY)
class Anything(serializers.JSONField):
    """The kind of the scheme says what it takes."""

    def to_internal_value(self, data: Any) -> Any:
        return data


@extend_schema_field({"type": "number", "minimum": 0, "maximum": 1})
class Confidence(Number):
    """From 0 to 1; tracewright.predictions refuses others, and names them."""


class PredictedStep(Body):
    step = WholeNumber(min_value=0, max_value=INT32["max_value"], help_text="Its index in the full list of steps.")
    value = Anything(
        help_text="1, 0 or -1 for process_reward; for trajectory_eval the correctness, or all of a judgment."
    )
    confidence = Confidence(required=False)
    reasoning = Text(required=False, allow_blank=True, max_length=REASONING_CHARS)


@extend_schema_serializer(
    examples=[
        OpenApiExample("An answer", ANSWER, request_only=True),
        OpenApiExample("A value for each step", STEPS, request_only=True),
    ]
)
class PredictionBody(Body):
    scheme = Text(min_length=1, max_length=NAME_CHARS)
    model = Text(min_length=1, max_length=NAME_CHARS)
    model_version = Text(default="", allow_blank=True, max_length=NAME_CHARS)
    answer = serializers.DictField(required=False, help_text="As the page sends it; this or `steps`.")
    steps = PredictedStep(many=True, required=False, min_length=1, help_text="For kinds that ask at each step.")
    confidence = Confidence(required=False)
    reasoning = Text(required=False, allow_blank=True, max_length=REASONING_CHARS)


class PredictionOfTrace(PredictionBody):
    trace = WholeNumber(required=False, **ID, help_text="The id of a trace; this or `identity`.")
    identity = Text(
        required=False,
        min_length=1,
        max_length=500,
        help_text="The trace's own id in its data; the newest of that name.",
    )


@extend_schema_serializer(
    examples=[
        OpenApiExample("Of two traces", {"predictions": [{"trace": 7, **ANSWER}, {"identity": "run-0008", **STEPS}]})
    ]
)
class PredictionsBody(Body):
    predictions = PredictionOfTrace(many=True, min_length=1, max_length=AT_ONCE)


class PredictionQuery(PageQuery):
    trace = serializers.IntegerField(required=False, **ID, help_text="The id of a trace.")
    scheme = Words(required=False, help_text="The name of a scheme.")
    model = Words(required=False, help_text="The name of a model.")
    model_version = Words(required=False, help_text="Its version.")


class RemovalQuery(Query):
    model_version = Words(required=False, help_text="Only of this version.")
    trace = serializers.IntegerField(required=False, **ID, help_text="Only about the trace of this id.")
