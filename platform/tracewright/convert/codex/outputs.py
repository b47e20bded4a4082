"""What a tool gave back: the forms in which versions of Codex write an output, and the exit code in each."""

import re
from typing import Any, NamedTuple

from tracewright import json_text
from tracewright.convert.attachments import holds_file
from tracewright.convert.place import list_at, number_at, object_at, text_at
from tracewright.trace import text_of

HEADER = re.compile(r"(?:Chunk ID|Wall time|Exit code|Process exited|Command:)")
EXIT_CODE = re.compile(r"^(?:Exit code: |Process exited with code )(-?\d{1,9})\s*$", re.MULTILINE)
# In the order they are asked; what none of them matches is the agent's own error.
SOURCES = (
    (
        "rejected",
        re.compile(r".{0,80}\b(?:rejected|denied) by (?:the )?user|.{0,80}\brejected: |.{0,80}sandbox denied", re.I),
    ),
    ("cancelled", re.compile(r"aborted(?: by user)?\b|.{0,40}\binterrupted by (?:the )?user", re.I)),
    ("environment", re.compile(r"(?:execution error|exec_command failed)\b.{0,200}(?:No such file|os error)", re.I)),
)
FAILED = re.compile(
    r"(?:exec_command failed|execution error|failed in sandbox|apply_patch verification failed|failed to parse function arguments"
    r"|unsupported call|aborted)\b",
    re.I,
)


class Output(NamedTuple):
    """`exit_code` is None where the text does not tell it; `images` are indices of the list that the output is."""

    text: str
    exit_code: int | None = None
    failed: bool = False
    images: tuple[int, ...] = ()

    @property
    def error_source(self) -> str:
        return next((source for source, pattern in SOURCES if pattern.match(self.text)), "agent")

    def after(self, end: dict[str, Any]) -> "Output":
        """With what the event of the same call says: `exec_command_end`, `patch_apply_end` or `mcp_tool_call_end`."""
        code = self.exit_code if self.exit_code is not None else _integer(end, "exit_code")
        result = object_at(end, "result")
        failed = end.get("success") is False or "Err" in result
        failed = failed or (object_at(result, "Ok").get("isError") or object_at(result, "Ok").get("is_error")) is True
        return self._replace(exit_code=code, failed=self.failed or failed or bool(code))


def output_of(value: Any) -> Output:
    """Of `output`: a text, a text that is JSON with `output` and `metadata`, such an object, or a list of blocks.

    >>> output_of('{"output": "no", "metadata": {"exit_code": 2}}')[:3]
    ('no', 2, True)
    >>> output_of("Exit code: 1\\nWall time: 1.2 seconds\\nOutput:\\nFAILED")[1:3]
    (1, True)
    """
    if isinstance(value, str):
        return _of_json(value) or _of_text(value)
    if isinstance(value, list):
        texts = [text_at(block, "text") for block in value if text_at(block, "text")]
        images = [index for index, block in enumerate(value) if holds_file(block)]
        others = [
            text_of(block) for index, block in enumerate(value) if index not in images and not text_at(block, "text")
        ]
        return _of_text("\n".join([*texts, *others]))._replace(images=tuple(images))
    if isinstance(value, dict):
        return _of_object(value) or Output(text_of(value))
    return Output("" if value is None else text_of(value))


def from_end(end: dict[str, Any]) -> Output:
    """The output of a call that only an event tells of."""
    texts = [text_at(end, key) for key in ("aggregated_output", "formatted_output")]
    texts.append("\n".join(filter(None, (text_at(end, "stdout"), text_at(end, "stderr")))))
    ok = list_at(object_at(object_at(end, "result"), "Ok"), "content")
    texts.append("\n".join(text_at(block, "text") for block in ok))
    texts.append(text_of(object_at(end, "result").get("Err") or ""))
    return Output(next(filter(None, texts), "")).after(end)


def _of_json(value: str) -> Output | None:
    if not value.startswith("{"):
        return None
    try:
        read = json_text.read(value.encode())[0]
    except (json_text.NotJson, UnicodeEncodeError):
        return None
    return _of_object(read) if isinstance(read, dict) and "metadata" in read else None


def _of_object(value: dict[str, Any]) -> Output | None:
    """{"output", "metadata": {"exit_code"}}, or {"content", "success"}."""
    if "output" in value:
        code = _integer(object_at(value, "metadata"), "exit_code")
        return Output(text_of(value["output"] or ""), code, bool(code))
    if "content" in value and "success" in value:
        inner = output_of(value["content"])
        return inner._replace(failed=inner.failed or value["success"] is False, images=())
    return None


def _of_text(text: str) -> Output:
    """An exit code counts in the lines above "Output:" alone; below it is what a program printed."""
    head = text.partition("Output:\n")[0][:500] if HEADER.match(text) else ""
    found = EXIT_CODE.search(head)
    code = int(found[1]) if found else None
    refused = not head and (FAILED.match(text) or SOURCES[0][1].match(text))
    return Output(text, code, bool(code or refused))


def _integer(fields: dict[str, Any], key: str) -> int | None:
    found = number_at(fields, key)
    return found if isinstance(found, int) else None
