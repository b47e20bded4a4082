"""Reads of an organization's people, for its managers."""

from django.db.models import F, QuerySet
from django.db.models.lookups import IsNull
from django.http import Http404

from apps.tenants.models import AuditEvent, Invitation, Membership
from apps.tenants.scope import current


def members() -> QuerySet[Membership]:
    """Everybody who works here: first who signs in, then imported annotators and programs; none that is linked to another."""
    rows = Membership.objects.filter(organization_id=current(), linked_to=None).select_related("user")
    return rows.order_by(IsNull(F("user"), True), "public_name")


def member_or_404(pk: int) -> Membership:
    member = members().filter(pk=pk).first()
    if member is None:
        raise Http404(f"no member {pk} in this organization")
    return member


def imported_names(member: Membership) -> list[str]:
    """What imports call this member."""
    linked = Membership.objects.filter(organization_id=current(), linked_to=member)
    return [name for name in (member.imported_name, *linked.values_list("imported_name", flat=True)) if name]


def open_invitations() -> QuerySet[Invitation]:
    """The latest first, with those whose time is over: they can be sent again."""
    rows = Invitation.objects.open().filter(organization_id=current()).select_related("invited_by__user", "imported")
    return rows.order_by("-created_at", "-pk")


def invitation_or_404(pk: int) -> Invitation:
    invitation = open_invitations().filter(pk=pk).first()
    if invitation is None:
        raise Http404(f"no open invitation {pk} in this organization")
    return invitation


def events_of(member: Membership) -> QuerySet[AuditEvent]:
    """The member's lines of the audit trail, the latest first."""
    rows = AuditEvent.objects.filter(organization_id=current(), model=Membership._meta.label_lower, object_id=member.pk)
    return rows.select_related("by")
