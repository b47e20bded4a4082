from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AnnotationsConfig(AppConfig):
    name = "apps.annotations"
    verbose_name = _("Annotations")

    def ready(self) -> None:
        from django.db.models.signals import post_delete

        from apps.annotations import linking, services
        from apps.annotations.importing import admin, uploads  # noqa: F401 (the admin registers itself)
        from apps.annotations.importing.job import ImportJob
        from apps.annotations.models import ProjectImport
        from apps.annotations.scheme_job import SchemeChangeJob
        from apps.assignments.signals import claimed_again
        from apps.jobs import kinds
        from apps.tenants.signals import member_linked

        claimed_again.connect(services.bring_draft, dispatch_uid="annotations.bring_draft")
        member_linked.connect(linking.follow_link, dispatch_uid="annotations.follow_link")
        post_delete.connect(uploads.follow_deletion, sender=ProjectImport, dispatch_uid="annotations.follow_deletion")
        kinds.register(ImportJob())
        kinds.register(SchemeChangeJob())
