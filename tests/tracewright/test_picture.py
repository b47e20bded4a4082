import struct

import pytest

from tracewright.picture import Picture, picture

# A segment of a JPEG that is skipped (its length counts itself), then the frame: precision, height 2, width 3.
JPEG = b"\xff\xd8" + b"\xff\xe0\x00\x04ab" + b"\xff\xff" + b"\xc2\x00\x0b\x08\x00\x02\x00\x03"
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00\x00\x00\x0dIHDR" + struct.pack(">II", 3, 2)


def webp(kind: bytes, chunk: bytes) -> bytes:
    return b"RIFF\x00\x00\x00\x00WEBP" + kind + struct.pack("<I", len(chunk)) + chunk


@pytest.mark.parametrize(
    ("raw", "media_type"),
    [
        (PNG, "image/png"),
        (b"GIF87a" + struct.pack("<HH", 3, 2), "image/gif"),
        (JPEG, "image/jpeg"),
        (webp(b"VP8 ", b"\x00\x00\x00\x9d\x01\x2a" + struct.pack("<HH", 3 | 1 << 14, 2)), "image/webp"),
        # 14 bits each of width - 1 and height - 1
        (webp(b"VP8L", b"\x2f" + struct.pack("<I", 2 | 1 << 14)), "image/webp"),
        (webp(b"VP8X", b"\x10\x00\x00\x00" + b"\x02\x00\x00" + b"\x01\x00\x00"), "image/webp"),
    ],
)
def test_an_image_tells_its_type_and_size(raw: bytes, media_type: str) -> None:
    assert picture(raw) == Picture(media_type, (3, 2))


@pytest.mark.parametrize(
    "raw", [PNG[:20], PNG[:8], JPEG[:12], b"GIF89a", webp(b"VP8X", b""), b"\xff\xd8\xff\xda\x00\x00"]
)
def test_an_image_that_ends_too_soon_has_no_size(raw: bytes) -> None:
    found = picture(raw)
    assert found is not None
    assert found.size is None


@pytest.mark.parametrize("raw", [b"", b"<svg/>", b"<html>", b"%PDF-1.4", b"RIFF\x00\x00\x00\x00WAVE", b"BM"])
def test_all_else_is_no_picture(raw: bytes) -> None:
    assert picture(raw) is None
