"""Pages before an organization is chosen: home and the invitation link."""

from typing import Any

from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from apps.tenants import invitations, lookups, tokens
from apps.tenants.forms import AcceptInvitationForm
from apps.tenants.models import Invitation, Membership, User
from apps.tenants.scope import scope


@require_safe
@login_required
def home(request: HttpRequest) -> HttpResponse:
    """Straight to the only organization of a person, else the choice."""
    places = lookups.places_of_user(request.user.pk)
    if len(places) == 1:
        return redirect("projects:list", places[0].slug)
    return render(request, "tenants/home.html", {"places": places})


@require_safe
@login_required
def signed_in(request: HttpRequest) -> HttpResponse:
    """Where a login in a second tab ends: the first tab has the work."""
    return render(request, "tenants/signed_in.html")


@require_http_methods(["GET", "HEAD", "POST"])
def accept_invitation(request: HttpRequest, secret: str) -> HttpResponse:
    """Choose a name and a password, and be a member. A link that is over says why; an unknown one is 404."""
    organization_id = lookups.organization_of_invitation(tokens.sha256(secret))
    if organization_id is None:
        raise Http404("no invitation has this link")
    with scope(organization_id):
        invitation = Invitation.objects.select_related("organization", "imported", "invited_by__user").get(
            organization_id=organization_id, secret_sha256=tokens.sha256(secret)
        )
        if invitation.is_valid:
            return _for_the_right_person(request, invitation)
        context = {"invitation": invitation, "newer": invitations.replaced_by(invitation)}
        return render(request, "tenants/invitation_over.html", context, status=410)


def _for_the_right_person(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    """On to the form for whoever has the address; somebody else at this browser, or a login not signed in, is told first."""
    known = User.objects.filter(email=invitation.email).first()
    if request.user.is_authenticated and request.user != known:
        return render(request, "tenants/invitation_other_person.html", {"invitation": invitation}, status=403)
    if known and not request.user.is_authenticated:
        messages.info(request, _("Sign in as %(email)s to accept the invitation.") % {"email": known.email})
        return redirect(f"{reverse('account_login')}?next={request.path}")
    if known and Membership.objects.filter(organization_id=invitation.organization_id, user=known).exists():
        said = _("You are a member of %(organization)s already.") % {"organization": invitation.organization.name}
        messages.info(request, said)
        return redirect("projects:list", invitation.organization.slug)
    return _accept(request, invitation, known)


def _accept(request: HttpRequest, invitation: Invitation, known: User | None) -> HttpResponse:
    form = AcceptInvitationForm(request.POST or None, invitation=invitation, user=known)
    if request.method == "POST" and form.is_valid():
        return _join(request, invitation, known, form.cleaned_data)
    return render(request, "tenants/accept_invitation.html", {"form": form, "invitation": invitation})


def _join(request: HttpRequest, invitation: Invitation, known: User | None, fields: dict[str, Any]) -> HttpResponse:
    try:
        membership = invitations.accept_invitation(invitation=invitation, user=known, **fields)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect(request.path)
    if not known:
        login(request, membership.user, backend="apps.tenants.permissions.MembershipBackend")
    return redirect("projects:list", invitation.organization.slug)
