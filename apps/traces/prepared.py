"""A record ready to be written: what of an import takes time and no database."""

import hashlib
from collections import Counter
from dataclasses import dataclass

from apps.traces.models import TraceBody
from tracewright.records import Record, encode
from tracewright.summary import Summary, summary
from tracewright.tool_uses import Use, uses
from tracewright.trace import OutlineRow, outline, task

TASK_CHARS = 300
ROW_BYTES = 400  # about what a row of a step costs to write
Key = tuple[str, str]  # the format and the identity of a trace, one in its project


@dataclass(frozen=True)
class Prepared:
    """Everything that is kept of a record. `format` and `version` are those of the converter that made the document."""

    format: str
    version: int
    identity: str
    native_sha256: str
    document_sha256: str
    body: TraceBody
    task: str
    repairs: int
    outline: list[OutlineRow]
    uses: Counter[Use]  # of tools
    summary: Summary
    is_joined: bool = False  # the document says more than the native bytes: what files of outcomes say of the run

    @property
    def key(self) -> Key:
        return self.format, self.identity

    @property
    def steps(self) -> int:
        return sum(row.call is None for row in self.outline)

    @property
    def weight(self) -> int:
        """About how many bytes writing it costs."""
        return len(self.body.native) + ROW_BYTES * len(self.outline)


def prepare(identity: str, record: Record, *, is_joined: bool = False) -> Prepared:
    """Encode, hash, compress and outline a record."""
    document, repairs = encode(record.document), record.repairs
    return Prepared(
        format=record.format,
        version=record.version,
        identity=identity,
        native_sha256=hashlib.sha256(record.native).hexdigest(),
        document_sha256=hashlib.sha256(document).hexdigest(),
        body=TraceBody.packed(native=record.native, document=document),
        task=task(record.document)[:TASK_CHARS],
        repairs=repairs.nan + repairs.nul + repairs.surrogates,
        outline=list(outline(record.document)),
        uses=uses(record.document),
        is_joined=is_joined,
        summary=summary(record.document),
    )
