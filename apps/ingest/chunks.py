"""The bytes of an upload: pieces in the storage, read as one file."""

import io
from bisect import bisect_right
from collections.abc import Sequence
from functools import partial
from typing import IO, Any, NamedTuple

from django.core.files.storage import default_storage
from django.db import transaction

from apps.ingest.models import Chunk, Upload
from apps.tenants.scope import current


class Piece(NamedTuple):
    offset: int
    size: int
    path: str


def pieces_of(upload: Upload) -> list[Piece]:
    """In their order; read in the scope of the organization."""
    rows = Chunk.objects.filter(organization_id=current(), upload=upload)
    return [Piece(*row) for row in rows.values_list("offset", "size", "path")]


def received(pieces: Sequence[Piece]) -> int:
    return pieces[-1].offset + pieces[-1].size if pieces else 0


def opened(pieces: Sequence[Piece]) -> io.BufferedReader:
    """The pieces as one file that can be sought in. No row is read: it works outside any scope."""
    return io.BufferedReader(_Pieces(pieces), buffer_size=256 * 1024)


def follow_deletion(instance: Chunk, **_signal: Any) -> None:
    """The bytes go with their row, however that goes."""
    transaction.on_commit(partial(default_storage.delete, instance.path))


class _Pieces(io.RawIOBase):
    """One piece is open at a time."""

    def __init__(self, pieces: Sequence[Piece]) -> None:
        self.pieces, self.offsets = pieces, [piece.offset for piece in pieces]
        self.at, self.end = 0, received(pieces)
        self.number: int | None = None
        self.file: IO[bytes] | None = None

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        self.at = max(offset + {io.SEEK_SET: 0, io.SEEK_CUR: self.at, io.SEEK_END: self.end}[whence], 0)
        return self.at

    def tell(self) -> int:
        return self.at

    def readinto(self, buffer: Any) -> int:
        if self.at >= self.end:
            return 0
        number = bisect_right(self.offsets, self.at) - 1
        file = self._opened(number)
        file.seek(self.at - self.offsets[number])
        found = file.read(min(len(buffer), self.offsets[number] + self.pieces[number].size - self.at))
        if not found:
            raise EOFError(f"the piece at {self.offsets[number]} is shorter than it was")
        buffer[: len(found)] = found
        self.at += len(found)
        return len(found)

    def _opened(self, number: int) -> IO[bytes]:
        if self.file is None or self.number != number:
            self._leave()
            self.file, self.number = default_storage.open(self.pieces[number].path), number
        return self.file

    def _leave(self) -> None:
        if self.file is not None:
            self.file.close()
        self.file = self.number = None

    def close(self) -> None:
        self._leave()
        super().close()
