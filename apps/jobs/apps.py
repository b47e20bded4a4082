from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class JobsConfig(AppConfig):
    name = "apps.jobs"
    verbose_name = _("Background work")

    def ready(self) -> None:
        from apps.jobs import sweeper  # noqa: F401 (it connects itself to the worker's signals)
