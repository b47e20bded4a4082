from django.apps import AppConfig

from apps.jobs.kinds import register
from tests.jobs.kinds import Count, Deadly


class TestKindsConfig(AppConfig):
    """Installed in the worker processes that tests start (worker_settings.py)."""

    name = "tests.jobs"
    label = "test_kinds"

    def ready(self) -> None:
        register(Count())
        register(Deadly())
