"""The organization's own rows in its admin (members, invitations, audit trail), and the superusers' page of logins."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin import EmptyFieldListFilter
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.admin import ModelAdmin

from apps.tenants import invitations, services
from apps.tenants.models import ApiToken, AuditEvent, Invitation, Membership, Role, User
from apps.tenants.sites import Part, ReadOnly, TenantAdmin, TenantForm, organization_site, steer, superuser_site


class RolesUpToOnesOwn:
    """The field `role` offers nobody a role above their own."""

    def formfield_for_choice_field(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        if db_field.name == "role":
            kwargs["choices"] = [(role.value, role.label) for role in Role if request.membership.reaches(role)]
        return super().formfield_for_choice_field(db_field, request, **kwargs)  # type: ignore[misc]


class KnowsWhoAsks:
    """Of an admin page: its form finds the acting member as `by`."""

    def get_form(self, request: Any, obj: Any = None, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, **kwargs)  # type: ignore[misc]
        form.by = request.membership  # the class is made for this request
        return form


class MemberForm(TenantForm):
    by: Membership

    def clean(self) -> dict[str, Any]:
        fields: dict[str, Any] = super().clean() or self.cleaned_data
        role, paused = fields.get("role", self.instance.role), fields.get("paused", self.instance.paused)
        services.keep_an_owner(member=self.instance, role=Role(role), paused=paused)
        if paused != self.instance.paused:
            services.refuse_oneself(member=self.instance, by=self.by)
        return fields


class MembershipAdmin(RolesUpToOnesOwn, KnowsWhoAsks, TenantAdmin):
    form = MemberForm
    list_display = (
        "public_name",
        "role",
        "contact",
        "paused",
        "can_sign_in",
        "imported_name",
        "linked_to",
        "created_at",
    )
    list_filter = ("role", "paused")
    list_select_related = ("user", "linked_to")
    search_fields = ("public_name", "contact", "imported_name")
    readonly_fields = ("contact", "imported_name", "linked_to", "created_at")
    fields = ("public_name", "role", "paused", *readonly_fields)
    actions = ("pause", "unpause")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False  # people come by invitation

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False  # their answers stay; pause them instead

    def has_change_permission(self, request: Any, obj: Membership | None = None) -> bool:
        allowed: bool = super().has_change_permission(request, obj)
        return allowed and (obj is None or request.membership.reaches(Role(obj.role)))

    @admin.action(description=gettext_lazy("Pause: no new work"), permissions=["change"])
    def pause(self, request: Any, queryset: QuerySet[Membership]) -> None:
        self._set_paused(request, queryset, True)

    @admin.action(description=gettext_lazy("Let work again"), permissions=["change"])
    def unpause(self, request: Any, queryset: QuerySet[Membership]) -> None:
        self._set_paused(request, queryset, False)

    @staticmethod
    def _set_paused(request: Any, queryset: QuerySet[Membership], paused: bool) -> None:
        rows = queryset.exclude(paused=paused)
        steer(request, rows, lambda row: services.set_paused(member=row, paused=paused, by=request.membership))

    @admin.display(description=gettext_lazy("can sign in"), boolean=True)
    def can_sign_in(self, row: Membership) -> bool:
        return row.user_id is not None


class InvitationForm(TenantForm):
    by: Membership

    def clean(self) -> dict[str, Any]:
        fields: dict[str, Any] = super().clean() or self.cleaned_data
        if "email" in fields and "role" in fields:
            invitations.refuse_person(fields["email"], Role(fields["role"]), self.by)
        return fields


class InvitationAdmin(RolesUpToOnesOwn, KnowsWhoAsks, TenantAdmin):
    """To invite and to take back; an invitation that is removed leaves a link that nobody knows."""

    form = InvitationForm
    list_display = ("email", "role", "invited_by", "created_at", "expires_at", "accepted_at", "revoked_at")
    list_filter = ("role", ("accepted_at", EmptyFieldListFilter), ("revoked_at", EmptyFieldListFilter))
    list_select_related = ("invited_by",)
    search_fields = ("email",)
    readonly_fields = ("invited_by", "created_at", "expires_at", "accepted_at", "revoked_at", "imported")
    actions = ("take_back",)

    def get_fields(self, request: HttpRequest, obj: Invitation | None = None) -> tuple[str, ...]:
        return ("email", "role", *self.readonly_fields) if obj else ("email", "role")

    def has_change_permission(self, request: HttpRequest, obj: Invitation | None = None) -> bool:
        return False  # the link has gone out; invite again

    def save_model(self, request: Any, obj: Invitation, form: Any, change: bool) -> None:
        invitation, link = invitations.invite(email=obj.email, role=Role(obj.role), by=request.membership)
        obj.pk, obj.email = invitation.pk, invitation.email
        if invitations.links_are_shown():
            said = _("This server sends no mail: pass this link on to %(email)s. It is shown this once: %(link)s")
            messages.info(request, said % {"email": invitation.email, "link": link})

    def log_addition(self, request: HttpRequest, obj: Invitation, message: Any) -> None:
        pass  # invitations.invite has written the line

    @admin.action(description=gettext_lazy("Take back: the link ends"), permissions=["delete"])
    def take_back(self, request: Any, queryset: QuerySet[Invitation]) -> None:
        steer(request, queryset, lambda row: invitations.revoke(invitation=row, by=request.membership))


class ApiTokenAdmin(ReadOnly, TenantAdmin):
    """Owners see who works by a token, and remove it; its secret is known to nobody."""

    list_display = ("name", "membership", "created_at", "revoked_at")
    list_filter = ("membership",)
    list_select_related = ("membership",)
    search_fields = ("name", "membership__public_name")


class AuditEventAdmin(Part, TenantAdmin):
    """Nobody changes or removes what happened."""

    list_display = ("at", "by", "verb", "model", "name")
    list_filter = ("verb", "by")
    list_select_related = ("by",)
    search_fields = ("name", "=model")


class UserAdmin(ModelAdmin):
    """Superusers only: switch a login off. Memberships are edited in the organization they belong to."""

    list_display = ("email", "is_active", "is_superuser", "last_login")
    search_fields = ("email",)
    fields = ("email", "is_active", "is_superuser", "last_login", "date_joined")
    readonly_fields = ("last_login", "date_joined")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False  # manage.py createsuperuser, or an invitation

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False  # answers name their memberships; a login is switched off instead


superuser_site.register(User, UserAdmin)
organization_site.register(Membership, MembershipAdmin)
organization_site.register(Invitation, InvitationAdmin)
organization_site.register(ApiToken, ApiTokenAdmin)
organization_site.register(AuditEvent, AuditEventAdmin)
