"""The files in a zip and where they go, none of which may lead anywhere else."""

import stat
import unicodedata
from pathlib import PurePosixPath, PureWindowsPath
from typing import NamedTuple
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from django.utils.translation import gettext as _

from apps.annotations.archive.bounds import FILES, ArchiveError, Meter
from tracewright.repairs import storable
from tracewright.shown import SHOWN_CHARS

PATH_BYTES, PART_BYTES, PATH_PARTS = 1000, 255, 30
ENCRYPTED, IS_UTF8 = 0x2041, 0x800  # bits of an entry's flags


class Entry(NamedTuple):
    path: PurePosixPath
    info: ZipInfo


class Listing(NamedTuple):
    """The files to unpack, and how many others there are that file managers leave in folders."""

    entries: list[Entry]
    clutter: int


def listing(archive: ZipFile, archive_bytes: int) -> Listing:
    """What is in the zip, by what it says of itself; ArchiveError when any of it may not be unpacked."""
    infos = archive.infolist()
    if len(infos) > FILES:
        words = _("It holds %(count)d files; %(most)d are allowed. Leave out what is not part of the project.")
        raise ArchiveError("", words % {"count": len(infos), "most": FILES})
    if sum(info.compress_size for info in infos) > archive_bytes:
        raise ArchiveError("", _("Its files overlap, as no zip program makes them. Pack the folder again."))
    meter, tree, files = Meter(archive_bytes), _Tree(), []
    for info in infos:
        path = _path_of(info)
        if not path.parts:  # "./", the folder itself
            continue
        _refuse_special(info, str(path))
        tree.add(path, is_folder=info.is_dir())
        meter.next_file()
        meter.add(info.file_size, str(path))
        if not info.is_dir():
            files.append(Entry(path, info))
    entries = [entry for entry in files if not _is_clutter(entry.path)]
    return Listing(entries, len(files) - len(entries))


class _Tree:
    """The folders and files so far. No two may differ by case alone: which is meant would depend on the machine."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[str, bool]] = {}

    def add(self, path: PurePosixPath, *, is_folder: bool) -> None:
        for folder in list(path.parents)[:-1]:
            self._take(str(folder), is_folder=True)
        is_new = self._take(str(path), is_folder=is_folder)
        if not is_new and not is_folder:
            raise ArchiveError(str(path), _("is in the zip twice. Pack the folder again."))

    def _take(self, path: str, *, is_folder: bool) -> bool:
        """Whether it is new."""
        key = unicodedata.normalize("NFC", path).casefold()
        is_new = key not in self._known
        known, was_folder = self._known.setdefault(key, (path, is_folder))
        if known != path:
            raise ArchiveError(path, _('differs from "%s" by upper and lower case only. Rename one of them.') % known)
        if was_folder != is_folder:
            raise ArchiveError(path, _("is a file and a folder at once. Pack the folder again."))
        return is_new


def _path_of(info: ZipInfo) -> PurePosixPath:
    name = _name_of(info)
    path, shown = PurePosixPath(name), storable(name)[:SHOWN_CHARS]
    if any(unicodedata.category(sign) in ("Cc", "Cs") for sign in info.orig_filename + name):
        raise ArchiveError(repr(shown), _("has a control character in its name. Rename it."))
    if "\\" in name:
        raise ArchiveError(shown, _("has a backslash in its name. Pack the folder with another program."))
    if not path.parts and not name.endswith("/"):
        raise ArchiveError("", _("One of its files has no name. Pack the folder again."))
    if path.is_absolute() or PureWindowsPath(name).drive or ".." in path.parts:
        raise ArchiveError(shown, _("leads out of the folder. Pack the project's folder itself, without other paths."))
    is_long = len(name.encode()) > PATH_BYTES or any(len(part.encode()) > PART_BYTES for part in path.parts)
    if is_long or len(path.parts) > PATH_PARTS:
        words = _("has too long a path; %(bytes)d bytes in %(parts)d folders are allowed. Shorten it.")
        raise ArchiveError(f"{shown}...", words % {"bytes": PATH_BYTES, "parts": PATH_PARTS})
    return path


def _name_of(info: ZipInfo) -> str:
    """Without its mark for UTF-8 a name counts as code page 437; Macs write UTF-8 and leave the mark out."""
    if info.flag_bits & IS_UTF8:
        return info.filename
    try:
        return info.filename.encode("cp437").decode()
    except UnicodeError:
        return info.filename


def _refuse_special(info: ZipInfo, place: str) -> None:
    sort = stat.S_IFMT(info.external_attr >> 16)  # of Unix; 0 for a zip that was made elsewhere
    if sort == stat.S_IFLNK:
        raise ArchiveError(place, _("is a symbolic link. Put the file itself in its place."))
    if sort not in (0, stat.S_IFDIR if info.is_dir() else stat.S_IFREG):
        raise ArchiveError(place, _("is no plain file. Leave it out."))
    if info.flag_bits & ENCRYPTED:
        raise ArchiveError(place, _("is encrypted. Pack the folder without a password."))
    if info.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        raise ArchiveError(place, _("is packed by another method than Deflate. Choose the usual zip format."))


def _is_clutter(path: PurePosixPath) -> bool:
    return path.parts[0] == "__MACOSX" or path.name in (".DS_Store", "Thumbs.db", "desktop.ini")
