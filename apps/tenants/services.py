"""Writes of apps.tenants: organizations, members, tokens, the audit trail. Invitations and links have modules of their own."""

from collections.abc import Callable, Collection, Mapping
from typing import Any

from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from apps.tenants import tokens
from apps.tenants.models import ApiToken, AuditEvent, Membership, Organization, Role, User
from apps.tenants.scope import current, scope


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
def add_member(
    *, user: User | None, role: Role, public_name: str, by: Membership | None, imported_name: str = ""
) -> Membership:
    membership = Membership(
        organization_id=current(),
        user=user,
        role=role,
        public_name=public_name,
        contact=user.email if user else "",
        imported_name=imported_name,
    )
    membership.full_clean(exclude=["organization", "user"])
    membership.validate_constraints()
    membership.save()
    record(by=by, verb=AuditEvent.Verb.ADDED, row=membership)
    return membership


@transaction.atomic
def set_paused(*, member: Membership, paused: bool, by: Membership) -> None:
    """Raises ValidationError for somebody whose role is above one's own, for the last owner, and for oneself."""
    _refuse_above(member, by)
    keep_an_owner(member=member, role=Role(member.role), paused=paused)
    refuse_oneself(member=member, by=by)
    _change(member, by, paused=paused)


@transaction.atomic
def set_role(*, member: Membership, role: Role, by: Membership) -> None:
    """Raises ValidationError for a role above one's own, the old as well as the new, and for the last owner."""
    _refuse_above(member, by)
    if not by.reaches(role):
        raise ValidationError(_("You cannot give a role above your own."))
    keep_an_owner(member=member, role=role, paused=member.paused)
    _change(member, by, role=role)


def refuse_oneself(*, member: Membership, by: Membership) -> None:
    """Raise ValidationError: whom somebody else has paused would let themselves go on."""
    if member == by:
        raise ValidationError(_("Nobody pauses themselves, or lets themselves go on: ask another manager or owner."))


def _refuse_above(member: Membership, by: Membership) -> None:
    if not by.reaches(Role(member.role)):
        raise ValidationError(_("You cannot change somebody whose role is above your own."))


def _change(member: Membership, by: Membership, **fields: Any) -> None:
    for name, value in fields.items():
        setattr(member, name, value)
    member.save(update_fields=list(fields))
    record(by=by, verb=AuditEvent.Verb.CHANGED, row=member, details=list(fields))


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
def change_keys(*, by: User, change: Callable[[Mapping[str, str]], dict[str, str]]) -> None:
    """Keep what `change` makes of a person's own keys; what it raises leaves them as they are (apps.annotations.remapping)."""
    locked = User.objects.select_for_update(of=("self",), no_key=True).get(pk=by.pk)
    by.keys = change(locked.keys)
    by.save(update_fields=["keys"])


def lock_members_of_import(names: Collection[str]) -> None:
    """Whom answers under these names go to, and the rows of the names: by id, as everybody else locks members.

    Before the first slot that an import takes in a transaction: people lock themselves first and slots later. And nobody is
    linked to a name while answers are written under it.
    """
    rows = Membership.objects.filter(organization_id=current())
    people = rows.filter(imported_name__in=names).values("linked_to")
    asked = rows.filter(Q(imported_name__in=names) | Q(pk__in=people)).order_by("pk")
    locked = dict(asked.select_for_update(of=("self",), no_key=True).values_list("pk", "linked_to"))
    if any(person and person not in locked for person in locked.values()):
        lock_members_of_import(names)  # somebody was linked while this waited


@transaction.atomic
def member_of_import(*, name: str) -> Membership:
    """Who stored answers call by this name: the person a manager has linked it to, else an imported annotator without login.

    The annotator is made when there is none. A person who can sign in is never taken for one because of the name alone.
    """
    rows = Membership.objects.filter(organization_id=current())
    if known := rows.filter(imported_name=name).select_related("linked_to").first():
        return known.linked_to or known
    taken = rows.filter(public_name=name).exists()
    return add_member(
        user=None,
        role=Role.ANNOTATOR,
        public_name=f"{name} (imported)" if taken else name,
        by=None,
        imported_name=name,
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
