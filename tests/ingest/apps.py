import os
from collections.abc import Callable, Iterator
from pathlib import Path

from django.apps import AppConfig

from tracewright.convert import Converted, Converter, Source, gathering, structured_turns
from tracewright.records import OnProblem

DEADLY = "deadly"  # in the name of a file: its conversion kills its process, as running out of memory does
DEADLY_TO_LOOK_AT = "crushing"  # so does recognising what is in it


class TestLogsConfig(AppConfig):
    """Installed in the worker processes that tests start (tests/jobs/worker_settings.py)."""

    name = "tests.ingest"
    label = "test_logs"

    def ready(self) -> None:
        structured_turns.convert = _killing(structured_turns.convert)
        gathering.detect = _killing_who_looks(gathering.detect)


def _killing_who_looks(detect: Callable[[Path, str], Converter]) -> Callable[[Path, str], Converter]:
    def killing(path: Path, name: str) -> Converter:
        if DEADLY_TO_LOOK_AT in name:
            os.kill(os.getpid(), 9)
        return detect(path, name)

    return killing


def _killing(convert: Callable[..., Iterator[Converted]]) -> Callable[..., Iterator[Converted]]:
    def killing(source: Source, on_problem: OnProblem | None = None) -> Iterator[Converted]:
        if DEADLY in source.path.name:
            os.kill(os.getpid(), 9)
        return convert(source, on_problem)

    return killing
