"""Zip archives with entries that Python's own module cannot write."""

import struct
import zlib
from collections.abc import Mapping
from pathlib import Path

import zstandard

DEFLATED, ZSTANDARD = 8, 93
_LOCAL, _CENTRAL, _END = struct.Struct("<4s5H3L2H"), struct.Struct("<4s6H3L5H2L"), struct.Struct("<4s4H2LH")


def write_archive(path: Path, files: Mapping[str, bytes], method: int = ZSTANDARD, size: int | None = None) -> Path:
    """`size` is what each entry says that it unpacks to, where that is not the truth."""
    whole, table = b"", b""
    for name, raw in files.items():
        packed = zstandard.compress(raw) if method == ZSTANDARD else zlib.compress(raw)[2:-4]
        about = (method, 0, 0x21, zlib.crc32(raw), len(packed), len(raw) if size is None else size, len(name))
        table += _CENTRAL.pack(b"PK\1\2", 20, 20, 0, *about, 0, 0, 0, 0, 0, len(whole)) + name.encode()
        whole += _LOCAL.pack(b"PK\3\4", 20, 0, *about, 0) + name.encode() + packed
    end = _END.pack(b"PK\5\6", 0, 0, len(files), len(files), len(table), len(whole), 0)
    path.write_bytes(whole + table + end)
    return path
