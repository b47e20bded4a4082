"""What the API shows of turns and answers, and what it takes for them."""

from drf_spectacular.utils import OpenApiExample, extend_schema_serializer
from rest_framework import serializers

from apps.annotations.models import Annotation, Source
from apps.annotations.pending import pending
from apps.assignments.models import Assignment
from apps.tenants.api.bodies import INT32, Body, Text, WholeNumber
from apps.tenants.api.operations import Link
from apps.traces.models import Trace

ANSWERS = {"fix": {"edits": [{"step": "0", "pointer": "/action", "text": "ls -la", "reason": "a typo"}]}}
DRAFT = {"number": 1, "answers": ANSWERS, "base": {}, "saved_at": "2026-08-01T09:05:00Z"}
TRACE = {"id": 7, "identity": "run-0007", "task": "Find the weather.", "steps": 12, "calls": 9, "errors": 1}
TURN = {
    "id": 41,
    "project": "weather",
    "state": "claimed",
    "claimed_at": "2026-08-01T09:00:00Z",
    "lease_until": "2026-08-01T10:00:00Z",
    "finished_at": None,
    "trace": TRACE,
    "revision": 1,
    "is_newest_revision": True,
    "document": "https://tracewright.example/api/v1/projects/weather/assignments/41/document",
    "draft": DRAFT,
}
GIVEN = {
    "id": 96,
    "scheme": "fix",
    "kind": "trajectory_edit",
    "version": 1,
    "number": 1,
    "annotator": "annotator-07",
    "assignment": 41,
    "trace": TRACE,
    "answer": {"edits": [{"step": "0", "pointer": "/action", "old": "ls -lq", "new": "ls -la", "reason": "a typo"}]},
    "source": "page",
    "changed_at": "2026-08-01T09:10:00Z",
}


# ---- What goes out ----


@extend_schema_serializer(examples=[OpenApiExample("A draft", DRAFT, response_only=True)])
class DraftSerializer(serializers.Serializer):
    """The draft or, without one, the submitted answers, in the form in which they are sent."""

    number = serializers.IntegerField(help_text="Goes back with the next draft or submit.")
    answers = serializers.DictField(help_text="By the name of the scheme.")
    base = serializers.DictField(
        child=serializers.IntegerField(), help_text="The answer revision of each scheme; goes back, too."
    )
    saved_at = serializers.DateTimeField(allow_null=True)


class TraceOfTurn(serializers.ModelSerializer):
    class Meta:
        model = Trace
        fields = read_only_fields = ("id", "identity", "task", "steps", "calls", "errors")


@extend_schema_serializer(examples=[OpenApiExample("A turn in work", TURN, response_only=True)])
class AssignmentSerializer(serializers.ModelSerializer):
    project = serializers.SlugField(source="project.slug")
    trace = TraceOfTurn(source="revision.trace")
    revision = serializers.IntegerField(source="revision.number", help_text="The trace revision to answer.")
    is_newest_revision = serializers.SerializerMethodField()
    document = Link("api_assignment_document", assignment="pk")
    draft = serializers.SerializerMethodField()

    class Meta:
        model = Assignment
        fields = read_only_fields = (
            *("id", "project", "state", "claimed_at", "lease_until", "finished_at"),
            *("trace", "revision", "is_newest_revision", "document", "draft"),
        )

    def get_is_newest_revision(self, turn: Assignment) -> bool:
        return turn.revision.trace.current_id == turn.revision_id

    def get_draft(self, turn: Assignment) -> DraftSerializer:
        shown: DraftSerializer = DraftSerializer(pending(turn)).data
        return shown


NOTHING = ("quota", "nothing_open", "no_traces")


class NextSerializer(serializers.Serializer):
    assignment = AssignmentSerializer(allow_null=True)
    why = serializers.ChoiceField(choices=NOTHING, allow_null=True, help_text="Why there is none.")


class SavedSerializer(serializers.Serializer):
    number = serializers.IntegerField(help_text="Goes with the next draft or submit.")
    saved_at = serializers.DateTimeField()


class OverSerializer(serializers.ModelSerializer):
    """A turn after it was handed in, skipped or handed back."""

    class Meta:
        model = Assignment
        fields = read_only_fields = ("id", "state", "finished_at")


@extend_schema_serializer(examples=[OpenApiExample("An answer", GIVEN, response_only=True)])
class AnnotationSerializer(serializers.ModelSerializer):
    scheme = serializers.CharField(source="scheme.name")
    kind = serializers.CharField(source="version.kind")
    version = serializers.IntegerField(source="version.number", help_text="The scheme version it was given under.")
    number = serializers.IntegerField(help_text="Of the answer revision.")
    annotator = serializers.CharField(source="assignment.member.public_name")
    assignment = serializers.IntegerField(source="assignment_id")
    trace = TraceOfTurn(source="assignment.revision.trace")
    answer = serializers.DictField(help_text="As the kind keeps it.")
    source = serializers.ChoiceField(choices=Source.choices)
    changed_at = serializers.DateTimeField()

    class Meta:
        model = Annotation
        fields = read_only_fields = (
            *("id", "scheme", "kind", "version", "number", "annotator", "assignment", "trace"),
            *("answer", "source", "changed_at"),
        )


# ---- What comes in ----


@extend_schema_serializer(
    examples=[OpenApiExample("One edit", {"answers": ANSWERS, "number": 1, "base": {}}, request_only=True)]
)
class AnswersBody(Body):
    answers = serializers.DictField(help_text="By the name of the scheme.")
    number = WholeNumber(
        min_value=0, max_value=INT32["max_value"], default=0, help_text="Of the draft it was typed on; 0 for the first."
    )
    base = serializers.DictField(
        child=WholeNumber(min_value=0, max_value=INT32["max_value"]),
        default=dict,
        help_text="The answer revision of each scheme that the answer is based on; without one: none.",
    )


@extend_schema_serializer(examples=[OpenApiExample("A skip", {"reason": "not in English"}, request_only=True)])
class SkipBody(Body):
    reason = Text(min_length=1, max_length=500)
