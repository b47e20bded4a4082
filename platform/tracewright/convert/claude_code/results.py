"""A tool's result on its call: text, images, whether it failed, and whose failure that was."""

import re
from typing import Any

from tracewright.convert.attachments import Attachments
from tracewright.convert.claude_code.entries import Block, Entry
from tracewright.convert.place import text_at
from tracewright.trace import text_of

EXIT_CODE = re.compile(r"(?:Error: )?Exit code (\d{1,9})\b")
# In the order they are asked; what none of them matches is the agent's own error.
SOURCES = (
    ("cancelled", re.compile(r"Sibling tool call errored|\[Request interrupted by user")),
    (
        "rejected",
        re.compile(
            r"The user doesn't want to (?:proceed with this tool use|take this action right now)"
            r"|Permission to use .{1,200} has been denied"
            r"|Claude requested permissions to .{1,500}, but you haven't granted it yet"
            r"|(?:Hook )?PreToolUse(?::\S{1,200})? (?:hook|denied)"
        ),
    ),
    ("environment", re.compile(r"ENOENT: no such file or directory, posix_spawn")),
)
WRAPPERS = ("<tool_use_error>", "Error: ")


def answer(call: dict[str, Any], block: Block, entry: Entry, attachments: Attachments) -> None:
    """Writes a `tool_result` onto the call it answers."""
    output, images = output_of(block, entry, attachments)
    call["output"] = output
    if images:
        call["parts"] = images
    call["is_error"] = block.value.get("is_error") is True
    if call["is_error"]:
        call["error_source"] = error_source(output)
    if code := EXIT_CODE.match(output):
        call["exit_code"] = int(code[1])
    if entry.at:
        call["ended_at"] = entry.at
    call["source"]["result"] = entry.place.source(block.pointer)


def output_of(block: Block, entry: Entry, attachments: Attachments) -> tuple[str, list[dict[str, Any]]]:
    """The texts of a result, joined by line ends, and its images as parts; other content as JSON."""
    content = block.value.get("content")
    if not isinstance(content, list):
        return ("" if content is None else text_of(content)), []
    texts, images = [], []
    for index, part in enumerate(content):
        fields = part if isinstance(part, dict) else {}
        if fields.get("type") in ("image", "document"):
            images.append(attachments.part(fields, entry.place.source(f"{block.pointer}/content/{index}")))
        elif fields.get("type") == "text":
            texts.append(text_at(fields, "text"))
        else:
            texts.append(text_of(part))
    return "\n".join(texts), images


def error_source(output: str) -> str:
    """Whose error it was: agent, rejected (by a person or a rule), cancelled, or environment.

    >>> error_source("<tool_use_error>Sibling tool call errored</tool_use_error>")
    'cancelled'
    """
    for wrapper in WRAPPERS:
        output = output.removeprefix(wrapper)
    return next((source for source, pattern in SOURCES if pattern.match(output)), "agent")
