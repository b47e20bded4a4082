"""Slots and turns in the organization's admin, to look at: claiming and handing in keep them in step with each other."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from apps.assignments.models import Assignment, Bookmark, Flag, Queue, Slot
from apps.assignments.services import SlotTaken, release
from apps.tenants.models import Membership, Role
from apps.tenants.sites import Part, ReadOnlyInline, TenantAdmin, organization_site, steer


class TurnInline(ReadOnlyInline):
    model = Assignment
    fields = ("member", "state", "claimed_at", "finished_at", "skip_reason")


@admin.register(Slot, site=organization_site)
class SlotAdmin(Part, TenantAdmin):
    list_display = ("trace", "number", "state", "project")
    list_filter = ("state", "project")
    list_select_related = ("trace", "project")
    search_fields = ("trace__identity",)
    show_full_result_count = False
    inlines = (TurnInline,)


@admin.register(Assignment, site=organization_site)
class AssignmentAdmin(Part, TenantAdmin):
    list_display = ("trace", "member", "state", "claimed_at", "finished_at", "lease_until", "project")
    list_filter = ("state", "project", "member")
    list_select_related = ("trace", "member", "project")
    search_fields = ("trace__identity", "member__public_name", "skip_reason")
    show_full_result_count = False
    actions = ("hand_back",)

    def has_hand_back_permission(self, request: HttpRequest) -> bool:
        return bool(request.membership.reaches(Role.MANAGER))  # type: ignore[attr-defined]

    @admin.action(description=_("Hand back: open them for others"), permissions=["hand_back"])
    def hand_back(self, request: Any, queryset: QuerySet[Assignment]) -> None:
        steer(request, queryset, lambda turn: _hand_back(turn, request.membership))


def _hand_back(turn: Assignment, by: Membership) -> None:
    try:
        release(assignment=turn, by=by)
    except SlotTaken as error:
        raise ValidationError(gettext("It is submitted or skipped already.")) from error


@admin.register(Flag, site=organization_site)
class FlagAdmin(Part, TenantAdmin):
    """To look at: they are decided on the project's page of flags."""

    list_display = ("trace", "reason", "state", "holds", "member", "created_at", "decided_by", "project")
    list_filter = ("state", "reason", "holds", "project")
    list_select_related = ("trace", "member", "decided_by", "project")
    search_fields = ("trace__identity", "member__public_name", "note")
    show_full_result_count = False


@admin.register(Queue, site=organization_site)
class QueueAdmin(Part, TenantAdmin):
    list_display = ("project", "strategy", "seed", "version")
    list_select_related = ("project",)


@admin.register(Bookmark, site=organization_site)
class BookmarkAdmin(Part, TenantAdmin):
    list_display = ("member", "project", "submitted", "place")
    list_filter = ("project", "member")
    list_select_related = ("member", "project")
