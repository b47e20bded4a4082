"""The modules of the annotate page as few files (static/bundle), served as long as they are of the modules as these stand.

A browser needs some milliseconds for each file of a page, also for one that it has kept; of two hundred modules that is most
of what somebody waits for. `npm run bundle` writes the files, and beside them SOURCES: a line `SHA-256  NAME` for each module
that is in them.
"""

import hashlib
from functools import cache
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders

ENTRIES = {
    "annotations/work-page.js": "bundle/work-page.js",
    "annotations/offline/signed-in.js": "bundle/signed-in.js",
}
SHARED = "bundle/shared.js"  # what both of them import


def bundled(module: str) -> str | None:
    """The file to serve in the place of a page's first module; None where that module is to be served itself.

    A developer's server (DEBUG) serves the modules: they change while it runs.
    """
    return None if settings.DEBUG or not is_fresh() else ENTRIES.get(module)


@cache
def is_fresh() -> bool:
    return not stale_sources()


def stale_sources() -> list[str]:
    """The modules that changed, or went, since the bundle was made."""
    lines = (settings.BASE_DIR / "static/bundle/SOURCES").read_text().splitlines()
    expected = {name: checksum for checksum, name in (line.split("  ", 1) for line in lines)}
    return [name for name, checksum in expected.items() if _checksum(name) != checksum]


def _checksum(name: str) -> str | None:
    path = finders.find(name)
    return hashlib.sha256(Path(path).read_bytes()).hexdigest() if path else None
