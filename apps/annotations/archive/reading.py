"""A zip opened by the standard library, which trusts it more than we do."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import IO
from zipfile import ZipFile

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from apps.annotations.archive.bounds import LISTING_BYTES, ArchiveError
from tracewright import zips
from tracewright.repairs import storable
from tracewright.shown import SHOWN_CHARS


@contextmanager
def opened(file: IO[bytes]) -> Iterator[ZipFile]:
    """The zip in an open file that can seek. ArchiveError when it is none, or broken."""
    with ExitStack() as stack:
        with reading():
            archive = stack.enter_context(zips.opened(file, LISTING_BYTES))
        yield archive


@contextmanager
def reading(place: str = "") -> Iterator[None]:
    """Makes an ArchiveError of what a broken zip raises. Only reading of the zip belongs inside."""
    try:
        yield
    except zips.TooLong as error:
        words = _("Its list of files is longer than %s. Leave out what is not part of the project.")
        raise ArchiveError(place, words % filesizeformat(LISTING_BYTES)) from error
    except zips.BROKEN as error:
        words = _("This is no zip, or it is broken or was cut off (%s). Pack the folder again and upload it again.")
        raise ArchiveError(place, words % storable(str(error))[:SHOWN_CHARS]) from error
