"""The formats in which training data leaves. A new one is a module here and one line below."""

import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

from tracewright.errors import ExportError
from tracewright.export import asked, trajectory_correction
from tracewright.export.records import Answered, Exporter, ExportReport, Given, SchemeOf, Writing, drained

__all__ = [
    "EXPORTERS",
    "Answered",
    "ExportReport",
    "Exporter",
    "Given",
    "SchemeOf",
    "Writing",
    "drained",
    "export",
    "exporter_of",
]

EXPORTERS: dict[str, Exporter] = {
    "trajectory_correction": trajectory_correction,
}


def exporter_of(name: str) -> Exporter:
    """The exporter of that name; ExportError with the list of known ones when there is none."""
    if name not in EXPORTERS:
        raise ExportError(f'format "{name}"', f"is not known; known are {', '.join(sorted(EXPORTERS))}")
    return EXPORTERS[name]


def export(exporter: Exporter, records: Iterable[Answered], out: Path) -> ExportReport:
    """Writes the final files into `out` (made when it is not there), each one whole or not at all."""
    try:
        out.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".export-", dir=out) as work:
            part, done = Path(work, "part"), Path(work, "done")
            part.mkdir()
            done.mkdir()
            counted = drained(asked.write_part(exporter, records, part))
            report = asked.join(exporter, [part], [counted], done)
            for file_name in exporter.file_names:
                os.replace(done / file_name, out / file_name)
    except OSError as error:
        raise ExportError(str(error.filename or out), f"cannot be written: {error.strerror}") from error
    return report
