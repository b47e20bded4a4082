"""Writes of apps.tenants: organizations, invitations, members, tokens, the audit trail."""

import logging
from datetime import timedelta
from typing import NamedTuple

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import send_mail
from django.db import IntegrityError, connection, transaction
from django.urls import get_script_prefix, reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.tenants import tokens
from apps.tenants.models import ApiToken, AuditEvent, Invitation, Membership, Organization, Role, User
from apps.tenants.scope import current, scope

logger = logging.getLogger(__name__)


class Invited(NamedTuple):
    invitation: Invitation
    link: str


def create_organization(*, slug: str, name: str = "") -> Organization:
    """A new tenant. On PostgreSQL its row is inserted inside the scope of the id it will get: it is walled by its own id."""
    organization = Organization(slug=slug, name=name or slug)
    organization.clean_fields(exclude=["id"])
    if connection.vendor != "postgresql":
        organization.save()
        return organization
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence('tenants_organization', 'id'))")
        organization.pk = cursor.fetchone()[0]
    with scope(organization.pk):
        organization.save(force_insert=True)
    return organization


@transaction.atomic
def invite(*, email: str, role: Role, by: Membership | None) -> Invited:
    """An invitation and its link; the e-mail goes out after the commit. An earlier open one to the address is replaced.

    Raises ValidationError for a role above one's own and for what is no address.
    """
    if by is not None and not by.reaches(role):
        raise ValidationError(_("You cannot give a role above your own."))
    email = email.strip().lower()
    earlier = Invitation.objects.filter(organization_id=current(), email=email, accepted_at=None)
    if by is not None and not all(by.reaches(Role(invitation.role)) for invitation in earlier):
        raise ValidationError(
            _("This person is invited with a role above yours; only somebody with that role can change it.")
        )
    earlier.delete()
    secret = tokens.new_secret()
    invitation = Invitation(
        organization_id=current(),
        email=email,
        role=role,
        secret_sha256=tokens.sha256(secret),
        invited_by=by,
        expires_at=timezone.now() + timedelta(days=settings.INVITATION_DAYS),
    )
    invitation.full_clean(exclude=["organization"])
    invitation.save()
    record(by=by, verb=AuditEvent.Verb.ADDED, row=invitation)
    link = f"{settings.SITE_URL}/{_below_site('tenants:accept_invitation', secret)}"
    organization = Organization.objects.get(pk=current())
    # Robust: whatever is wrong with the mail, the invitation stands and the caller holds its link.
    transaction.on_commit(lambda: _send_invitation(invitation, organization.name, link), robust=True)
    return Invited(invitation, link)


def _below_site(name: str, *arguments: str) -> str:
    """The address without its prefix: while an organization's admin is served, that is /o/<slug>/ for every name."""
    return reverse(name, args=arguments).removeprefix(get_script_prefix())


def _send_invitation(invitation: Invitation, organization: str, link: str) -> None:
    subject = _("Your invitation to %(organization)s on Tracewright") % {"organization": organization}
    message = _(
        "You are invited to work on agent traces with %(organization)s.\n\n"
        "Open this link to choose a password and begin; it is valid for %(days)d days:\n%(link)s\n"
    ) % {"organization": organization, "days": settings.INVITATION_DAYS, "link": link}
    try:
        send_mail(subject, message, from_email=None, recipient_list=[invitation.email])
    except OSError as error:  # smtplib's own are among them
        logger.error("invitation %s was not mailed, its link works all the same: %s", invitation.pk, error)


@transaction.atomic
def accept_invitation(*, invitation: Invitation, user: User | None, public_name: str, password: str = "") -> Membership:
    """Make the holder of the link a member, once; without a `user` their login too, with the password.

    The row is locked first, so that two clicks make one login and one membership.
    """
    held = Invitation.objects.select_for_update().get(organization_id=current(), pk=invitation.pk)
    if held.accepted_at or held.expires_at < timezone.now():
        raise ValidationError(_("This invitation was used already or has expired. Ask for a new one."))
    user = user or _new_login(held.email, password)
    membership = add_member(user=user, role=Role(held.role), public_name=public_name, by=None)
    held.accepted_at = timezone.now()
    held.save(update_fields=["accepted_at"])
    return membership


def _new_login(email: str, password: str) -> User:
    """Another organization's invitation to the same address may make the login in the same moment."""
    try:
        return create_login(email=email, password=password)
    except IntegrityError as error:
        raise ValidationError(_("There is a login with this address now. Sign in and open the link again.")) from error


@transaction.atomic
def add_member(*, user: User | None, role: Role, public_name: str, by: Membership | None) -> Membership:
    membership = Membership(
        organization_id=current(), user=user, role=role, public_name=public_name, contact=user.email if user else ""
    )
    membership.full_clean(exclude=["organization", "user"])
    membership.validate_constraints()
    membership.save()
    record(by=by, verb=AuditEvent.Verb.ADDED, row=membership)
    return membership


@transaction.atomic
def set_paused(*, member: Membership, paused: bool, by: Membership) -> None:
    """Raises ValidationError for somebody whose role is above one's own, and for the last owner."""
    if not by.reaches(Role(member.role)):
        raise ValidationError(_("You cannot change somebody whose role is above your own."))
    keep_an_owner(member=member, role=Role(member.role), paused=paused)
    member.paused = paused
    member.save(update_fields=["paused"])
    record(by=by, verb=AuditEvent.Verb.CHANGED, row=member, details=["paused"])


def keep_an_owner(*, member: Membership, role: Role, paused: bool) -> None:
    """Raise ValidationError when nobody could run the organization any more once `member` is this.

    Who can: an owner who may sign in and is not paused. They stay locked until the caller's transaction ends, so that of two
    who step back at once the second sees that the first has gone.
    """
    if role == Role.OWNER and not paused:
        return
    owners = Membership.objects.filter(
        organization_id=current(), role=Role.OWNER, paused=False, user__is_active=True
    ).order_by("pk")
    if list(owners.select_for_update(of=("self",))) == [member]:
        raise ValidationError(
            _("The organization needs an owner who can sign in and is not paused: make somebody else an owner first.")
        )


@transaction.atomic
def create_login(*, email: str, password: str) -> User:
    """A login whose address is known to be the person's own: they were invited there."""
    user = User.objects.create_user(email, password)
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
    return user


@transaction.atomic
def member_without_login(*, public_name: str) -> Membership:
    """The imported annotator of that name, made when there is none; a person who can sign in is never taken for one."""
    rows = Membership.objects.filter(organization_id=current())
    imported = (
        rows.filter(user=None, public_name__in=(public_name, f"{public_name} (imported)"))
        .order_by("public_name")
        .first()
    )
    if imported:
        return imported
    taken = rows.filter(public_name=public_name).exists()
    return add_member(
        user=None, role=Role.ANNOTATOR, public_name=f"{public_name} (imported)" if taken else public_name, by=None
    )


@transaction.atomic
def issue_token(*, membership: Membership, name: str, by: Membership | None) -> tuple[ApiToken, str]:
    """A token and its secret, which is shown this once."""
    secret = tokens.new_secret()
    token = ApiToken.objects.create(
        organization_id=current(), membership=membership, name=name, secret_sha256=tokens.sha256(secret)
    )
    record(by=by, verb=AuditEvent.Verb.ADDED, row=token)
    return token, secret


def record(*, by: Membership | None, verb: AuditEvent.Verb, row: object, details: list[str] | None = None) -> None:
    """Add a line to the audit trail of the organization in scope."""
    AuditEvent.objects.create(
        organization_id=current(),
        by=by,
        verb=verb,
        model=row._meta.label_lower,  # type: ignore[attr-defined]
        object_id=row.pk,  # type: ignore[attr-defined]
        name=str(row)[:200],
        details=details or [],
    )
