"""What a sample holds once and names by its hash: long texts, and the data of images."""

import re
from typing import Any

from tracewright.convert.place import Place, object_at
from tracewright.convert.source import RUN_BYTES
from tracewright.errors import TraceFormatError

REFERENCE = re.compile(r"(?:attachment|tc)://([0-9a-f]{32})")


class Held:
    """The `attachments` of a sample; in logs of 2024 the `content` of its transcript.

    TraceFormatError once what was named is more than a run may have: a text of a megabyte may be named a thousand times.
    """

    def __init__(self, sample: dict[str, Any], place: Place, where: str) -> None:
        attachments = object_at(sample, "attachments")
        keys = ("attachments",) if attachments else ("transcript", "content")
        self._values = attachments or object_at(object_at(sample, "transcript"), "content")
        self._place = place.inside(*keys)
        self._where, self._left = where, RUN_BYTES

    def whole(self, value: Any) -> Any:
        """A value with the texts that it names; one that is not there stays as it is named."""
        if isinstance(value, str):
            return REFERENCE.sub(self._found, value)
        if isinstance(value, list):
            return [self.whole(each) for each in value]
        return {key: self.whole(each) for key, each in value.items()} if isinstance(value, dict) else value

    def data(self, link: str, place: Place) -> tuple[str, Place]:
        """The data URL that stands at a place, or the one it names, and where that stands."""
        found = REFERENCE.fullmatch(link)
        data = self._values.get(found[1]) if found else None
        return (data, self._place.inside(found[1])) if found and isinstance(data, str) else (link, place)

    def _found(self, reference: re.Match[str]) -> str:
        found = self._values.get(reference[1])
        if not isinstance(found, str):
            return reference[0]
        self._left -= len(found)
        if self._left < 0:
            what = f"names the texts it holds so often that it has more than {RUN_BYTES} characters; a run may have no more"
            raise TraceFormatError(self._where, what)
        return found
