"""What an image's first bytes say of it: its type, by its own word and nobody else's, and its size.

PNG: W3C PNG, 5.2 and 11.2.1. GIF: GIF89a, 17 and 18. JPEG: ITU-T T.81, B.1 and B.2.2. WebP: RFC 9649, 2.4 to 2.7.
"""

import struct
from typing import NamedTuple

# Of JPEG: the frame headers SOF0 to SOF15, less the three numbers among them that mean tables and extensions.
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


class Picture(NamedTuple):
    """`size` is (width, height) in pixels, None where the bytes do not tell."""

    media_type: str
    size: tuple[int, int] | None


def picture(raw: bytes) -> Picture | None:
    r"""Of the beginning of a file; None for what is no PNG, JPEG, GIF or WebP. SVG is a document and none of them.

    >>> picture(b"GIF89a\x03\x00\x02\x00")
    Picture(media_type='image/gif', size=(3, 2))
    >>> picture(b"<svg xmlns='http://www.w3.org/2000/svg'/>") is None
    True
    """
    if raw.startswith(b"\x89PNG\r\n\x1a\n"):
        return Picture("image/png", _unpacked(">II", raw, 16) if raw[12:16] == b"IHDR" else None)
    if raw.startswith((b"GIF87a", b"GIF89a")):
        return Picture("image/gif", _unpacked("<HH", raw, 6))
    if raw.startswith(b"\xff\xd8\xff"):
        return Picture("image/jpeg", _of_jpeg(raw))
    if raw.startswith(b"RIFF") and raw[8:12] == b"WEBP":
        return Picture("image/webp", _of_webp(raw))
    return None


def _unpacked(form: str, raw: bytes, at: int) -> tuple[int, int] | None:
    """Two numbers; None where the bytes end before them, or one is 0."""
    if len(raw) < at + struct.calcsize(form):
        return None
    width, height = struct.unpack_from(form, raw, at)
    return (width, height) if width and height else None


def _of_jpeg(raw: bytes) -> tuple[int, int] | None:
    """From segment to segment, each as long as it says, up to the header of the frame."""
    at = 2
    while at + 4 <= len(raw) and raw[at] == 0xFF:
        marker = raw[at + 1]
        if marker == 0xFF:  # a fill byte before a marker
            at += 1
        elif marker in _FRAMES:
            size = _unpacked(">HH", raw, at + 5)
            return size and size[::-1]
        else:
            at += 2 + int.from_bytes(raw[at + 2 : at + 4], "big")
    return None


def _of_webp(raw: bytes) -> tuple[int, int] | None:
    kind = raw[12:16]
    if kind == b"VP8 " and raw[23:26] == b"\x9d\x01\x2a":
        size = _unpacked("<HH", raw, 26)
        return size and (size[0] & 0x3FFF, size[1] & 0x3FFF)
    if kind == b"VP8L" and raw[20:21] == b"\x2f" and len(raw) >= 25:
        bits = int.from_bytes(raw[21:25], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if kind == b"VP8X" and len(raw) >= 30:
        return int.from_bytes(raw[24:27], "little") + 1, int.from_bytes(raw[27:30], "little") + 1
    return None
