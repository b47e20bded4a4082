"""What Aider says of itself: the lines that tell of edits, commits, tokens, models and errors."""

import re
from typing import Any

APPLIED = re.compile(r"Applied edit to (.+?)\.?$")
SKIPPED = re.compile(r"Skipping edits to (.+?)\.?$")
APPLIED_OTHERS = re.compile(r"The other \d+ SEARCH/REPLACE blocks? (?:was|were) applied successfully")
COMMIT = re.compile(r"(?:Commit )?[0-9a-f]{7,10} ")
NOT_CONFORM = re.compile(
    r"^(?:The LLM did not conform to the edit format|# \d+ SEARCH/REPLACE blocks? failed to match)", re.M
)
STOPPED = re.compile(r"^Only \d+ reflections allowed, stopping", re.M)
OF_ENVIRONMENT = re.compile(r"^(?:(?:Unexpected error: )?litellm\.\S*(?:Error|Exception)|Unexpected error: )", re.M)
MODEL = re.compile(r"(?:Main model|Models?): (\S+) with ")
VERSION = re.compile(r"Aider v(\S+)$")
NUMBER = r"([\d.,]+[kM]?)"
TOKENS = re.compile(
    rf"Tokens: {NUMBER} sent(?:, {NUMBER} cache write)?(?:, {NUMBER} cache hit)?, {NUMBER} received\."
    r"(?: Cost: \$([\d.,]*\d) (?:request|message|send), \$([\d.,]*\d) session)?"
)
FACTORS = {"k": 1_000, "M": 1_000_000}
# What Aider asks the agent in the person's name, where it does not only repeat what it said before.
AUTOMATIC = re.compile(
    r"# \d+ SEARCH/REPLACE block|# Fix any errors below|# Question: |## Running: |I ran this command:|I added the contents of"
    r"|I added these files to the chat|The LLM did not conform|No filename provided before|Malformed ORIGINAL/UPDATED blocks"
    r"|Here is the content of "
)
QUESTIONS = re.compile(r"/(?:ask|code|architect|context|help)\s+(?=\S)")  # commands that say something to the agent


def spent(found: re.Match[str]) -> tuple[dict[str, Any], float | None, float | None]:
    """Tokens, what the message cost, and the session until then; newer versions round to thousands.

    >>> spent(TOKENS.match("Tokens: 5.9k sent, 1.2k cache write, 84 received. Cost: $0.0019 message, $0.02 session."))
    ({'prompt_tokens': 5900, 'completion_tokens': 84, 'cache_write_tokens': 1200}, 0.0019, 0.02)
    """
    sent, written, hit, received, cost, session = found.groups()
    usage: dict[str, Any] = {"prompt_tokens": _count(sent), "completion_tokens": _count(received)}
    if written:
        usage["cache_write_tokens"] = _count(written)
    if hit:
        usage["prompt_tokens_details"] = {"cached_tokens": _count(hit)}
    return usage, _dollars(cost), _dollars(session)


def _count(text: str) -> int:
    number = text.replace(",", "").rstrip("kM").strip(".")
    try:
        return round(float(number or 0) * FACTORS.get(text[-1], 1))
    except ValueError:
        return 0


def _dollars(text: str | None) -> float | None:
    try:
        return float(text.replace(",", "")) if text else None
    except ValueError:
        return None
