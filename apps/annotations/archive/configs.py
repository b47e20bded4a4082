"""Which files of a zip are configs of a project, seen without unpacking the others."""

import re
from typing import IO, NamedTuple
from zipfile import ZipFile

from django.utils.translation import gettext as _

from apps.annotations.archive.bounds import ArchiveError
from apps.annotations.archive.entries import Entry, listing
from apps.annotations.archive.reading import opened, reading
from tracewright import yaml_text
from tracewright.potato.bounds import TITLE_CHARS
from tracewright.repairs import storable

YAML_FILES = 200
LOOKED_AT_BYTES = 64 * 1024  # of each, for the one key that every config has
TITLE_BYTES = 1000
# Of a line's own white space only: over lines it would be looked for again and again from each of them.
TITLE = re.compile(rb"^[ \t{]*[\"']?annotation_task_name[\"']?[ \t]*:[ \t]*(?P<title>[^\r\n]*)", re.MULTILINE)


class Config(NamedTuple):
    path: str
    title: str  # "" when it cannot be told without reading the whole config


class Contents(NamedTuple):
    """What a zip holds by its own account: files, their bytes, clutter that is left out, configs with the likeliest first."""

    files: int
    bytes: int
    clutter: int
    configs: list[Config]


def look(file: IO[bytes], archive_bytes: int) -> Contents:
    """ArchiveError for a zip that may not be unpacked, or holds no config."""
    with opened(file) as archive:
        entries, clutter = listing(archive, archive_bytes)
        configs = _configs(archive, entries)
    if not configs:
        words = _(
            "There is no config in it: no .yaml file with annotation_task_name. Pack the project's folder with its "
            "config.yaml and data; a zip inside the zip is not opened."
        )
        raise ArchiveError("", words)
    return Contents(len(entries), sum(entry.info.file_size for entry in entries), clutter, configs)


def _configs(archive: ZipFile, entries: list[Entry]) -> list[Config]:
    candidates = [entry for entry in entries if entry.path.suffix.lower() in (".yaml", ".yml")]
    if len(candidates) > YAML_FILES:
        words = _("It holds %(count)d .yaml files; %(most)d are allowed. Leave out those that are no configs.")
        raise ArchiveError("", words % {"count": len(candidates), "most": YAML_FILES})
    candidates.sort(key=lambda entry: (len(entry.path.parts), entry.path.stem != "config", str(entry.path)))
    found = [(entry, TITLE.search(_beginning(archive, entry))) for entry in candidates]
    return [Config(str(entry.path), _title(match["title"])) for entry, match in found if match]


def _beginning(archive: ZipFile, entry: Entry) -> bytes:
    with reading(str(entry.path)), archive.open(entry.info) as file:
        return file.read(LOOKED_AT_BYTES)


def _title(value: bytes) -> str:
    try:
        title = yaml_text.read(value[:TITLE_BYTES].decode())
    except (yaml_text.NotYaml, UnicodeDecodeError):
        return ""
    return storable(title)[:TITLE_CHARS] if type(title) is str else ""  # a Huge one is a number
