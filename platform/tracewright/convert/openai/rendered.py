"""Conversations that tau-bench keeps as one text: "user: ...", "assistant: ...", "tool: ..." by lines."""

import re

from tracewright.convert.conversation import Conversation
from tracewright.convert.place import Place

SPEAKER = re.compile(r"^(user|assistant|tool|system): ", re.MULTILINE)
KINDS = {"user": "prompt", "assistant": "agent", "tool": "result", "system": "instruction"}


def tell(text: str, place: Place, talk: Conversation) -> None:
    """The calls are not in the text ("assistant: None" stands for a message of calls alone), so results stand by themselves."""
    found = list(SPEAKER.finditer(text))
    ends = [each.start() for each in found[1:]] + [len(text)]
    for match, end in zip(found, ends, strict=True):
        said = text[match.end() : end].strip()
        content = "" if match[1] == "assistant" and said == "None" else said
        talk.say(match[1], KINDS[match[1]], content, place)
