from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AssignmentsConfig(AppConfig):
    name = "apps.assignments"
    verbose_name = _("Assignments")

    def ready(self) -> None:
        from django.db.models.signals import post_save, pre_delete

        from apps.assignments import bookmarks, leases, slots
        from apps.jobs import sweeper
        from apps.projects.cards import Card, register
        from apps.projects.models import Project
        from apps.projects.signals import overlap_changed
        from apps.tenants.models import Role
        from apps.tenants.signals import member_linked
        from apps.traces.models import Trace
        from apps.traces.signals import revisions_added

        overlap_changed.connect(slots.follow_overlap, dispatch_uid="assignments.follow_overlap")
        revisions_added.connect(slots.follow_revisions, dispatch_uid="assignments.follow_revisions")
        post_save.connect(slots.follow_order, sender=Project, dispatch_uid="assignments.follow_order")
        pre_delete.connect(bookmarks.forget_trace, sender=Trace, dispatch_uid="assignments.forget_trace")
        member_linked.connect(bookmarks.forget_person, dispatch_uid="assignments.forget_person")
        sweeper.CHORES.append(leases.expire_everywhere)
        register(Card(_("Progress"), "assignments:progress_card", Role.REVIEWER))
