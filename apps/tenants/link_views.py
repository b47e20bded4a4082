"""Which person an imported annotator is: for managers, who see what a link changes before they make it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from apps.tenants import invitations, linking, queries
from apps.tenants.forms import InviteForm
from apps.tenants.http import MemberRequest, least
from apps.tenants.models import Membership, Role
from apps.tenants.people_views import refused, told


@require_http_methods(["GET", "HEAD", "POST"])
@least(Role.MANAGER)
def link(request: MemberRequest, member: int) -> HttpResponse:
    """Choose the person that an imported annotator is, see what that changes, then do it; or invite the person."""
    imported = queries.member_or_404(member)
    try:
        linking.refuse_unlinkable(imported)
    except ValidationError as error:
        return refused(request, error)
    if request.method == "POST" and "email" in request.POST:
        return _invited_as(request, imported)
    chosen = _chosen(request)
    if request.method == "POST" and chosen:
        return _linked(request, imported, chosen)
    return _link_page(request, imported, chosen)


def _chosen(request: MemberRequest) -> Membership | None:
    """The person named in the address or the form; None when nobody is, or somebody who cannot be chosen."""
    asked = request.POST.get("person") or request.GET.get("person") or ""
    return _people_with_login().filter(pk=int(asked)).first() if asked.isdecimal() and len(asked) < 19 else None


def _people_with_login() -> Any:
    return queries.members().exclude(user=None)


def _link_page(
    request: MemberRequest, imported: Membership, chosen: Membership | None = None, form: InviteForm | None = None
) -> HttpResponse:
    context = {
        "imported": imported,
        "chosen": chosen,
        "people": _people_with_login(),
        "form": form or InviteForm(by=request.membership, initial={"role": Role.ANNOTATOR}),
    }
    return render(request, "tenants/link.html", context)


def _linked(request: MemberRequest, imported: Membership, chosen: Membership) -> HttpResponse:
    try:
        linking.link(imported=imported, person=chosen, by=request.membership)
    except ValidationError as error:
        return refused(request, error)
    said = _("What was imported as %(imported)s belongs to %(person)s now, and so does what later imports bring.")
    messages.success(request, said % {"imported": imported.imported_name, "person": chosen.public_name})
    return redirect("tenants:person", request.organization.slug, chosen.pk)


def _invited_as(request: MemberRequest, imported: Membership) -> HttpResponse:
    form = InviteForm(request.POST, by=request.membership)
    if form.is_valid():
        try:
            return told(request, invitations.invite(by=request.membership, imported=imported, **form.cleaned_data))
        except ValidationError as error:
            form.add_error(None, error)
    return _link_page(request, imported, form=form)
