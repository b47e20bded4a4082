"""Other programs' logs as traces. A new format is a module (or a folder) here and one line below."""

from collections.abc import Sequence
from pathlib import Path

from tracewright.convert import (
    aider,
    anthropic,
    atif,
    claude_code,
    cline,
    codeact,
    codex,
    cursor,
    gemini_cli,
    inspect,
    langchain,
    langfuse,
    mcp,
    mini_swe_agent,
    multi_agent,
    openai,
    openai_responses,
    opencode,
    openhands,
    otel,
    outcomes,
    react,
    specstory,
    structured_turns,
    swe_agent_trajectory,
    swebench,
    web_agent,
    webarena,
)
from tracewright.convert.converter import Converted, Converter, Sniff, is_verified
from tracewright.convert.report import Report
from tracewright.convert.source import Sample, Source, sample_of
from tracewright.errors import TraceFormatError

__all__ = [
    "ALIASES",
    "CONVERTERS",
    "Converted",
    "Converter",
    "NotRecognised",
    "Report",
    "Sample",
    "Sniff",
    "Source",
    "converter_for",
    "converter_of",
    "detect",
    "is_verified",
    "outcomes",
    "recognised",
    "sample_of",
    "sniffed",
    "surest",
]

CONVERTERS: dict[str, Converter] = {
    "aider": aider,
    "anthropic": anthropic,
    "atif": atif,
    "claude_code": claude_code,
    "cline": cline,
    "codeact": codeact,
    "codex": codex,
    "cursor": cursor,
    "gemini_cli": gemini_cli,
    "inspect": inspect,
    "langchain": langchain,
    "langfuse": langfuse,
    "mcp": mcp,
    "mini_swe_agent": mini_swe_agent,
    "multi_agent": multi_agent,
    "openai": openai,
    "openai_responses": openai_responses,
    "opencode": opencode,
    "openhands": openhands,
    "otel": otel,
    "react": react,
    "specstory": specstory,
    "structured_turns": structured_turns,
    "swe_agent_trajectory": swe_agent_trajectory,
    "swebench": swebench,
    "web_agent": web_agent,
    "webarena": webarena,
}
# Other names by which people know them; "-" is as good as "_".
ALIASES = {
    "anthropic_messages": "anthropic",
    "autogen": "multi_agent",
    "codex_cli": "codex",
    "crewai": "multi_agent",
    "gemini": "gemini_cli",
    "harbor": "atif",
    "inspect_ai": "inspect",
    "langgraph": "multi_agent",
    "langsmith": "langchain",
    "mind2web": "web_agent",
    "mini_swe": "mini_swe_agent",
    "openai_agents": "openai_responses",
    "openai_chat": "openai",
    "openinference": "otel",
    "roo": "cline",
    "specstory_md": "specstory",
    "swe_agent": "swe_agent_trajectory",
    "swe_bench": "swebench",
}
# What Potato's converter of this name reads, too.
ALSO = {"claude_code": ("anthropic", "openai", "react", "structured_turns"), "web_agent": ("anthropic",)}
ENOUGH = 0.5  # a converter that is less sure than this does not take a file by itself
NEAREST = 3  # named where none takes it


class NotRecognised(TraceFormatError):
    """A file that is no log of a known format."""


def converter_of(name: str) -> Converter:
    """The converter of that name or alias; TraceFormatError with the list of known ones when there is none."""
    name = name.replace("-", "_")
    name = ALIASES.get(name, name)
    if name not in CONVERTERS:
        raise TraceFormatError(f'format "{name}"', f"is not known; known are {', '.join(sorted(CONVERTERS))}")
    return CONVERTERS[name]


def converter_for(name: str, path: Path, where: str) -> Converter:
    """The converter of that name for this file, or the one that reads what the name also stands for."""
    named = converter_of(name)
    if named.name in ALSO:
        found = recognised(sample_of(path, where))
        if found is not None and found.name in ALSO[named.name]:
            return found
    return named


def recognised(sample: Sample) -> Converter | None:
    """The converter that is surer than every other that the sample is its own; None when none is sure enough."""
    return surest(sniffed(sample))


def surest(said: Sequence[tuple[Sniff, Converter]]) -> Converter | None:
    """As above, of what the converters said."""
    best, *others = said
    is_alone = not others or others[0][0].certainty < best[0].certainty
    return best[1] if is_alone and best[0].certainty >= ENOUGH else None


def detect(path: Path, name: str = "") -> Converter:
    """The converter of a file, judged by its content; NotRecognised names those that come nearest, and why."""
    where = name or str(path)
    sample = sample_of(path, where)
    said = sniffed(sample)
    found = surest(said)
    if found is None and (kind := outcomes.kind_of(sample)):
        raise TraceFormatError(where, f"holds {kind}, which belong to the traces of runs; give their logs with it")
    if found is None:
        nearest = [(sniff, each) for sniff, each in said if sniff.certainty][:NEAREST]
        reasons = "; ".join(f"{each.name} ({sniff.why})" for sniff, each in nearest)
        raise NotRecognised(where, f"no format recognised; nearest: {reasons or 'none of those that are known'}")
    return found


def sniffed(sample: Sample) -> list[tuple[Sniff, Converter]]:
    """What each converter says, the surest first."""
    found = [(converter.sniff(sample), converter) for converter in CONVERTERS.values()]
    return sorted(found, key=lambda each: -each[0].certainty)
