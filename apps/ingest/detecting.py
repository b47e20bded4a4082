"""What an uploaded file seems to be, before anything of it is imported: by its beginning, of a zip by the first files in it."""

import gzip
import io
import zipfile
from collections import Counter
from itertools import islice
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import IO, Any, cast

import zstandard

from tracewright.cli.inputs import BROKEN
from tracewright.convert import outcomes, recognised, sample_of, sniffed
from tracewright.convert.source import SAMPLE_BYTES
from tracewright.errors import TraceFormatError

OTHERS = 3  # candidates that are named beside the best
LOOKED_AT = 20  # files of a zip
Detected = dict[str, Any]


def look(file: IO[bytes], name: str) -> Detected:
    """{"format": "codex", "why": "session_meta", "others": [["openai", 0.3, "has messages"]], "files": 1}

    `format` is "" for a file that no converter takes by itself, `why` then says so. Of a zip with several formats it is "",
    and `formats` counts them: {"claude_code": 3, "": 1}. `outcomes` names their kind where a file holds those.
    """
    try:
        match PurePosixPath(name).suffix.lower():
            case ".zip":
                return _of_zip(file)
            case ".gz":
                return _of_head(cast(IO[bytes], gzip.GzipFile(fileobj=file)), name)
            case ".zst":
                return _of_head(cast(IO[bytes], zstandard.ZstdDecompressor().stream_reader(file)), name)
            case _:
                return _of_head(file, name)
    except BROKEN as error:
        return {"format": "", "why": f"cannot be unpacked: {error}", "others": [], "files": 0}


def _of_head(file: IO[bytes], name: str) -> Detected:
    with TemporaryDirectory(prefix="tracewright-look-") as folder:
        path = Path(folder, "head")
        path.write_bytes(_head(file))
        return _of_path(path, name)


def _head(file: IO[bytes]) -> bytes:
    """A byte more than a sample, so that it is seen whether the file goes on."""
    return io.BufferedReader(cast(io.RawIOBase, file)).read(SAMPLE_BYTES + 1)


def _of_path(path: Path, name: str) -> Detected:
    try:
        sample = sample_of(path, name)
    except TraceFormatError as error:
        return {"format": "", "why": error.what, "others": [], "files": 1}
    found = recognised(sample)
    candidates = [(sniff, converter) for sniff, converter in sniffed(sample) if sniff.certainty]
    others = [
        [converter.name, round(sniff.certainty, 2), sniff.why] for sniff, converter in candidates if converter != found
    ]
    about = {"others": others[:OTHERS], "files": 1}
    if found is None and (kind := outcomes.kind_of(sample)):
        return {"format": "", "outcomes": str(kind), "why": f"holds {kind}", **about}
    if found is None:
        return {"format": "", "why": "no format recognised", **about}
    return {"format": found.name, "why": candidates[0][0].why, **about}


def _of_zip(file: IO[bytes]) -> Detected:
    with zipfile.ZipFile(file) as archive:
        entries = [entry for entry in archive.infolist() if not entry.is_dir() and not _is_hidden(entry.filename)]
        formats: Counter[str] = Counter()
        why = ""
        for entry in islice(entries, LOOKED_AT):
            if entry.flag_bits & 1:
                continue
            with archive.open(entry) as inside:
                found = _of_head(inside, entry.filename)
            formats[found["format"]] += 1
            why = why or (found["why"] if found["format"] else "")
    known = [name for name in formats if name]
    return {
        "format": known[0] if len(known) == 1 else "",
        "formats": dict(formats),
        "why": why or "no format recognised",
        "others": [],
        "files": len(entries),
    }


def _is_hidden(name: str) -> bool:
    return any(part.startswith(".") for part in PurePosixPath(name.replace("\\", "/")).parts)
