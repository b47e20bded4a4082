"""Other programs' logs as traces. A new format is a module (or a folder) here and one line below."""

from pathlib import Path

from tracewright.convert import claude_code, codeact, mini_swe_agent, openhands, react, structured_turns
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
    "recognised",
    "sample_of",
]

CONVERTERS: dict[str, Converter] = {
    "claude_code": claude_code,
    "codeact": codeact,
    "mini_swe_agent": mini_swe_agent,
    "openhands": openhands,
    "react": react,
    "structured_turns": structured_turns,
}
ENOUGH = 0.5  # a converter that is less sure than this does not take a file by itself


def converter_of(name: str) -> Converter:
    """The converter of that name; TraceFormatError with the list of known ones when there is none."""
    if name not in CONVERTERS:
        raise TraceFormatError(f'format "{name}"', f"is not known; known are {', '.join(sorted(CONVERTERS))}")
    return CONVERTERS[name]


def recognised(sample: Sample) -> Converter | None:
    """The converter that is surer than every other that the sample is its own; None when none is sure enough."""
    best, *others = _sniffed(sample)
    is_alone = not others or others[0][0].certainty < best[0].certainty
    return best[1] if is_alone and best[0].certainty >= ENOUGH else None


def detect(path: Path, name: str = "") -> Converter:
    """The converter of a file, judged by its content; TraceFormatError names those that come nearest, and why."""
    where = name or str(path)
    sample = sample_of(path, where)
    found = recognised(sample)
    if found is None:
        best = _sniffed(sample)[0][0].certainty
        reasons = "; ".join(f"{each.name} ({sniff.why})" for sniff, each in _sniffed(sample) if sniff.certainty == best)
        raise TraceFormatError(where, f"no format recognised; nearest: {reasons}")
    return found


def _sniffed(sample: Sample) -> list[tuple[Sniff, Converter]]:
    """What each converter says, the surest first."""
    found = [(converter.sniff(sample), converter) for converter in CONVERTERS.values()]
    return sorted(found, key=lambda each: -each[0].certainty)
