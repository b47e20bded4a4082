import os
from collections.abc import Callable, Iterator

from django.apps import AppConfig

from tracewright.convert import Converted, Source, structured_turns
from tracewright.records import OnProblem

DEADLY = "deadly"  # in the name of a file: its conversion kills its process, as running out of memory does


class TestLogsConfig(AppConfig):
    """Installed in the worker processes that tests start (tests/jobs/worker_settings.py)."""

    name = "tests.ingest"
    label = "test_logs"

    def ready(self) -> None:
        structured_turns.convert = _killing(structured_turns.convert)


def _killing(convert: Callable[..., Iterator[Converted]]) -> Callable[..., Iterator[Converted]]:
    def killing(source: Source, on_problem: OnProblem | None = None) -> Iterator[Converted]:
        if DEADLY in source.path.name:
            os.kill(os.getpid(), 9)
        return convert(source, on_problem)

    return killing
