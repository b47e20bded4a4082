"""What comes in and is no trace yet."""

from apps.ingest.span_models import SpanBatch, SpanTrace

__all__ = ["SpanBatch", "SpanTrace"]
