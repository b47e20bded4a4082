from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AssignmentsConfig(AppConfig):
    name = "apps.assignments"
    verbose_name = _("Assignments")

    def ready(self) -> None:
        from apps.assignments import services
        from apps.projects.cards import Card, register
        from apps.projects.signals import overlap_changed
        from apps.tenants.models import Role
        from apps.traces.signals import revision_added

        overlap_changed.connect(services.follow_overlap, dispatch_uid="assignments.follow_overlap")
        revision_added.connect(services.follow_revision, dispatch_uid="assignments.follow_revision")
        register(Card(_("Progress"), "assignments:progress_card", Role.REVIEWER))
