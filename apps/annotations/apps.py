from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AnnotationsConfig(AppConfig):
    name = "apps.annotations"
    verbose_name = _("Annotations")

    def ready(self) -> None:
        from apps.annotations import linking, services
        from apps.assignments.signals import claimed
        from apps.tenants.signals import member_linked

        claimed.connect(services.bring_draft, dispatch_uid="annotations.bring_draft")
        member_linked.connect(linking.follow_link, dispatch_uid="annotations.follow_link")
