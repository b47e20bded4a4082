"""A trace that somebody reads: decoded once for all the requests of a while, with what they found out about its steps.

A long one takes 0.1 s to decode and to follow, and its reader asks for twenty steps at a time.
"""

import functools
from collections.abc import Mapping, Sequence
from typing import Any

from apps.traces.blocks import Trail
from apps.traces.models import TraceRevision
from apps.traces.searching import Place, searched, sought_in
from tracewright.attachments import attachments_of
from tracewright.candidates import Candidate, compared_runs
from tracewright.trace import Document, steps
from tracewright.ways import Way

MOST_OPENED = 4  # in each web process; one of 15 MB takes about 60 MB


class OpenedSteps:
    def __init__(self, found: Sequence[Any], attachments: Mapping[str, Any] | None = None) -> None:
        """`attachments` by name, as `tracewright.attachments` reads them."""
        self.steps = found
        self.trail = Trail(found)
        self.attachments = attachments or {}

    @functools.cached_property
    def _searched(self) -> list[tuple[Place, str]]:
        return searched(self.steps)

    def matches(self, wanted: str) -> list[Place]:
        return sought_in(self._searched, wanted)


class OpenedTrace:
    """Its document is everybody's: it is only read."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.attachments = attachments_of(document)
        self._lists: dict[str, OpenedSteps] = {}

    def steps(self, key: str) -> OpenedSteps:
        """The list of that name; TraceFormatError when it is none."""
        found = self._lists.get(key)
        return found or self._lists.setdefault(key, OpenedSteps(steps(self.document, key), self.attachments))

    def way(self, way: Way) -> OpenedSteps:
        """The steps of one that was left behind."""
        key = f"way {way.number}"
        return self._lists.get(key) or self._lists.setdefault(key, OpenedSteps(way.turns, self.attachments))

    def run(self, number: int) -> OpenedSteps:
        """The steps of the `number`th of the runs, from 1 on."""
        key = f"run {number}"
        steps = self.runs[number - 1].steps
        return self._lists.get(key) or self._lists.setdefault(key, OpenedSteps(steps, self.attachments))

    @functools.cached_property
    def compared(self) -> dict[str, tuple[Candidate, Candidate]]:
        return compared_runs(self.document)

    @property
    def runs(self) -> list[Candidate]:
        return [run for pair in self.compared.values() for run in pair]


def opened(revision: TraceRevision) -> OpenedTrace:
    """Of a revision that its reader may see: what was opened before is not asked for again."""
    return _opened(revision.organization_id, revision.pk, revision.document_sha256)


@functools.lru_cache(maxsize=MOST_OPENED)
def _opened(organization: int, pk: int, _sha256: str) -> OpenedTrace:
    """The sum makes sure of the text, should a restored database give a number to another."""
    return OpenedTrace(TraceRevision(organization_id=organization, pk=pk).document)
