"""Several files as one run's native bytes: a line that lists them, then their bytes, one behind the other.

    {"tracewright_files":[{"name":"a.jsonl","bytes":12},{"name":"b.jsonl","bytes":7}]}

A run of one file is that file's bytes, without such a line.
"""

import json
from collections.abc import Mapping

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
    return b"".join([json_text.compact({"tracewright_files": listed}).encode(), b"\n", *files.values()])


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
