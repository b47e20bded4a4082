"""Below /v1/, where OpenTelemetry's exporters send by themselves."""

from django.urls import path

from apps.ingest import span_views as views

urlpatterns = [
    path("traces", views.Traces.as_view(), name="otlp_traces"),
    path("logs", views.Logs.as_view(), name="otlp_logs"),
]
