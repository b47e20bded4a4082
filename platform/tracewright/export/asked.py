"""Any exporter's work without the answers to questions that were not asked: all writing of exports goes through here."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from tracewright.export.records import Answered, Exporter, ExportReport, Writing
from tracewright.schemes.conditions import asked, watched

NOT_ASKED = "not_asked"


def write_part(exporter: Exporter, records: Iterable[Answered], directory: Path) -> Writing:
    """The exporter's own `write_part`; its report counts the answers that were left out, where there are any."""
    left_out = 0

    def asked_only() -> Iterator[Answered]:
        nonlocal left_out
        for record in records:
            kept = without_unasked(record)
            left_out += len(record.answers) - len(kept.answers)
            yield kept

    report = yield from exporter.write_part(asked_only(), directory)
    return report + ExportReport({NOT_ASKED: left_out} if left_out else {})


def join(exporter: Exporter, parts: Sequence[Path], reports: Sequence[ExportReport], out: Path) -> ExportReport:
    """The exporter's own `join`; its report says how many answers were left out."""
    report = exporter.join(parts, reports, out)
    left_out = sum(part.counts.get(NOT_ASKED, 0) for part in reports)
    if not left_out:
        return report
    words = f"answers left out because their question is not asked under the person's other answers: {left_out}"
    return ExportReport({**report.counts, NOT_ASKED: left_out}, [*report.warnings, words])


def without_unasked(answered: Answered) -> Answered:
    """The answers that count, each by the conditions it was given under. What a person left out is no answer."""
    configs = {name: dict(given.config) for name, given in answered.answers.items()}
    answers = {name: dict(given.answer) for name, given in answered.answers.items() if given.kind != "raw"}
    unanswered = {name: None for name in watched(configs) if name not in configs}
    counted = asked(configs, {**answers, **unanswered})
    if len(counted) == len(configs):
        return answered
    return replace(answered, answers={name: given for name, given in answered.answers.items() if name in counted})
