from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IngestConfig(AppConfig):
    name = "apps.ingest"
    verbose_name = _("Import of logs")

    def ready(self) -> None:
        from apps.ingest import span_job
        from apps.jobs import kinds, sweeper

        kinds.register(span_job.SpanJob())
        sweeper.CHORES.append(span_job.sweep)
