from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IngestConfig(AppConfig):
    name = "apps.ingest"
    verbose_name = _("Import of logs")

    def ready(self) -> None:
        from django.db.models.signals import post_delete

        from apps.ingest import abandoned, chunks, span_job
        from apps.ingest.job import IngestJob
        from apps.ingest.models import Chunk
        from apps.jobs import kinds, sweeper

        post_delete.connect(chunks.follow_deletion, sender=Chunk, dispatch_uid="ingest.follow_deletion")
        kinds.register(IngestJob())
        kinds.register(span_job.SpanJob())
        sweeper.CHORES += [span_job.sweep, abandoned.sweep]
