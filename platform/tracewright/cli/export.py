"""`tracewright export -f trajectory_correction -o DIR -c config.yaml`."""

import argparse
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from tracewright.cli.output import tell
from tracewright.export import EXPORTERS, export, exporter_of
from tracewright.potato import KeyReport, PotatoProject, read_project
from tracewright.potato.spool import answered

LEFT_OUT = {
    "unparseable": "answers left out because they cannot be read",
    "unknown_scheme": "answers left out because the config has no such scheme",
    "unknown_trace": "answers left out because the data files have no such trace",
}


def add_arguments(command: argparse.ArgumentParser) -> None:
    command.add_argument("-f", "--format", required=True, choices=sorted(EXPORTERS), help="what to write")
    command.add_argument("-o", "--output", required=True, type=Path, metavar="DIR", help="where to write it")
    command.add_argument("-c", "--config", required=True, type=Path, metavar="FILE", help="the project's config.yaml")


def run(options: argparse.Namespace) -> int:
    project, out = read_project(options.config), options.output
    left_out = Counter(dict.fromkeys(LEFT_OUT, 0))
    exporter = exporter_of(options.format)
    report = export(exporter, answered(project, left_out), out)
    for file_name in exporter.file_names:
        print(f"wrote {out / file_name}")
    for count, number in {**report.counts, **left_out}.items():
        print(f"{count}: {number}")
    for warning in [*report.warnings, *_left_out(left_out), *_no_answers(project), *_unknown_keys(project.keys)]:
        tell(f"warning: {warning}")
    return 0


def _left_out(counts: Counter[str]) -> Iterator[str]:
    return (f"{what}: {counts[name]}" for name, what in LEFT_OUT.items() if counts[name])


def _no_answers(project: PotatoProject) -> Iterator[str]:
    if not any(True for _ in project.answers()):
        yield f"no answers found below {project.answers_folder}"


def _unknown_keys(keys: KeyReport) -> Iterator[str]:
    if keys.unknown:
        yield f"keys of the config that are not known: {', '.join(keys.unknown)}"
