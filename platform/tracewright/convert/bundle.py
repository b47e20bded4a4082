"""Several files as one run's native bytes: a line that lists them, then their bytes, one behind the other.

    {"tracewright_files":[{"name":"a.jsonl","bytes":12},{"name":"b.jsonl","bytes":7}]}

A run of one file is that file's bytes, without such a line.
"""

import io
import json
from collections.abc import Mapping
from itertools import islice

from tracewright import json_text

_HEAD = b'{"tracewright_files":'


def joined(files: Mapping[str, bytes]) -> bytes:
    r"""The files, in their order, as native bytes.

    >>> joined({"a.jsonl": b"{}\n"})
    b'{}\n'
    """
    if len(files) == 1:
        return next(iter(files.values()))
    listed = [{"name": name, "bytes": len(raw)} for name, raw in files.items()]
    # A name of a file need not be UTF-8: what is none is written as the escape that JSON has for it.
    head = json_text.compact({"tracewright_files": listed}).encode(errors="backslashreplace")
    return b"".join([head, b"\n", *files.values()])


def parted(native: bytes, name: str) -> dict[str, bytes]:
    """The inverse of `joined`; `name` is how the only file is called when there is no list."""
    if not native.startswith(_HEAD):
        return {name: native}
    head, _, rest = native.partition(b"\n")
    files, at = {}, 0
    for listed in json.loads(head)["tracewright_files"]:
        files[listed["name"]] = rest[at : at + listed["bytes"]]
        at += listed["bytes"]
    return files


def line_of(native: io.BufferedIOBase, file: str, number: int) -> bytes:
    r"""A line of a file in native bytes that are read as a stream, with its end; b"" where there is none.

    Lines count from 1; the file "" is the run's own, the first.

    >>> line_of(io.BytesIO(joined({"a.jsonl": b"1\n", "b.jsonl": b"2\n3\n"})), "b.jsonl", 2)
    b'3\n'
    """
    first = _begin(native, file)
    return first if number == 1 else next(islice(native, number - 2, None), b"")


def file_of(native: io.BufferedIOBase, file: str) -> bytes:
    r"""The bytes of a file in native bytes that are read as a stream; b"" where there is none of that name.

    >>> file_of(io.BytesIO(joined({"a.jsonl": b"1\n", "b.jsonl": b"2\n3\n"})), "b.jsonl")
    b'2\n3\n'
    """
    first = native.readline()
    if not first.startswith(_HEAD):
        return first + native.read()
    for listed in json.loads(first)["tracewright_files"]:
        raw = native.read(listed["bytes"])
        if file in ("", listed["name"]):
            return raw
    return b""


def _begin(native: io.BufferedIOBase, file: str) -> bytes:
    """The first line of a file, with what is behind it still to be read; b"" where there is no such file."""
    first = native.readline()
    if not first.startswith(_HEAD):
        return first
    for listed in json.loads(first)["tracewright_files"]:
        if file in ("", listed["name"]):
            return native.readline()
        native.read(listed["bytes"])
    return b""
