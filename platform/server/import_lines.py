"""What an import did, or why it did nothing, as the lines of a command's output."""

from collections.abc import Iterator

from apps.annotations.importing.project import Refused
from apps.annotations.importing.report import ImportReport

SHOWN = 20


def refusal(refused: Refused) -> str:
    lines = [f"  {problem}" for problem in refused.problems]
    return "\n".join(["Nothing was imported. Mend these first:", *_cut(lines)])


def report_lines(report: ImportReport, organization: str) -> Iterator[str]:
    yield f"Project {organization}/{report.project} {'created' if report.created else 'updated'}."
    if report.settings_changed:
        yield f"  set anew, as the config has changed: {', '.join(report.settings_changed)}"
    yield f"  traces   {report.traces_added} new, {report.traces_changed} changed, {report.traces_same} as before"
    yield f"  answers  {report.answers_stored} stored, {report.answers_same} as before"
    if report.predictions_stored:
        yield f"  {report.predictions_stored} predictions stored, to be suggested"
    if report.without_steps:
        yield f"  {report.without_steps} traces have no steps"
    if report.repairs:
        yield (
            f"  repaired {report.repairs.nan} NaN, {report.repairs.nul} NUL, {report.repairs.surrogates} lone surrogates"
        )
    for title, keys in (
        ("ignored", report.keys.ignored),
        ("kept for later", report.keys.stored),
        ("unknown", report.keys.unknown),
    ):
        if keys:
            yield f"  keys {title}: {', '.join(keys)}"
    if report.raw_schemes:
        yield f"  kept as they came, read-only (kind not built yet): {', '.join(report.raw_schemes)}"
    renamed = [f"  {name} is {person.member} here" for name, person in report.people.items() if name != person.member]
    yield from _cut(renamed)


def warning_lines(report: ImportReport) -> list[str]:
    return _cut([f"  {warning}" for warning in report.warnings])


def _cut(lines: list[str]) -> list[str]:
    more = len(lines) - SHOWN
    return lines if more <= 0 else [*lines[:SHOWN], f"  and {more} more"]
