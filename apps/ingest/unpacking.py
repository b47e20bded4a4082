"""Uploads as files in a private folder, where the files of one run meet."""

from collections.abc import Generator, Mapping
from pathlib import Path
from shutil import copyfileobj

from apps.ingest import chunks
from apps.ingest.models import Upload
from apps.ingest.patiently import patiently
from apps.ingest.reports import FileReport
from apps.tenants.scope import scope
from tracewright.cli.inputs import Input, Unpacking
from tracewright.cli.packings import ENDINGS
from tracewright.errors import TraceFormatError
from tracewright.records import MIB

UNPACKED_BYTES = 8 * 1024 * MIB  # of all files together


class Files:
    """`home` tells of each file which upload it came from."""

    def __init__(self, folder: Path, reports: Mapping[int, FileReport]) -> None:
        self.folder, self.reports = folder, reports
        self.home: dict[Path, Upload] = {}
        self.inputs: list[Input] = []
        self.room = UNPACKED_BYTES

    def add(self, upload: Upload) -> Generator[None, None, list[Input]]:
        """Its files; yields now and then."""
        path = self.folder / "as-uploaded" / str(upload.pk) / upload.name
        path.parent.mkdir(parents=True)
        yield from self._fetch(upload, path)
        if path.suffix.lower() not in ENDINGS:
            path = path.replace(self._beside(upload.name, upload.pk))
        target = self.folder / "unpacked" / str(upload.pk)
        target.mkdir(parents=True)

        def problem(error: TraceFormatError) -> None:
            where, what = (text.replace(str(path), upload.name) for text in (error.where, error.what))
            self.reports[upload.pk].problem(TraceFormatError(where, what))

        unpacking = Unpacking(target, problem, self.room)
        found = yield from patiently(lambda: list(unpacking.files(str(path))))
        self.room = unpacking.room
        names = [each._replace(name=each.name.replace(str(path), upload.name)) for each in found]
        self.inputs += names
        self.home |= dict.fromkeys((each.path for each in names), upload)
        return names

    def drop(self, upload: Upload) -> None:
        """Its files are not read."""
        self.inputs = [each for each in self.inputs if self.home[each.path].pk != upload.pk]

    def _beside(self, name: str, pk: int) -> Path:
        """Where files that are dropped one by one lie together; a second one of the same name lies apart."""
        folder = self.folder / "together"
        folder.mkdir(exist_ok=True)
        return folder / name if not (folder / name).exists() else self.folder / "as-uploaded" / str(pk) / name

    def _fetch(self, upload: Upload, path: Path) -> Generator[None, None, None]:
        with scope(upload.organization_id):
            pieces = chunks.pieces_of(upload)
        if chunks.received(pieces) != upload.size:
            self.reports[upload.pk].problem(f"{upload.name}: its bytes are not there any more. Upload it again.")
            path.touch()
            return
        with path.open("wb") as out:
            for piece in pieces:
                with chunks.default_storage.open(piece.path) as file:
                    copyfileobj(file, out, MIB)
                yield
