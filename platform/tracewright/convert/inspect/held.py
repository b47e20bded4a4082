"""What a sample holds once and names by its hash: long texts, and the data of images."""

import re
from typing import Any

from tracewright.convert.place import Place, object_at

REFERENCE = re.compile(r"(?:attachment|tc)://([0-9a-f]{32})")


class Held:
    """The `attachments` of a sample; in logs of 2024 the `content` of its transcript."""

    def __init__(self, sample: dict[str, Any], place: Place) -> None:
        attachments = object_at(sample, "attachments")
        keys = ("attachments",) if attachments else ("transcript", "content")
        self._values = attachments or object_at(object_at(sample, "transcript"), "content")
        self._place = place.inside(*keys)

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
        return found if isinstance(found, str) else reference[0]
