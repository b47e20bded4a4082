"""Static files as the image has them: all found, all under hashed names, cached for ever."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.http import HttpResponse
from django.test import RequestFactory, override_settings
from whitenoise.middleware import WhiteNoiseMiddleware

IMPORT = re.compile(r"""(?:\bfrom|\bimport)\s*['"](\.[^'"]+)['"]""")
HASHED = re.compile(r"\.[0-9a-f]{12}\.\w+$")


@pytest.fixture(scope="module")
def collected(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    root = tmp_path_factory.mktemp("static")
    storage = {"staticfiles": {"BACKEND": "server.static.CollectedStorage"}}
    with override_settings(
        STATIC_ROOT=str(root),
        STORAGES=settings.STORAGES | storage,
        WHITENOISE_USE_FINDERS=False,
        WHITENOISE_AUTOREFRESH=False,
    ):
        call_command("collectstatic", interactive=False, verbosity=0)
        yield root


def names(collected: Path) -> dict[str, str]:
    """Plain name -> hashed name, from the manifest."""
    found: dict[str, str] = json.loads((collected / "staticfiles.json").read_text())["paths"]
    return found


def our_modules(collected: Path) -> list[Path]:
    sources = [*settings.BASE_DIR.glob("apps/*/static"), settings.BASE_DIR / "static"]
    plain = [path.relative_to(source).as_posix() for source in sources for path in source.rglob("*.js")]
    return [collected / names(collected)[name] for name in plain]


def test_every_file_that_a_template_names_is_collected(collected: Path) -> None:
    templates = [path.read_text() for path in (settings.BASE_DIR / "templates").rglob("*.html")]
    named = {name for text in templates for name in re.findall(r"{% static ['\"]([^'\"]+)['\"] %}", text)}
    assert named
    assert named - set(names(collected)) == set()


def test_modules_import_each_other_by_hashed_names(collected: Path) -> None:
    imports = [(path.name, name) for path in our_modules(collected) for name in IMPORT.findall(path.read_text())]
    assert imports
    assert [(module, name) for module, name in imports if not HASHED.search(name)] == []


def test_an_import_leads_to_a_file(collected: Path) -> None:
    targets = [path.parent / name for path in our_modules(collected) for name in IMPORT.findall(path.read_text())]
    assert [str(target) for target in targets if not target.exists()] == []


def test_what_no_page_loads_is_left_out(collected: Path) -> None:
    assert [name for name in names(collected) if name.endswith((".d.ts", ".mjs")) or "/ext/" in name] == []


@pytest.mark.django_db  # closing a response looks after database connections
def test_a_hashed_file_is_cached_for_ever(collected: Path) -> None:
    whitenoise = WhiteNoiseMiddleware(lambda request: HttpResponse(status=404))
    response = whitenoise(RequestFactory().get(f"/static/{names(collected)['css/base.css']}"))
    assert (response.status_code, response["Cache-Control"]) == (200, "max-age=315360000, public, immutable")
    response.close()
