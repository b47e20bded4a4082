"""Who answers what. A slot is a required answer to a trace; an assignment is one person's turn at it."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from apps.projects.models import Project, Strategy
from apps.tenants.models import Membership, TenantModel
from apps.traces.models import Trace, TraceRevision


class Slot(TenantModel):
    """A required answer. With unlimited overlap every trace has one that is open, and a claim of it makes the next."""

    class State(models.TextChoices):
        OPEN = "open", _("open")
        CLAIMED = "claimed", _("being worked on")
        DONE = "done", _("done")

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="+")
    trace = models.ForeignKey(Trace, on_delete=models.CASCADE, related_name="slots")
    revision = models.ForeignKey(TraceRevision, on_delete=models.CASCADE, related_name="+")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    place = models.BigIntegerField()  # while it is open: the lowest goes out first (apps.assignments.order)
    spread = models.BigIntegerField()  # of the trace's id, from which shuffled places are made

    class Meta:
        verbose_name = _("slot")
        verbose_name_plural = _("slots")
        constraints = (models.UniqueConstraint(fields=["trace", "number"], name="slot_number"),)
        indexes = (models.Index(fields=["project", "state", "place", "id"], name="slots_by_place"),)

    def __str__(self) -> str:
        return f"{self.trace_id}.{self.number}"


class Queue(TenantModel):
    """How a project's open slots stand in line."""

    project = models.OneToOneField(Project, on_delete=models.CASCADE, related_name="+")
    # What the places were made from; the project may say something else by now.
    strategy = models.CharField(max_length=30, choices=Strategy.choices)
    seed = models.IntegerField()
    version = models.PositiveIntegerField(
        default=1
    )  # +1 when slots are added or get other places: bookmarks begin anew

    class Meta:
        verbose_name = _("queue")
        verbose_name_plural = _("queues")

    def __str__(self) -> str:
        return str(self.project)


class Bookmark(TenantModel):
    """How far one person has come in a project, so that neither a claim nor a count looks at all that they have done.

    It says nothing that the turns do not say and is made anew from them, so it may be thrown away at any time.
    """

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="+")
    member = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="+")
    submitted = models.PositiveIntegerField()
    # At this version of the queue no slot before this place is open to the person, except those that came back.
    version = models.PositiveIntegerField()
    place = models.BigIntegerField(default=0)

    class Meta:
        verbose_name = _("bookmark")
        verbose_name_plural = _("bookmarks")
        constraints = (models.UniqueConstraint(fields=["project", "member"], name="one_bookmark"),)

    def __str__(self) -> str:
        return f"{self.member}, {self.project}"


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    def claimed(self) -> AssignmentQuerySet:
        """Turns that hold their slot, also those whose lease has run out unnoticed."""
        return self.filter(state=Assignment.State.CLAIMED)

    def overdue(self) -> AssignmentQuerySet:
        return self.claimed().filter(lease_until__lt=timezone.now())

    def too_far(self) -> AssignmentQuerySet:
        """Leases that end later than one given now would: the server's clock was set back."""
        return self.claimed().filter(lease_until__gt=lease() + CLOCK_DRIFT)

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
    trace = models.ForeignKey(Trace, on_delete=models.CASCADE, related_name="+")  # the slot's, for the index below
    revision = models.ForeignKey(TraceRevision, on_delete=models.CASCADE, related_name="+")
    member = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=State.choices, default=State.CLAIMED)
    lease_until = models.DateTimeField()
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
            models.Index(fields=["member", "trace", "state"], name="turns_at_trace"),
            models.Index(fields=["project", "state", "lease_until"], name="turns_by_lease"),
            models.Index(fields=["state", "lease_until"], name="leases"),
        )

    def __str__(self) -> str:
        return gettext("turn %(number)s") % {"number": self.pk}


class Flag(TenantModel):
    """What a person says is wrong with a trace itself; their answer to it is another matter.

    While one `holds` its trace, nobody is given it anew and exports leave it out. Turns that were begun go on.
    """

    class Reason(models.TextChoices):
        BROKEN = "broken", _("broken")
        WRONG_PROJECT = "wrong_project", _("wrong project")
        SECRET = "secret", _("contains a secret")
        OTHER = "other", _("something else")

    class State(models.TextChoices):
        OPEN = "open", _("open")
        WITHDRAWN = "withdrawn", _("withdrawn")
        NOTHING_WRONG = "nothing_wrong", _("nothing wrong")
        TAKEN_OUT = "taken_out", _("taken out of the queue")
        PUT_BACK = "put_back", _("put back into the queue")

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="+", verbose_name=_("project"))
    trace = models.ForeignKey(Trace, on_delete=models.CASCADE, related_name="flags", verbose_name=_("trace"))
    revision = models.ForeignKey(TraceRevision, on_delete=models.CASCADE, related_name="+")  # the one that was read
    member = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+", verbose_name=_("by"))
    reason = models.CharField(_("reason"), max_length=20, choices=Reason.choices)
    note = models.CharField(_("note"), max_length=1000, blank=True)
    step = models.PositiveIntegerField(_("step"), null=True)  # its index; null: the trace as a whole
    state = models.CharField(_("state"), max_length=20, choices=State.choices, default=State.OPEN)
    holds = models.BooleanField(_("holds the trace"), default=False)
    created_at = models.DateTimeField(_("flagged"), default=timezone.now)
    decided_by = models.ForeignKey(
        Membership, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("decided by")
    )
    decided_at = models.DateTimeField(_("decided"), null=True)

    class Meta:
        verbose_name = _("flag")
        verbose_name_plural = _("flags")
        constraints = (
            models.UniqueConstraint(
                fields=["trace", "member", "reason"], condition=Q(state="open"), name="one_open_flag"
            ),
        )
        indexes = (
            models.Index(fields=["project", "state"], name="flags_by_state"),
            models.Index(fields=["trace"], condition=Q(holds=True), name="flags_that_hold"),
        )

    def __str__(self) -> str:
        return f"{self.trace}: {self.get_reason_display()}"

    @property
    def is_open(self) -> bool:
        return self.state == Flag.State.OPEN

    @property
    def step_number(self) -> int | None:
        """As pages count them."""
        return None if self.step is None else self.step + 1


# After these the person may get the trace again, with their draft.
GIVEN_BACK = (Assignment.State.EXPIRED, Assignment.State.RELEASED)
CLOCK_DRIFT = timedelta(minutes=1)  # by how much the clocks of two servers may differ


def lease() -> datetime:
    """When a turn runs out that shows a sign of life now."""
    return timezone.now() + timedelta(minutes=settings.ASSIGNMENT_LEASE_MINUTES)
