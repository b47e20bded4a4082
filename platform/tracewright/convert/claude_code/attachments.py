"""Images and documents of a session. Their bytes stay where they are, in the native record; the trace names the place."""

from typing import Any

from tracewright.convert.claude_code.entries import text_at


class Attachments:
    """The document's `attachments`, numbered in the order they were met."""

    def __init__(self) -> None:
        self.listed: list[dict[str, Any]] = []

    def part(self, block: dict[str, Any], source: dict[str, Any]) -> dict[str, Any]:
        """Lists an image or document block and gives back the part that stands for it in a turn or call."""
        kind, data = text_at(block, "type"), block.get("source")
        identity = f"{kind}-{len(self.listed) + 1}"
        media_type = text_at(data, "media_type") if isinstance(data, dict) else ""
        self.listed.append({"id": identity, "media_type": media_type, "source": source})
        return {"type": kind, "attachment": identity}
