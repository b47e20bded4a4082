"""What an uploaded file seems to be."""

import gzip
import io
import zipfile

import pytest

from apps.ingest.detecting import look
from tests.ingest.uploading import DATA, SESSION


def zipped(method: int, **files: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def test_an_entry_that_unpacks_without_a_bound_is_not_looked_at():
    found = look(io.BytesIO(zipped(zipfile.ZIP_LZMA, a=SESSION)), "a.zip")
    assert (found["format"], found["why"]) == ("", "a: is packed by a method that is not read; pack it anew")


def test_an_odd_entry_does_not_hide_what_the_others_are():
    packed = {"a.jsonl": b"to be broken", "b.jsonl.gz": gzip.compress(SESSION), ".claude/c": SESSION, ".env": b"x"}
    found = look(io.BytesIO(zipped(zipfile.ZIP_STORED, **packed).replace(b"broken", b"beaten")), "a.ZIP")
    assert (found["format"], found["formats"], found["files"]) == ("claude_code", {"": 1, "claude_code": 2}, 3)


def test_a_name_that_is_no_utf_8_is_told_and_no_fault_of_the_server():
    broken = zipped(zipfile.ZIP_STORED, ä=SESSION).replace("ä".encode(), b"\xff\xff")
    assert look(io.BytesIO(broken), "a.zip")["why"].startswith("cannot be unpacked")


@pytest.mark.parametrize("name", ["zstd.eval", "zstd.zip"])
def test_a_log_of_inspect_is_known_whatever_it_is_called(name: str):
    raw = (DATA / "inspect" / "zstd.eval").read_bytes()
    assert look(io.BytesIO(raw), name)["format"] == "inspect"


def test_packed_files_are_known_by_their_first_bytes():
    assert look(io.BytesIO(gzip.compress(SESSION)), "s.json")["format"] == "claude_code"
    assert "UTF-16" in look(io.BytesIO("{}".encode("utf-16")), "s.json")["why"]
