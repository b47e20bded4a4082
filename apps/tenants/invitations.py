"""Writes of invitations: a link by e-mail that makes its holder a member. Only its hash is kept: it is shown at once or never."""

import logging
from datetime import timedelta
from typing import NamedTuple

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import send_mail
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.urls import get_script_prefix, reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.tenants import linking, tokens
from apps.tenants.models import (
    AuditEvent,
    Invitation,
    InvitationQuerySet,
    Membership,
    Organization,
    Role,
    User,
)
from apps.tenants.scope import current
from apps.tenants.services import add_member, create_login, record

logger = logging.getLogger(__name__)


class Invited(NamedTuple):
    invitation: Invitation
    link: str


def links_are_shown() -> bool:
    """Whether pages show a new link to whoever invited: only where no mail server would carry it.

    Who opens a link gets a login whose address counts as their own, in every organization of the server. So with a mail
    server the link goes to that address alone.
    """
    return not settings.EMAIL_HOST


@transaction.atomic
def invite(*, email: str, role: Role, by: Membership | None, imported: Membership | None = None) -> Invited:
    """An invitation and its link; the e-mail goes out after the commit. An earlier open one to the address is replaced.

    Whoever accepts gets the work of `imported`. Raises ValidationError for a role above one's own, for a member's address,
    for what is no address, and for an `imported` that is not to be linked or waits for somebody else.
    """
    refuse_person(email, role, by)
    email = email.strip().lower()
    if imported:
        _refuse_imported(imported, email)
    _take_back(email)
    secret = tokens.new_secret()
    invitation = Invitation(
        organization_id=current(),
        email=email,
        role=role,
        secret_sha256=tokens.sha256(secret),
        invited_by=by,
        imported=imported,
        expires_at=timezone.now() + timedelta(days=settings.INVITATION_DAYS),
    )
    invitation.full_clean(exclude=["organization"])
    invitation.save()
    record(by=by, verb=AuditEvent.Verb.ADDED, row=invitation)
    link = f"{settings.SITE_URL}/{_below_site('tenants:accept_invitation', secret)}"
    organization = Organization.objects.get(pk=current())
    # Robust: whatever is wrong with the mail, the invitation stands.
    transaction.on_commit(lambda: _send(invitation, organization.name, link), robust=True)
    return Invited(invitation, link)


def refuse_person(email: str, role: Role, by: Membership | None) -> None:
    """Raise ValidationError for a role above one's own, for a member's address, and for one invited with such a role."""
    email = email.strip().lower()
    if by is not None and not by.reaches(role):
        raise ValidationError(_("You cannot give a role above your own."))
    if member := Membership.objects.filter(organization_id=current(), user__email=email).first():
        raise ValidationError(_("%(name)s has this address and is a member already.") % {"name": member.public_name})
    for earlier in _open_to(email):
        _refuse_above(earlier, by)


def _refuse_above(invitation: Invitation, by: Membership | None) -> None:
    if by is not None and not by.reaches(Role(invitation.role)):
        raise ValidationError(
            _("This person is invited with a role above yours; only somebody with that role can change it.")
        )


def _refuse_imported(imported: Membership, email: str) -> None:
    """One address at a time may become the annotator."""
    linking.refuse_unlinkable(imported)
    waiting = Invitation.objects.open().filter(organization_id=current(), imported=imported).exclude(email=email)
    if other := next((invitation for invitation in waiting if invitation.is_valid), None):
        raise ValidationError(
            _("%(email)s is invited as %(name)s: take that invitation back first.")
            % {"email": other.email, "name": imported.imported_name}
        )


def send_again(*, invitation: Invitation, by: Membership) -> Invited:
    """The same invitation with a new link and its whole time; the earlier link ends. Raises ValidationError as `invite` does."""
    if invitation.accepted_at or invitation.revoked_at:
        raise ValidationError(_("This invitation is over, there is nothing to send again."))
    return invite(email=invitation.email, role=Role(invitation.role), by=by, imported=invitation.imported)


@transaction.atomic
def revoke(*, invitation: Invitation, by: Membership) -> None:
    """Its link lets nobody in any more. Raises ValidationError when it is over, and when its role is above one's own."""
    held = Invitation.objects.select_for_update().get(organization_id=current(), pk=invitation.pk)
    if held.accepted_at or held.revoked_at:
        raise ValidationError(_("This invitation is over, there is nothing to take back."))
    _refuse_above(held, by)
    held.revoked_at = timezone.now()
    held.save(update_fields=["revoked_at"])
    record(by=by, verb=AuditEvent.Verb.CHANGED, row=held, details=["revoked_at"])


def _open_to(email: str) -> InvitationQuerySet:
    return Invitation.objects.open().filter(organization_id=current(), email=email)


def _take_back(email: str) -> None:
    """End every open invitation to the address: a newer one stands in its place, or the person is in."""
    _open_to(email).update(revoked_at=timezone.now())


def replaced_by(invitation: Invitation) -> Invitation | None:
    """The valid invitation that a link which was taken back stands aside for."""
    newer = _open_to(invitation.email).filter(pk__gt=invitation.pk).select_related("invited_by__user")
    return next((one for one in newer.order_by("-pk") if one.is_valid), None)


def _below_site(name: str, *arguments: str) -> str:
    """The address without its prefix: while an organization's admin is served, that is /o/<slug>/ for every name."""
    return reverse(name, args=arguments).removeprefix(get_script_prefix())


def _send(invitation: Invitation, organization: str, link: str) -> None:
    context = {"invitation": invitation, "organization": organization, "link": link}
    subject, text, html = (
        render_to_string(f"tenants/email/invitation{ending}", context) for ending in ("_subject.txt", ".txt", ".html")
    )
    try:
        send_mail(" ".join(subject.split()), text, None, [invitation.email], html_message=html)
    except OSError as error:  # smtplib's own are among them
        logger.error("invitation %s was not mailed, its link works all the same: %s", invitation.pk, error)


@transaction.atomic
def accept_invitation(*, invitation: Invitation, user: User | None, public_name: str, password: str = "") -> Membership:
    """Make the holder of the link a member, once; without a `user` their login too, with the password.

    The row is locked first, so that two clicks make one login and one membership. Raises ValidationError.
    """
    held = Invitation.objects.select_for_update().get(organization_id=current(), pk=invitation.pk)
    if not held.is_valid:
        raise ValidationError(_("This invitation was used already or is over. Ask for a new one."))
    user = user or _new_login(held.email, password)
    if held.imported:
        linking.free_name(held.imported)
    membership = add_member(user=user, role=Role(held.role), public_name=public_name, by=None)
    held.accepted_at = timezone.now()
    held.save(update_fields=["accepted_at"])
    _take_back(held.email)
    if held.imported:
        linking.link(imported=held.imported, person=membership, by=held.invited_by)
    return membership


def _new_login(email: str, password: str) -> User:
    """Another organization's invitation to the same address may make the login in the same moment."""
    try:
        return create_login(email=email, password=password)
    except IntegrityError as error:
        raise ValidationError(_("There is a login with this address now. Sign in and open the link again.")) from error
