"""The people of an organization, for its managers: who is here, who is invited, and which imported annotator is whom."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from apps.tenants import invitations, linking, queries, services
from apps.tenants.forms import InviteForm, RoleForm
from apps.tenants.http import MemberRequest, least
from apps.tenants.invitations import Invited
from apps.tenants.models import Membership, Role

ON_A_PAGE = 100
EVENTS = 10


@require_http_methods(["GET", "HEAD", "POST"])
@least(Role.MANAGER)
def people(request: MemberRequest) -> HttpResponse:
    """Everybody with role, state and last work, and the form that invites one more."""
    form = InviteForm(request.POST or None, by=request.membership, initial={"role": Role.ANNOTATOR})
    if request.method == "POST" and form.is_valid():
        try:
            invited = invitations.invite(by=request.membership, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return _told(request, invited)
    return _people(request, form)


def _people(request: MemberRequest, form: InviteForm | None = None, invited: Invited | None = None) -> HttpResponse:
    context = {
        "form": form or InviteForm(by=request.membership, initial={"role": Role.ANNOTATOR}),
        "invited": invited,
        "invitations": queries.open_invitations(),
        "page": Paginator(queries.members(), ON_A_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "tenants/people.html", context)


def _told(request: MemberRequest, invited: Invited) -> HttpResponse:
    """Without a mail server the link stands in this answer and nowhere else; it is not stored, so there is no redirect."""
    if invitations.links_are_shown():
        return _people(request, invited=invited)
    said = _("A link is on its way to %(email)s. If no mail arrives, send it again or look into the server's log.")
    messages.success(request, said % {"email": invited.invitation.email})
    return redirect("tenants:people", request.organization.slug)


@require_POST
@least(Role.MANAGER)
def send_again(request: MemberRequest, invitation: int) -> HttpResponse:
    row = queries.invitation_or_404(invitation)
    try:
        return _told(request, invitations.send_again(invitation=row, by=request.membership))
    except ValidationError as error:
        return _refused(request, error)


@require_POST
@least(Role.MANAGER)
def revoke(request: MemberRequest, invitation: int) -> HttpResponse:
    row = queries.invitation_or_404(invitation)
    try:
        invitations.revoke(invitation=row, by=request.membership)
    except ValidationError as error:
        return _refused(request, error)
    messages.success(request, _("The invitation to %(email)s is taken back, its link is dead.") % {"email": row.email})
    return redirect("tenants:people", request.organization.slug)


@require_http_methods(["GET", "HEAD", "POST"])
@least(Role.MANAGER)
def person(request: MemberRequest, member: int) -> HttpResponse:
    """One member: the role to change, what was done, and for an imported annotator the way to a person."""
    row = queries.member_or_404(member)
    form = RoleForm(request.POST or None, by=request.membership, initial={"role": row.role})
    if request.method == "POST" and form.is_valid():
        try:
            services.set_role(member=row, role=form.cleaned_data["role"], by=request.membership)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            said = _("%(name)s is %(role)s now.") % {"name": row.public_name, "role": Role(row.role).label}
            messages.success(request, said)
            return redirect("tenants:person", request.organization.slug, row.pk)
    context = {
        "member": row,
        "form": form,
        "may_change": request.membership.reaches(Role(row.role)),
        "imported_names": queries.imported_names(row),
        "events": queries.events_of(row)[:EVENTS],
    }
    return render(request, "tenants/person.html", context)


@require_POST
@least(Role.MANAGER)
def pause(request: MemberRequest, member: int) -> HttpResponse:
    """Pause the member, or with `paused=off` let them go on."""
    row, paused = queries.member_or_404(member), request.POST.get("paused") != "off"
    try:
        services.set_paused(member=row, paused=paused, by=request.membership)
    except ValidationError as error:
        return _refused(request, error)
    said = (
        _("%(name)s is paused: their work is kept, they get no new.")
        if paused
        else _("%(name)s can take traces again.")
    )
    messages.success(request, said % {"name": row.public_name})
    return redirect("tenants:people", request.organization.slug)


@require_http_methods(["GET", "HEAD", "POST"])
@least(Role.MANAGER)
def link(request: MemberRequest, member: int) -> HttpResponse:
    """Choose the person that an imported annotator is, see what that changes, then do it; or invite the person."""
    imported = queries.member_or_404(member)
    try:
        linking.refuse_unlinkable(imported)
    except ValidationError as error:
        return _refused(request, error)
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
        return _refused(request, error)
    said = _("What was imported as %(imported)s belongs to %(person)s now, and so does what later imports bring.")
    messages.success(request, said % {"imported": imported.imported_name, "person": chosen.public_name})
    return redirect("tenants:person", request.organization.slug, chosen.pk)


def _invited_as(request: MemberRequest, imported: Membership) -> HttpResponse:
    form = InviteForm(request.POST, by=request.membership)
    if form.is_valid():
        try:
            return _told(request, invitations.invite(by=request.membership, imported=imported, **form.cleaned_data))
        except ValidationError as error:
            form.add_error(None, error)
    return _link_page(request, imported, form=form)


def _refused(request: MemberRequest, error: ValidationError) -> HttpResponse:
    messages.error(request, " ".join(error.messages))
    return redirect("tenants:people", request.organization.slug)
