from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AnnotationsConfig(AppConfig):
    name = "apps.annotations"
    verbose_name = _("Annotations")

    def ready(self) -> None:
        from apps.annotations import services
        from apps.assignments.signals import claimed_again

        claimed_again.connect(services.bring_draft, dispatch_uid="annotations.bring_draft")
