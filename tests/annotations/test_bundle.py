"""The bundle of the annotate page: served as long as it is of the modules as they stand."""

from pathlib import Path

import pytest
from django.conf import LazySettings
from django.template import Context, Template

from apps.annotations import bundle

PAGE = '{% load modules %}{% module_script "annotations/work-page.js" "annotations" %}'


@pytest.fixture(autouse=True)
def _looked_at_again():
    bundle.is_fresh.cache_clear()
    yield
    bundle.is_fresh.cache_clear()


def rendered() -> str:
    return Template(PAGE).render(Context())


def with_sources(settings: LazySettings, folder: Path, text: str) -> None:
    (folder / "static/bundle").mkdir(parents=True)
    (folder / "static/bundle/SOURCES").write_text(text)
    settings.BASE_DIR = folder


def test_it_is_of_the_modules_as_they_stand_or_npm_run_bundle_was_forgotten() -> None:
    assert bundle.stale_sources() == []


def test_it_names_every_module_that_is_in_it(settings: LazySettings) -> None:
    sources = (settings.BASE_DIR / "static/bundle/SOURCES").read_text()
    assert {"annotations/work-page.js", "schemes/kinds/trajectory_edit.js", "vendor/diff/array.js"} <= set(
        sources.split()
    )


def test_a_page_has_its_two_files_in_place_of_the_modules() -> None:
    assert rendered().count("<link") == 1
    assert 'src="/static/bundle/work-page.js"' in rendered()


def test_a_module_that_changed_is_served_itself_with_all_others(settings: LazySettings, tmp_path: Path) -> None:
    with_sources(settings, tmp_path, f"{'0' * 64}  annotations/work-page.js\n")
    assert 'src="/static/annotations/work-page.js"' in rendered()
    assert 'href="/static/annotations/turn.js"' in rendered()


def test_a_module_that_went_makes_it_stale(settings: LazySettings, tmp_path: Path) -> None:
    with_sources(settings, tmp_path, f"{'0' * 64}  annotations/gone.js\n")
    assert bundle.stale_sources() == ["annotations/gone.js"]


def test_a_developers_server_serves_the_modules(settings: LazySettings) -> None:
    settings.DEBUG = True
    assert "bundle/" not in rendered()
