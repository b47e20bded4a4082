"""The admin of one organization at /o/<slug>/admin/, and the superusers' site at /admin/.

Every ModelAdmin of the organizations' site is a TenantAdmin: it sees, offers, changes and logs rows of the organization in
scope only. tests/tenants/test_admin.py fails for one that is not.
"""

from functools import wraps
from typing import Any

from csp.constants import SELF, UNSAFE_EVAL, UNSAFE_INLINE
from csp.decorators import csp_update
from django.contrib import messages
from django.contrib.admin import FieldListFilter, RelatedFieldListFilter
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import ForeignKey, QuerySet
from django.forms import ModelForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.admin import ModelAdmin, TabularInline
from unfold.sites import UnfoldAdminSite

from apps.tenants import services
from apps.tenants.models import AuditEvent, Invitation, Membership, Role, User
from apps.tenants.permissions import role_of
from apps.tenants.scope import current
from apps.tenants.walls import is_tenant

# unfold builds its pages with Alpine, which evaluates expressions; trace text is never rendered as HTML in the admin.
loosened = csp_update({"script-src": [SELF, UNSAFE_EVAL], "style-src": [SELF, UNSAFE_INLINE]})


class LoginThroughAllauth(UnfoldAdminSite):
    """An admin site without a password form of its own, which would pass by allauth's checks."""

    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        if request.user.is_authenticated:
            raise PermissionDenied("this site is for another role")
        return redirect_to_login(request.get_full_path())

    def password_change(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        return redirect("/accounts/password/change/")

    def get_urls(self) -> list[Any]:
        """Without Django's r/<content type>/<id>/, which reads any table by id and filters by nothing."""
        return [entry for entry in super().get_urls() if getattr(entry, "name", "") != "view_on_site"]

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        shown = super().admin_view(view, cacheable)

        @wraps(shown)
        def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            if request.user.is_authenticated and not self.has_permission(request):
                raise PermissionDenied("this site is for another role")  # signing in again would not help
            return shown(request, *args, **kwargs)

        return loosened(checked)


class OrganizationSite(LoginThroughAllauth):
    """Served inside a scope only, for owners, managers and reviewers."""

    def has_permission(self, request: HttpRequest) -> bool:
        role = role_of(request.user)
        return request.user.is_active and role is not None and role.reaches(Role.REVIEWER)


class SuperuserSite(LoginThroughAllauth):
    """Global rows (logins), outside any scope."""

    def has_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.is_active and getattr(request.user, "is_superuser", False))


organization_site = OrganizationSite(name="organization_admin")
superuser_site = SuperuserSite(name="admin")


class Scoped:
    """What TenantAdmin and TenantInline share: rows and choices of the organization in scope."""

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows: QuerySet[Any] = super().get_queryset(request)  # type: ignore[misc]
        return rows.filter(organization_id=current())

    def get_exclude(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return [*(super().get_exclude(request, obj) or []), "organization"]  # type: ignore[misc]

    def get_field_queryset(self, db: Any, db_field: Any, request: HttpRequest) -> QuerySet[Any] | None:
        queryset: QuerySet[Any] | None = super().get_field_queryset(db, db_field, request)  # type: ignore[misc]
        if not is_tenant(db_field.related_model):
            return queryset
        if queryset is None:
            queryset = db_field.related_model._default_manager.all()
        return queryset.filter(organization_id=current())


class TenantForm(ModelForm):
    """Checks constraints that name the organization, which no form shows: a taken address is an error, no crash."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.organization_id = current()

    def _get_validation_exclusions(self) -> set[str]:
        return super()._get_validation_exclusions() - {"organization"}  # type: ignore[misc]


class TenantAdmin(Scoped, ModelAdmin):
    """The base of every admin page of an organization."""

    form = TenantForm
    view_on_site = False  # and no link to it
    actions_on_bottom = False

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        obj.organization_id = current()
        super().save_model(request, obj, form, change)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        for row in formset.save(commit=False):
            row.organization_id = current()
        super().save_formset(request, form, formset, change)

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> None:
        self._record(request, AuditEvent.Verb.ADDED, obj, message)

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> None:
        self._record(request, AuditEvent.Verb.CHANGED, obj, message)

    def log_deletions(self, request: HttpRequest, queryset: Any) -> None:
        for obj in queryset:
            self._record(request, AuditEvent.Verb.REMOVED, obj, [])

    def log_deletion(self, request: HttpRequest, obj: Any, object_repr: str) -> None:
        self._record(request, AuditEvent.Verb.REMOVED, obj, [])

    def _record(self, request: Any, verb: AuditEvent.Verb, obj: Any, message: Any) -> None:
        changes = [part["changed"] for part in message if isinstance(part, dict) and "changed" in part]
        fields = [name for change in changes for name in change.get("fields", [])]
        services.record(by=request.membership, verb=verb, row=obj, details=[str(name) for name in fields])

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """The row's lines of the audit trail, in place of django_admin_log, which knows no tenant."""
        row = self.get_object(request, object_id)
        if row is None:
            raise Http404(f"no {self.opts.label_lower} {object_id!r} in this organization")
        if not self.has_view_or_change_permission(request, row):
            raise PermissionDenied
        events = AuditEvent.objects.filter(
            organization_id=current(), model=self.opts.label_lower, object_id=row.pk
        ).select_related("by")
        context = {
            **self.admin_site.each_context(request),
            "title": _("History of %(name)s") % {"name": row},
            "events": events[:200],
            "opts": self.opts,
            "object": row,
        }
        return TemplateResponse(request, "tenants/admin_history.html", context)


class TenantInline(Scoped, TabularInline):
    form = TenantForm
    extra = 0


class RelatedRowsOfTenant(RelatedFieldListFilter):
    """A list filter over a foreign key offers rows of this organization only (SQLite has no second wall)."""

    def field_choices(self, field: Any, request: HttpRequest, model_admin: Any) -> Any:
        within = {"organization_id": current()} if is_tenant(field.related_model) else {}
        return field.get_choices(include_blank=False, limit_choices_to=within)


def _points_at_tenant(field: Any) -> bool:
    return isinstance(field, ForeignKey) and is_tenant(field.related_model)


FieldListFilter.register(_points_at_tenant, RelatedRowsOfTenant, take_priority=True)


class ReadOnly:
    """Rows that only services write."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


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
        invitation, link = services.invite(email=obj.email, role=Role(obj.role), by=request.membership)
        obj.pk, obj.email = invitation.pk, invitation.email
        said = _(
            "%(email)s gets this link by e-mail. It is shown this once; pass it on if the mail does not arrive: %(link)s"
        )
        messages.info(request, said % {"email": invitation.email, "link": link})

    def log_addition(self, request: HttpRequest, obj: Invitation, message: Any) -> None:
        pass  # services.invite has written the line


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
