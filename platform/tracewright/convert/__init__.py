"""Other programs' logs as traces. A new format is a module (or a folder) here and one line below."""

from pathlib import Path

from tracewright.convert import claude_code
from tracewright.convert.converter import Converted, Converter, Sniff
from tracewright.convert.report import Report
from tracewright.convert.source import Sample, Source, sample_of
from tracewright.errors import TraceFormatError

__all__ = [
    "CONVERTERS",
    "Converted",
    "Converter",
    "Report",
    "Sample",
    "Sniff",
    "Source",
    "converter_of",
    "detect",
    "sample_of",
]

CONVERTERS: dict[str, Converter] = {
    "claude_code": claude_code,
}
ENOUGH = 0.5  # a converter that is less sure than this does not take a file by itself


def converter_of(name: str) -> Converter:
    """The converter of that name; TraceFormatError with the list of known ones when there is none."""
    if name not in CONVERTERS:
        raise TraceFormatError(f'format "{name}"', f"is not known; known are {', '.join(sorted(CONVERTERS))}")
    return CONVERTERS[name]


def detect(path: Path, name: str = "") -> Converter:
    """The converter that is surest of the file, judged by its content.

    TraceFormatError when none is sure enough (the nearest is named, with its reason) or several are equally sure.
    """
    where = name or str(path)
    sample = sample_of(path, where)
    sniffs = {converter.name: converter.sniff(sample) for converter in CONVERTERS.values()}
    best = max(sniff.certainty for sniff in sniffs.values())
    surest = [found for found, sniff in sniffs.items() if sniff.certainty == best]
    if best < ENOUGH:
        reasons = "; ".join(f"{found} ({sniffs[found].why})" for found in surest)
        raise TraceFormatError(where, f"no format recognised; nearest: {reasons}")
    if len(surest) > 1:
        raise TraceFormatError(where, f"is equally like {' and '.join(surest)}; name the format")
    return CONVERTERS[surest[0]]
