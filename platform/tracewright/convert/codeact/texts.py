"""CodeAct as text: the examples that stand in its prompts, and the print of a conversation in its notebook."""

import re
from collections.abc import Iterator
from typing import Any

from tracewright.convert.place import Place

EXAMPLE = re.compile(r"^(Task|Assistant|Observation):[ \t]*(?:\n|\Z)", re.MULTILINE)
PRINTED = re.compile(r"^=====+[ \t]*\n(?:\x1b\[[\d;]*m)?(SYSTEM|USER|ASSISTANT):[ \t]*\n", re.MULTILINE)
END = re.compile(r"(?:\x1b\[0m)?\s*(?:^=====+\s*)?\Z", re.MULTILINE)


def is_text(text: str) -> bool:
    """Whether a text tells of an assistant in one of the two ways."""
    return any(speaker.lower() == "assistant" for pattern in (EXAMPLE, PRINTED) for speaker in pattern.findall(text))


def messages_of(raw: bytes) -> Iterator[tuple[dict[str, Any], Place]]:
    """Each as the lines of CodeActInstruct have it, with the line on which it begins."""
    text = raw.removeprefix(b"\xef\xbb\xbf").decode(errors="replace").replace("\r\n", "\n")
    is_print = PRINTED.search(text) is not None
    heads = list((PRINTED if is_print else EXAMPLE).finditer(text))
    if heads and (before := text[: heads[0].start()].strip()):
        yield {"role": "preamble", "content": before}, Place(line=1)
    for head, following in zip(heads, [*heads[1:], None], strict=True):
        said = END.sub("", text[head.end() : following.start() if following else len(text)])
        role = head[1].lower()
        if role == "observation":
            said = f"Observation:\n{said}"
        role = role if role in ("system", "assistant") else "user"
        yield {"role": role, "content": said}, Place(line=text.count("\n", 0, head.start(1)) + 1)
