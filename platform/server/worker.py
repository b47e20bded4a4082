"""The service worker, with what it must know of this deployment: the static files it keeps, and a version that they make."""

import hashlib
import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

SCRIPT = "annotations/offline/worker.js"
# All that the annotate page loads; whole folders, because a file that is missing breaks the page without a network.
FOLDERS = ("annotations", "bundle", "schemes/kinds", "vendor", "css")
FILES = ("icons.svg", "favicon.svg", "django_htmx/htmx-2.min.js")


@require_safe
@never_cache  # the browser looks for another deployment by itself
def worker(request: HttpRequest) -> HttpResponse:
    """Another version is another script, by which browsers see that it is to be replaced."""
    names = static_files()
    deployment = {
        "version": version(names),
        "files": [*map(staticfiles_storage.url, names), reverse("javascript-catalog")],
    }
    script = f"self.DEPLOYMENT = {json.dumps(deployment)};\n{_found(SCRIPT).read_text()}"
    # It stands outside the pages that it may answer for: under /o/ every address is an organization's.
    return HttpResponse(script, "text/javascript", headers={"Service-Worker-Allowed": "/o/"})


@cache
def static_files() -> tuple[str, ...]:
    return tuple(name for folder in FOLDERS for name in _in(folder)) + FILES


def _in(folder: str) -> Iterator[str]:
    root = _found(folder)
    for path in sorted(root.rglob("*")):
        if path.suffix in (".js", ".css") and path.is_file():
            yield f"{folder}/{path.relative_to(root).as_posix()}"


@cache
def version(names: tuple[str, ...]) -> str:
    """By the contents of the files, so that it is the same wherever they are served from."""
    made = hashlib.sha256()
    for name in names:
        made.update(hashlib.sha256(_found(name).read_bytes()).digest())
    return made.hexdigest()[:16]


def _found(name: str) -> Path:
    path = finders.find(name)
    if path is None:
        raise LookupError(f"no static file {name}")
    return Path(path)
