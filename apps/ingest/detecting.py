"""What an uploaded file seems to be, before anything of it is imported: by its beginning, of a zip by the first files in it."""

import zipfile
from collections import Counter
from itertools import islice
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import IO, Any

from tracewright import zips
from tracewright.cli import packings
from tracewright.cli.inputs import BROKEN, is_hidden
from tracewright.convert import outcomes, sample_of, sniffed, surest
from tracewright.convert.inspect.archive import is_log
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
        packing = packings.packing(name, file.read(packings.HEAD_BYTES))
        file.seek(0)
        return _of_zip(file, name) if packing == packings.ZIP else _of_head(file, name)
    except BROKEN as error:
        return _unread(f"cannot be unpacked: {error}", files=0)


def _unread(why: str, files: int = 1) -> Detected:
    return {"format": "", "why": why, "others": [], "files": files}


def _of_head(file: IO[bytes], name: str) -> Detected:
    """By a byte more than a sample, so that it is seen whether the file goes on."""
    with TemporaryDirectory(prefix="tracewright-look-") as folder:
        path = Path(folder, "head")
        try:
            with packings.inside(file, name, name) as found:
                path.write_bytes(found.read(SAMPLE_BYTES + 1))
        except TraceFormatError as error:
            return _unread(error.what)
        return _of_path(path, name)


def _of_path(path: Path, name: str) -> Detected:
    try:
        sample = sample_of(path, name)
    except TraceFormatError as error:
        return _unread(error.what)
    said = sniffed(sample)
    found = surest(said)
    candidates = [(sniff, converter) for sniff, converter in said if sniff.certainty]
    others = [
        [converter.name, round(sniff.certainty, 2), sniff.why] for sniff, converter in candidates if converter != found
    ]
    about = {"others": others[:OTHERS], "files": 1}
    if found is None and (kind := outcomes.kind_of(sample)):
        return {"format": "", "outcomes": str(kind), "why": f"holds {kind}", **about}
    if found is None:
        return {"format": "", "why": "no format recognised", **about}
    return {"format": found.name, "why": candidates[0][0].why, **about}


def _of_zip(file: IO[bytes], name: str) -> Detected:
    with zips.opened(file) as archive:
        if not is_log(archive.namelist()):
            return _of_entries(archive)
    file.seek(0)
    return _of_head(file, name)


def _of_entries(archive: zipfile.ZipFile) -> Detected:
    entries = [entry for entry in archive.infolist() if not entry.is_dir() and not _is_hidden(entry.filename)]
    found = [_of_entry(archive, entry) for entry in islice(entries, LOOKED_AT)]
    formats = Counter(each["format"] for each in found)
    known = [name for name in formats if name]
    reasons = [each["why"] for each in found if each["format"]] or [each["why"] for each in found]
    return {
        "format": known[0] if len(known) == 1 else "",
        "formats": dict(formats),
        "why": reasons[0] if reasons else "holds no file to read",
        "others": [],
        "files": len(entries),
    }


def _of_entry(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Detected:
    """One that is broken says nothing of the others."""
    if fault := zips.fault(entry):
        return _unread(f"{entry.filename}: {fault}")
    try:
        with archive.open(entry) as inside:
            return _of_head(inside, entry.filename)
    except BROKEN as error:
        return _unread(f"{entry.filename}: cannot be unpacked: {error}")


def _is_hidden(name: str) -> bool:
    return is_hidden(PurePosixPath(name.replace("\\", "/")).parts)
