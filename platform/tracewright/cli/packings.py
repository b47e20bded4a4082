"""What a file is packed as: by its first bytes, whatever it is called, else by what its name says that it should be."""

import gzip
import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import PurePosixPath
from typing import IO, cast

import zstandard

from tracewright.errors import TraceFormatError

GZIP, ZSTD, ZIP = ENDINGS = (".gz", ".zst", ".zip")
BEGINNINGS = {b"\x1f\x8b": GZIP, b"\x28\xb5\x2f\xfd": ZSTD}
HEAD_BYTES = 512
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
TAR, TAR_AT = b"ustar", 257


def packing(name: str, head: bytes) -> str:
    """One of ENDINGS; "" for what is not packed.

    >>> packing("s.json", b"\\x1f\\x8b"), packing("S.JSON.GZ", b"{}"), packing("s.json", b"{}")
    ('.gz', '.gz', '')
    """
    ending = PurePosixPath(name).suffix.lower()
    begun = (found for beginning, found in BEGINNINGS.items() if head.startswith(beginning))
    return next(begun, ending if ending in ENDINGS else "")


def bare(name: str) -> str:
    """The name of what a packed file holds.

    >>> bare("s.json.gz"), bare("s.json")
    ('s.json', 's.json')
    """
    path = PurePosixPath(name)
    return path.stem if path.suffix.lower() in (GZIP, ZSTD) else path.name


@contextmanager
def inside(file: IO[bytes], name: str, where: str) -> Iterator[io.BufferedReader]:
    """What a stream holds, unpacked when it is gzip or Zstandard; closed in the end, with the stream.

    TraceFormatError for what is no log whatever it holds.
    """
    layers = [_buffered(file)]
    match packing(name, layers[0].peek(HEAD_BYTES)):
        case ".gz":
            layers.append(_buffered(gzip.GzipFile(fileobj=layers[0])))
        case ".zst":
            stream = zstandard.ZstdDecompressor().stream_reader(layers[0], read_across_frames=True)
            layers.append(_buffered(stream))
    try:
        check(layers[-1].peek(HEAD_BYTES), where)
        yield layers[-1]
    finally:
        for layer in reversed(layers):
            layer.close()


def check(head: bytes, where: str) -> None:
    """TraceFormatError for a beginning of what is no log whatever it holds."""
    if head[TAR_AT:].startswith(TAR):
        raise TraceFormatError(where, "is a tar archive; unpack it first, or make it a zip")
    if head.startswith(UTF_16):
        raise TraceFormatError(where, "is text in UTF-16; save it as UTF-8")


def _buffered(file: object) -> io.BufferedReader:
    return io.BufferedReader(cast(io.RawIOBase, file))
