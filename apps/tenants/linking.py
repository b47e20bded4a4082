"""An imported annotator turns out to be a person who signs in: the work of both belongs to one member from then on."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from apps.tenants.models import ApiToken, AuditEvent, Invitation, Membership
from apps.tenants.scope import current
from apps.tenants.services import record
from apps.tenants.signals import member_linked


@transaction.atomic
def link(*, imported: Membership, person: Membership, by: Membership | None) -> None:
    """Give the person the work of an imported annotator, and what later imports bring under that name.

    The imported row stays: it is what imports look up, and says which answers came under its name. Later apps move their rows
    when `member_linked` is sent. Raises ValidationError. There is no way back: what the person has corrected since would
    belong to two.
    """
    # Invitations before members, and members by id, as everybody else takes these locks.
    waiting = Invitation.objects.open().filter(organization_id=current(), imported=imported)
    list(waiting.select_for_update(of=("self",)).order_by("pk"))
    imported, person = _locked(imported, person)
    refuse_unlinkable(imported)
    if person.user_id is None:
        raise ValidationError(_("%(name)s has no login. Invite the person instead.") % {"name": person.public_name})
    waiting.update(imported=None)  # whoever still accepts becomes a member without this work
    free_name(imported)
    imported.linked_to = person
    imported.save(update_fields=["linked_to"])
    to, origin = _("linked to %(name)s"), _("linked from %(name)s")
    record(by=by, verb=AuditEvent.Verb.CHANGED, row=imported, details=[to % {"name": person.public_name}])
    record(by=by, verb=AuditEvent.Verb.CHANGED, row=person, details=[origin % {"name": imported.imported_name}])
    member_linked.send(Membership, imported=imported, person=person)


def _locked(imported: Membership, person: Membership) -> tuple[Membership, Membership]:
    rows = Membership.objects.filter(organization_id=current(), pk__in=(imported.pk, person.pk))
    by_id = {row.pk: row for row in rows.select_for_update(of=("self",)).order_by("pk")}
    return by_id[imported.pk], by_id[person.pk]


def refuse_unlinkable(imported: Membership) -> None:
    """Raise ValidationError for a member who is no imported annotator, who works by itself, or who is linked already."""
    if imported.user_id or not imported.imported_name:
        raise ValidationError(_("%(name)s is no imported annotator.") % {"name": imported.public_name})
    if imported.linked_to:
        raise ValidationError(
            _("%(name)s is linked to %(person)s already.")
            % {"name": imported.imported_name, "person": imported.linked_to.public_name}
        )
    if ApiToken.objects.filter(organization_id=current(), membership=imported, revoked_at=None).exists():
        raise ValidationError(
            _("A program works as %(name)s: remove its API tokens first.") % {"name": imported.public_name}
        )


def free_name(imported: Membership) -> None:
    """The person may want the name; nobody sees the imported row's any more."""
    imported.public_name = f"{imported.imported_name[:80]} (imported {imported.pk})"
    imported.save(update_fields=["public_name"])
