"""The two candidates of a record that somebody compares, opened as its steps are (apps.traces.opened)."""

import functools

from apps.traces.models import TraceRevision
from apps.traces.opened import MOST_OPENED, OpenedSteps, opened
from tracewright.candidates import candidates
from tracewright.display.comparison import Row, aligned
from tracewright.trace import Document

SIDES = ("A", "B")  # the first and the second of the data


class OpenedPair:
    """TraceFormatError where there are not two."""

    def __init__(self, document: Document, key: str) -> None:
        self.candidates = candidates(document, key)
        self.steps = (OpenedSteps(self.candidates[0].steps), OpenedSteps(self.candidates[1].steps))

    @property
    def has_traces(self) -> bool:
        return any(candidate.is_trace for candidate in self.candidates)

    def of(self, side: str) -> OpenedSteps:
        return self.steps[SIDES.index(side)]

    @functools.cached_property
    def rows(self) -> list[Row]:
        """Final answers stand beside each other whatever came before them."""
        left, right = (each.steps[: len(each.steps) - each.has_final] for each in self.candidates)
        rows = aligned(left, right)
        finals = [each.steps[-1] if each.has_final else None for each in self.candidates]
        if finals == [None, None]:
            return rows
        places = [None if final is None else len(side) for final, side in zip(finals, (left, right), strict=True)]
        return [*rows, Row(places[0], places[1], finals[0] == finals[1])]

    def matches(self, wanted: str) -> list[tuple[int, None]]:
        """The rows that say it on either side."""
        left, right = ({place[0] for place in side.matches(wanted)} for side in self.steps)
        return [(index, None) for index, row in enumerate(self.rows) if row.left in left or row.right in right]


def opened_pair(revision: TraceRevision, key: str) -> OpenedPair:
    """Of a revision that its reader may see, opened once for all of its reader's requests."""
    return _opened_pair(revision.organization_id, revision.pk, revision.document_sha256, key)


@functools.lru_cache(maxsize=MOST_OPENED)
def _opened_pair(organization: int, pk: int, sha256: str, key: str) -> OpenedPair:
    revision = TraceRevision(organization_id=organization, pk=pk, document_sha256=sha256)
    return OpenedPair(opened(revision).document, key)
