"""What a step or a whole trace cost, where the trace says it: tokens, dollars, when it was and how long it took.

Nothing is worked out from a price list, and what is not known is None.
"""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any, NamedTuple

from tracewright.trace import calls

USAGES = ("usage", "token_usage", "metrics", "tokens")  # the objects that hold counts, and maybe the cost
READ = ("input_tokens", "prompt_tokens")
WRITTEN = ("output_tokens", "completion_tokens")
COSTS = ("cost_usd", "total_cost_usd")  # a `cost` without a currency is nobody's dollars
TIMES = ("at", "started_at", "timestamp")
# Anthropic counts what it read from its cache, and what it wrote there, apart from `input_tokens`; others count it in.
CACHE_READ, CACHE_WRITTEN = "cache_read_input_tokens", "cache_creation_input_tokens"
DETAILS = ("prompt_tokens_details", "input_tokens_details")
MOST = 10**15  # what is more is no count of anything, and sums of such numbers may be none that JSON or a page can say
SECONDS_UNTIL_MILLISECONDS = 1e11  # a number above is in milliseconds; in seconds it would be the year 5138


class Tokens(NamedTuple):
    """`read` counts the cached ones, too. Each is None where it is not known."""

    read: int | None
    written: int | None
    cached: int | None


def tokens_of(record: Mapping[str, Any]) -> Tokens | None:
    """Of a step or a document, as Anthropic's API, OpenAI's and ATIF count; None where none is told.

    >>> tokens_of({"usage": {"input_tokens": 4, "cache_read_input_tokens": 900, "output_tokens": 41}})
    Tokens(read=904, written=41, cached=900)
    >>> tokens_of({"usage": {"prompt_tokens": 904, "prompt_tokens_details": {"cached_tokens": 900}, "completion_tokens": 41}})
    Tokens(read=904, written=41, cached=900)
    """
    for usage in _usages(record):
        read, written = _first(usage, READ), _first(usage, WRITTEN)
        details = next((usage[key] for key in DETAILS if isinstance(usage.get(key), Mapping)), usage)
        cached = _count(details.get("cached_tokens"))
        if CACHE_READ in usage or CACHE_WRITTEN in usage:
            beside = (_count(usage.get(CACHE_READ)), _count(usage.get(CACHE_WRITTEN)))
            cached = beside[0]
            read = None if read is None else read + sum(count or 0 for count in beside)
        if not read is written is None:
            return Tokens(read, written, cached)
    return None


def cost_of(record: Mapping[str, Any]) -> float | None:
    """In dollars.

    >>> cost_of({"metrics": {"cost_usd": 0.25}}), cost_of({"cost": 3})
    (0.25, None)
    """
    found = (_amount(place.get(key)) for place in (record, *_usages(record)) for key in COSTS)
    return next((cost for cost in found if cost is not None), None)


def moment(value: Any) -> datetime | None:
    """A time as ISO 8601 or as seconds or milliseconds since 1970; one without a zone stays without, others are told in UTC:
    browsers read no zone that differs by seconds.

    >>> moment("2026-03-02T09:00:03Z").isoformat(), moment("yesterday")
    ('2026-03-02T09:00:03+00:00', None)
    """
    try:
        if isinstance(value, str):
            at = datetime.fromisoformat(value)
            return at.astimezone(UTC) if at.tzinfo else at
        if isinstance(value, int | float) and not isinstance(value, bool) and value > 0:
            seconds = value / 1000 if value > SECONDS_UNTIL_MILLISECONDS else value
            return datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError):
        return None
    return None


def began(record: Mapping[str, Any]) -> datetime | None:
    """When a step was said, or a run or call began."""
    found = (moment(record.get(key)) for key in TIMES)
    return next((at for at in found if at is not None), None)


def seconds_of(record: Mapping[str, Any]) -> float | None:
    """How long a step, a call or a run took, by its own word: its `duration_ms`, else from its beginning to its `ended_at`.

    >>> seconds_of({"started_at": "2026-03-02T09:00:06Z", "ended_at": "2026-03-02T09:00:07.500Z"})
    1.5
    """
    told = _amount(record.get("duration_ms"))
    return told / 1000 if told is not None else between(began(record), moment(record.get("ended_at")))


def seconds_since(step: Any, before: Any) -> float | None:
    """From the last that is known of the step before, the end of its calls included, to this one."""
    if not isinstance(step, dict) or not isinstance(before, dict):
        return None
    return between(last_moment([before]), began(step))


def last_moment(steps: Iterable[Any]) -> datetime | None:
    """The latest time that is told of steps or their calls."""
    return max(_moments(steps), default=None, key=_comparable)


def first_moment(steps: Iterable[Any]) -> datetime | None:
    return min(_moments(steps), default=None, key=_comparable)


def between(first: datetime | None, last: datetime | None) -> float | None:
    """Seconds; None where one is not known, where only one of them has a zone, or where clocks ran backwards."""
    if first is None or last is None or (first.tzinfo is None) != (last.tzinfo is None):
        return None
    seconds = (last - first).total_seconds()
    return seconds if seconds >= 0 else None


def total_tokens(steps: Iterable[Any]) -> Tokens | None:
    """Of steps that each tell their own; None where none does."""
    found = [tokens for step in steps if isinstance(step, dict) and (tokens := tokens_of(step))]
    return Tokens(*(_sum(counts) for counts in zip(*found, strict=True))) if found else None


def total_cost(steps: Iterable[Any]) -> float | None:
    costs = [cost for step in steps if isinstance(step, dict) and (cost := cost_of(step)) is not None]
    return sum(costs) if costs else None


def _usages(record: Mapping[str, Any]) -> Iterable[Mapping[str, Any]]:
    return (usage for key in USAGES if isinstance(usage := record.get(key), Mapping))


def _moments(steps: Iterable[Any]) -> Iterable[datetime]:
    for step in steps:
        for record in (step, *calls(step)):
            for key in (*TIMES, "ended_at") if isinstance(record, dict) else ():
                if (at := moment(record.get(key))) is not None:
                    yield at


def _comparable(at: datetime) -> datetime:
    """A trace tells all of its times with a zone or all without, but nothing may break on one that does not."""
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def _first(usage: Mapping[str, Any], keys: Iterable[str]) -> int | None:
    found = (_count(usage.get(key)) for key in keys)
    return next((count for count in found if count is not None), None)


def _sum(counts: Iterable[int | None]) -> int | None:
    known = [count for count in counts if count is not None]
    return sum(known) if known else None


def _count(value: Any) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= MOST else None


def _amount(value: Any) -> float | None:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return float(value) if is_number and 0 <= value <= MOST else None
