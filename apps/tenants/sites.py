"""The admin of one organization at /o/<slug>/admin/, and the superusers' site at /admin/.

Every ModelAdmin of the organizations' site is a TenantAdmin: it sees, offers, changes and logs rows of the organization in
scope only. tests/tenants/test_admin.py fails for one that is not.
"""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

from csp.constants import SELF, UNSAFE_EVAL, UNSAFE_INLINE
from csp.decorators import csp_update
from django.contrib import admin, messages
from django.contrib.admin import FieldListFilter, RelatedFieldListFilter
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import router
from django.db.models import (
    BinaryField,
    ForeignKey,
    JSONField,
    Model,
    ProtectedError,
    QuerySet,
    RestrictedError,
    TextField,
)
from django.db.models.deletion import Collector
from django.forms import ModelForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from unfold.admin import ModelAdmin, TabularInline
from unfold.sites import UnfoldAdminSite

from apps.tenants import services
from apps.tenants.models import AuditEvent, Role
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


def large_fields(model: Any, along: Iterable[str] = ()) -> list[str]:
    """The fields that may hold megabytes, of the model and of the rows that come along: ["answer", "project__guidelines"].

    No list loads them; a page that shows one fetches it.
    """
    kinds = (BinaryField, JSONField, TextField)
    names = [field.name for field in model._meta.concrete_fields if isinstance(field, kinds)]
    for path in along:
        name, _, rest = path.partition("__")
        related = model._meta.get_field(name).related_model
        names += [f"{name}__{inner}" for inner in large_fields(related, [rest] if rest else [])]
    return list(dict.fromkeys(names))


class Scoped:
    """What TenantAdmin and TenantInline share: rows and choices of the organization in scope."""

    model: type[Model]
    list_select_related: Any = ()  # each foreign key that the list shows: nothing is joined by itself

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows: QuerySet[Any] = super().get_queryset(request)  # type: ignore[misc]
        return rows.filter(organization_id=current()).defer(*large_fields(self.model, self.list_select_related))

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

    def get_deleted_objects(
        self, objs: Any, request: HttpRequest
    ) -> tuple[list[str], dict[str, int], set[str], list[str]]:
        """What is to be removed, and how many rows of each kind go with it: Django's own walk loads every one of them whole.

        Whoever may remove a row may remove what belongs to it.
        """
        collector = Collector(using=router.db_for_write(self.model), origin=objs)
        try:
            collector.collect(objs)
        except (ProtectedError, RestrictedError) as error:
            kept = error.protected_objects if isinstance(error, ProtectedError) else error.restricted_objects
            return [str(row) for row in objs], {}, set(), [str(row) for row in kept]
        counts: Counter[str] = Counter()
        for model, rows in collector.data.items():
            counts[str(model._meta.verbose_name_plural)] += len(rows)
        going: list[Any] = collector.fast_deletes  # querysets: rows on which nothing else hangs
        for queryset in going:
            counts[str(queryset.model._meta.verbose_name_plural)] += queryset.count()
        return [str(row) for row in objs], dict(counts), set(), []

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


class ReadOnlyInline(TenantInline):
    """Rows that belong to the one that is shown, to look at."""

    can_delete = False
    show_change_link = True

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return self.fields

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class RelatedRowsOfTenant(RelatedFieldListFilter):
    """A list filter over a foreign key offers rows of this organization only (SQLite has no second wall)."""

    def field_choices(self, field: Any, request: HttpRequest, model_admin: Any) -> Any:
        rows = field.related_model._default_manager.filter(organization_id=current())
        return [(row.pk, str(row)) for row in rows.defer(*large_fields(field.related_model))]


def _points_at_tenant(field: Any) -> bool:
    return isinstance(field, ForeignKey) and is_tenant(field.related_model)


FieldListFilter.register(_points_at_tenant, RelatedRowsOfTenant, take_priority=True)


class ReadOnly:
    """Rows that only services write."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class Part(ReadOnly):
    """Rows that belong to another one and go with it; by itself none is removed."""

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


def steer(request: Any, rows: QuerySet[Any], act: Callable[[Any], object]) -> None:
    """A bulk action by a service, row by row: what it refuses is said with its reason, the others are done."""
    changed = 0
    for row in rows:
        try:
            act(row)
            changed += 1
        except ValidationError as error:
            messages.error(request, f"{row}: {' '.join(error.messages)}")
    messages.success(request, _("%(count)d changed.") % {"count": changed})


TEXT_CHARS = 20_000


def as_text(name: str, label: Any) -> Any:
    """A column of a change page: the JSON of a field as plain text, cut where nobody reads on."""

    @admin.display(description=label)
    def shown(row: Any) -> str:
        text = json.dumps(getattr(row, name), ensure_ascii=False, indent=2)
        text = re.sub(r"^ +", lambda spaces: "\N{NO-BREAK SPACE}" * len(spaces[0]), text, flags=re.MULTILINE)
        if len(text) <= TEXT_CHARS:
            return text
        return _("%(text)s … and %(more)d more characters") % {
            "text": text[:TEXT_CHARS],
            "more": len(text) - TEXT_CHARS,
        }

    return shown
