"""The organization's own rows in its admin (members, invitations, audit trail), and the superusers' page of logins."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.admin import ModelAdmin

from apps.tenants import invitations, services
from apps.tenants.models import AuditEvent, Invitation, Membership, Role, User
from apps.tenants.sites import ReadOnly, TenantAdmin, TenantForm, organization_site, superuser_site


class RolesUpToOnesOwn:
    """The field `role` offers nobody a role above their own."""

    def formfield_for_choice_field(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        if db_field.name == "role":
            kwargs["choices"] = [(role.value, role.label) for role in Role if request.membership.reaches(role)]
        return super().formfield_for_choice_field(db_field, request, **kwargs)  # type: ignore[misc]


class MemberForm(TenantForm):
    def clean(self) -> dict[str, Any]:
        fields: dict[str, Any] = super().clean() or self.cleaned_data
        role, paused = fields.get("role", self.instance.role), fields.get("paused", self.instance.paused)
        services.keep_an_owner(member=self.instance, role=Role(role), paused=paused)
        return fields


class MembershipAdmin(RolesUpToOnesOwn, TenantAdmin):
    form = MemberForm
    list_display = ("public_name", "role", "contact", "paused", "can_sign_in", "created_at")
    list_filter = ("role", "paused")
    search_fields = ("public_name", "contact")
    readonly_fields = ("contact", "created_at")
    fields = ("public_name", "role", "paused", "contact", "created_at")
    actions = ("pause", "unpause")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Membership]:
        return super().get_queryset(request).select_related("user")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False  # people come by invitation

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False  # their answers stay; pause them instead

    def has_change_permission(self, request: Any, obj: Membership | None = None) -> bool:
        allowed: bool = super().has_change_permission(request, obj)
        return allowed and (obj is None or request.membership.reaches(Role(obj.role)))

    @staticmethod
    def _set_paused(request: Any, queryset: QuerySet[Membership], paused: bool) -> None:
        changed = 0
        for row in queryset.exclude(paused=paused):
            try:
                services.set_paused(member=row, paused=paused, by=request.membership)
                changed += 1
            except ValidationError as error:
                messages.error(request, f"{row}: {' '.join(error.messages)}")
        messages.success(request, _("%(count)d changed.") % {"count": changed})

    def pause(self, request: HttpRequest, queryset: QuerySet[Membership]) -> None:
        self._set_paused(request, queryset, True)

    def unpause(self, request: HttpRequest, queryset: QuerySet[Membership]) -> None:
        self._set_paused(request, queryset, False)

    def can_sign_in(self, row: Membership) -> bool:
        return row.user_id is not None

    pause.short_description = gettext_lazy("Pause: no new work")  # type: ignore[attr-defined]
    unpause.short_description = gettext_lazy("Let work again")  # type: ignore[attr-defined]
    pause.allowed_permissions = unpause.allowed_permissions = ("change",)  # type: ignore[attr-defined]
    can_sign_in.boolean = True  # type: ignore[attr-defined]
    can_sign_in.short_description = gettext_lazy("can sign in")  # type: ignore[attr-defined]


class InvitationAdmin(RolesUpToOnesOwn, TenantAdmin):
    """To invite, and to take an invitation back: its link ends when the row is removed."""

    list_display = ("email", "role", "invited_by", "created_at", "expires_at", "accepted_at")
    list_filter = ("role",)
    readonly_fields = ("invited_by", "created_at", "expires_at", "accepted_at")

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


class AuditEventAdmin(ReadOnly, TenantAdmin):
    list_display = ("at", "by", "verb", "model", "name")
    list_filter = ("verb", "by")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


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
organization_site.register(AuditEvent, AuditEventAdmin)
