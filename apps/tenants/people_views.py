"""The people of an organization, for its managers: who is here, and who is invited."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from apps.tenants import invitations, queries, services
from apps.tenants.forms import InviteForm, RoleForm
from apps.tenants.http import MemberRequest, least
from apps.tenants.invitations import Invited
from apps.tenants.models import Role

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
            return told(request, invited)
    return _people(request, form)


def _people(request: MemberRequest, form: InviteForm | None = None, invited: Invited | None = None) -> HttpResponse:
    context = {
        "form": form or InviteForm(by=request.membership, initial={"role": Role.ANNOTATOR}),
        "invited": invited,
        "invitations": queries.open_invitations(),
        "page": Paginator(queries.members(), ON_A_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "tenants/people.html", context)


def told(request: MemberRequest, invited: Invited) -> HttpResponse:
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
        return told(request, invitations.send_again(invitation=row, by=request.membership))
    except ValidationError as error:
        return refused(request, error)


@require_POST
@least(Role.MANAGER)
def revoke(request: MemberRequest, invitation: int) -> HttpResponse:
    row = queries.invitation_or_404(invitation)
    try:
        invitations.revoke(invitation=row, by=request.membership)
    except ValidationError as error:
        return refused(request, error)
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
        return refused(request, error)
    said = (
        _("%(name)s is paused: their work is kept, they get no new. Until they go on, they manage nothing.")
        if paused
        else _("%(name)s can take traces again.")
    )
    messages.success(request, said % {"name": row.public_name})
    return redirect("tenants:people", request.organization.slug)


def refused(request: MemberRequest, error: ValidationError) -> HttpResponse:
    messages.error(request, " ".join(error.messages))
    return redirect("tenants:people", request.organization.slug)
