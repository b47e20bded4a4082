"""Answers in the organization's admin, to look at. A draft's text is its author's until it is submitted, so it is not shown."""

from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from apps.annotations.models import Annotation, AnnotationRevision, Draft, Prediction
from apps.tenants.sites import Part, ReadOnlyInline, TenantAdmin, as_text, organization_site


class OfTurn(Part, TenantAdmin):
    """Rows that belong to somebody's turn at a trace."""

    list_select_related: Any = ("assignment__member", "assignment__slot__trace")
    search_fields: Any = ("assignment__slot__trace__identity", "assignment__member__public_name")
    show_full_result_count = False

    @admin.display(description=_("trace"))
    def trace(self, row: Any) -> str:
        return str(row.assignment.slot.trace)

    @admin.display(description=_("member"))
    def member(self, row: Any) -> str:
        return str(row.assignment.member)


class RevisionInline(ReadOnlyInline):
    model = AnnotationRevision
    fields = ("number", "source", "by", "at")


@admin.register(Annotation, site=organization_site)
class AnnotationAdmin(OfTurn):
    list_display = ("trace", "member", "scheme", "number", "edits")
    list_filter = ("scheme",)
    list_select_related = (*OfTurn.list_select_related, "scheme")
    fields = ("assignment", "scheme", "number", "edits", as_text("answer", _("answer")))
    inlines = (RevisionInline,)


@admin.register(AnnotationRevision, site=organization_site)
class AnnotationRevisionAdmin(Part, TenantAdmin):
    list_display = ("trace", "scheme", "number", "source", "by", "at")
    list_filter = ("source", "by")
    list_select_related = ("annotation__scheme", "annotation__assignment__slot__trace", "by")
    search_fields = ("annotation__assignment__slot__trace__identity", "by__public_name")
    show_full_result_count = False
    fields = (
        *("annotation", "number", "source", "by", "at", as_text("answer", _("answer"))),
        as_text("began_from", _("prediction it began from")),
    )

    @admin.display(description=_("trace"))
    def trace(self, row: Any) -> str:
        return str(row.annotation.assignment.slot.trace)

    @admin.display(description=_("scheme"))
    def scheme(self, row: Any) -> str:
        return str(row.annotation.scheme)


@admin.register(Prediction, site=organization_site)
class PredictionAdmin(Part, TenantAdmin):
    list_display = ("trace", "scheme", "model", "model_version", "source", "created_at")
    list_filter = ("scheme", "source", "model")
    list_select_related = ("scheme", "revision__trace")
    search_fields = ("revision__trace__identity", "model", "model_version")
    show_full_result_count = False
    fields = (
        *("revision", "scheme", "version", "model", "model_version", "source", "created_at"),
        *(as_text("answer", _("answer")), as_text("details", _("details"))),
    )

    @admin.display(description=_("trace"))
    def trace(self, row: Any) -> str:
        return str(row.revision.trace)


@admin.register(Draft, site=organization_site)
class DraftAdmin(OfTurn):
    list_display = ("trace", "member", "is_pending", "number", "saved_at")
    fields = ("assignment", "is_pending", "number", "saved_at")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Draft]:
        return super().get_queryset(request).annotate(pending=Q(answers__isnull=False))

    @admin.display(description=_("not submitted"), boolean=True)
    def is_pending(self, row: Any) -> bool:
        return bool(row.pending)
