from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TracesConfig(AppConfig):
    name = "apps.traces"
    verbose_name = _("Traces")

    def ready(self) -> None:
        from django.db.models.signals import pre_delete

        from apps.traces import tool_arguments
        from apps.traces.models import Trace

        pre_delete.connect(tool_arguments.forget_trace, sender=Trace, dispatch_uid="traces.forget_trace")
