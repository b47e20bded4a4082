"""Conversations that tau-bench keeps as one text: "user: ...", "assistant: ...", "tool: ..." by lines."""

import re

from tracewright.convert.conversation import Conversation
from tracewright.convert.place import Place

SPEAKER = re.compile(r"^(user|assistant|tool|system): ", re.MULTILINE)
KINDS = {"user": "prompt", "assistant": "agent", "tool": "result", "system": "instruction"}


def tell(text: str, place: Place, talk: Conversation) -> None:
    """The calls are not in the text ("assistant: None" stands for a message of calls alone), so results stand by themselves."""
    before, *pieces = SPEAKER.split(text)
    if before.strip() and pieces:
        talk.say("system", "instruction", before.strip(), place)
    for speaker, said in zip(pieces[::2], pieces[1::2], strict=True):
        content = "" if speaker == "assistant" and said.strip() == "None" else said.strip()
        talk.say(speaker, KINDS[speaker], content, place)
