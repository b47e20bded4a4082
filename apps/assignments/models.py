"""Who answers what. A slot is a required answer to a trace; an assignment is one person's turn at it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from apps.projects.models import Project
from apps.tenants.models import Membership, TenantModel
from apps.traces.models import Trace, TraceRevision


class Slot(TenantModel):
    """A required answer. With unlimited overlap a slot is made when somebody claims."""

    class State(models.TextChoices):
        OPEN = "open", _("open")
        CLAIMED = "claimed", _("being worked on")
        DONE = "done", _("done")

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="+")
    trace = models.ForeignKey(Trace, on_delete=models.CASCADE, related_name="slots")
    revision = models.ForeignKey(TraceRevision, on_delete=models.CASCADE, related_name="+")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)

    class Meta:
        verbose_name = _("slot")
        verbose_name_plural = _("slots")
        constraints = (models.UniqueConstraint(fields=["trace", "number"], name="slot_number"),)
        indexes = (models.Index(fields=["project", "state", "trace", "number"], name="slot_in_order"),)

    def __str__(self) -> str:
        return f"{self.trace_id}.{self.number}"


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    def claimed(self) -> AssignmentQuerySet:
        """Turns that hold their slot, also those whose lease has run out unnoticed."""
        return self.filter(state=Assignment.State.CLAIMED)

    def overdue(self) -> AssignmentQuerySet:
        return self.claimed().filter(lease_until__lt=timezone.now())

    def submitted(self) -> AssignmentQuerySet:
        return self.filter(state=Assignment.State.SUBMITTED)


class Assignment(TenantModel):
    """One person's turn. At most one live or submitted turn for a slot, and for a person and trace revision."""

    class State(models.TextChoices):
        CLAIMED = "claimed", _("in work")
        SUBMITTED = "submitted", _("submitted")
        SKIPPED = "skipped", _("skipped")
        RELEASED = "released", _("handed back")
        EXPIRED = "expired", _("expired")

    slot = models.ForeignKey(Slot, on_delete=models.CASCADE, related_name="assignments")
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="+")
    revision = models.ForeignKey(TraceRevision, on_delete=models.CASCADE, related_name="+")
    member = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=State.choices, default=State.CLAIMED)
    lease_until = models.DateTimeField()
    fence = models.PositiveIntegerField(default=1)  # +1 each time the turn is taken up again
    skip_reason = models.CharField(_("reason"), max_length=500, blank=True)
    claimed_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        constraints = (
            models.UniqueConstraint(
                fields=["slot"], condition=Q(state__in=["claimed", "submitted"]), name="one_turn_for_a_slot"
            ),
            models.UniqueConstraint(
                fields=["revision", "member"],
                condition=Q(state__in=["claimed", "submitted"]),
                name="one_turn_for_a_person",
            ),
        )
        indexes = (
            models.Index(fields=["project", "member", "state"], name="turns_of_member"),
            models.Index(fields=["project", "state", "lease_until"], name="turns_by_lease"),
        )

    def __str__(self) -> str:
        return gettext("turn %(number)s") % {"number": self.pk}


# After these the person may get the trace again, with their draft.
GIVEN_BACK = (Assignment.State.EXPIRED, Assignment.State.RELEASED)
