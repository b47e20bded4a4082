"""What everybody who opens a trace gets first is drawn once, at its import, and kept: a trace of thousands of calls opens as
fast as a short one. A drawing that is not of today's manner is made anew by whoever opens the trace next.
"""

import msgspec
import zstandard

from apps.annotations.drawing import draw
from apps.annotations.manner import Manner
from apps.annotations.models import DrawnTrace
from apps.tenants.sql import first_row
from apps.traces.models import TraceRevision
from tracewright.trace import Document

DRAWN = "revision__drawn"  # a turn's, to be fetched beside it

KEEP = """
INSERT INTO annotations_drawntrace (organization_id, revision_id, key, part) VALUES (%s, %s, %s, %s)
ON CONFLICT (revision_id) DO UPDATE SET key = excluded.key, part = excluded.part
"""


def drawn_part(revision: TraceRevision, manner: Manner) -> msgspec.Raw:
    """What `draw` gives, as JSON."""
    kept = getattr(revision, "drawn", None)
    if kept is None or kept.key != manner.key:
        kept = keep(revision, manner, packed(revision.trace.identity, revision.document, manner))
    return msgspec.Raw(zstandard.decompress(kept.part))


def packed(identity: str, document: Document, manner: Manner) -> bytes:
    """A drawing as it is kept. It takes time: best before a transaction begins."""
    return zstandard.ZstdCompressor(level=3).compress(msgspec.json.encode(draw(identity, document, manner)))


def keep(revision: TraceRevision, manner: Manner, part: bytes) -> DrawnTrace:
    """In place of an earlier drawing of the revision."""
    first_row(KEEP, [revision.organization_id, revision.pk, manner.key, part])
    return DrawnTrace(organization_id=revision.organization_id, revision=revision, key=manner.key, part=part)
