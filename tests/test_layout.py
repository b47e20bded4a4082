"""The shape of the tree: the platform/ trap, the direction of imports, parallel names, and what no file may hold."""

import ast
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.db.migrations.loader import MigrationLoader

from apps.tenants.walls import is_tenant
from apps.traces.displays import DISPLAYS
from tracewright.convert import CONVERTERS
from tracewright.display.types import OF_STEPS
from tracewright.export import EXPORTERS
from tracewright.schemes import KINDS

ROOT = Path(__file__).parent.parent
# Data flows down this list, imports run up it: a module may import what stands above its own stage.
STAGES = [
    "tracewright",
    "tenants",
    "jobs",
    "projects",
    "traces",
    "ingest",
    "live",
    "schemes",
    "assignments",
    "annotations",
    "agreement",
    "exports",
    "server",
]
STRANGERS = {("ingest", "live"), ("live", "ingest")} | {
    (stage, door) for door in ("ingest", "live") for stage in STAGES[STAGES.index("schemes") : -1]
}
NOT_OURS = {".git", ".venv", "var", "node_modules", "build", "dist", "staticfiles", "__pycache__"}


def files(under: str = ".", *endings: str) -> Iterator[Path]:
    """Our files with one of these endings (all without), those left out that .gitignore names."""
    for folder, folders, names in os.walk(ROOT / under):
        folders[:] = sorted(
            name for name in folders if name not in NOT_OURS and not name.endswith(("_cache", ".egg-info"))
        )
        folders[:] = [name for name in folders if name != ".hypothesis"]
        yield from (Path(folder, name) for name in sorted(names) if not endings or name.endswith(endings))


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def source_files() -> list[Path]:
    return [*files("platform", ".py"), *files("apps", ".py")]


# ---- The platform/ trap ----


def test_platform_is_a_source_root_and_no_package():
    """With platform/__init__.py the standard library's `platform` is hidden: `import uuid` and manage.py die."""
    assert not (ROOT / "platform" / "__init__.py").exists()


def test_the_standard_librarys_platform_is_found_on_the_path_of_manage_py():
    show = "import uuid, platform, server; print(platform.__file__)"
    run = [sys.executable, "-c", f"import sys; sys.path[1:1] = {[str(ROOT), str(ROOT / 'platform')]!r}; {show}"]
    found = subprocess.run(run, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert not Path(found.strip()).is_relative_to(ROOT / "platform")


def test_manage_py_starts():
    run = [sys.executable, "manage.py", "version"]
    environment = {**os.environ, "SECRET_KEY": "for this test", "DJANGO_SETTINGS_MODULE": "server.settings"}
    done = subprocess.run(run, cwd=ROOT, capture_output=True, text=True, check=False, env=environment)
    assert done.returncode == 0, done.stderr


def test_all_tests_stand_below_tests():
    strays = [named(path) for path in source_files() if re.match(r"test_|conftest|tests?$", path.stem)]
    assert not strays


# ---- Imports ----


def stage_of(path: Path) -> str:
    """tracewright, server, or the name of the app."""
    return path.relative_to(ROOT).parts[1]


def imports_of(path: Path) -> Iterator[str]:
    """Every module it imports, wherever in the file, and every name it takes from one as module.name."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{named(path)}: imports are absolute"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def stage_of_import(module: str) -> str | None:
    """The stage that an import reaches; None for what is not ours.

    >>> stage_of_import("apps.jobs.models.Job"), stage_of_import("apps.jobs"), stage_of_import("server.env")
    ('jobs', 'jobs', 'server')
    """
    top, _, rest = module.partition(".")
    if top == "apps":
        return rest.partition(".")[0]
    return top if top in ("tracewright", "server") else None


def may_import(stage: str, other: str) -> bool:
    """
    >>> may_import("jobs", "tenants"), may_import("tenants", "jobs"), may_import("schemes", "live")
    (True, False, False)
    """
    return STAGES.index(other) <= STAGES.index(stage) and (stage, other) not in STRANGERS


def test_imports_run_towards_the_domain():
    wrong = [
        f"{named(path)} imports {module}"
        for path in source_files()
        if path != ROOT / "apps" / "__init__.py"
        for module in imports_of(path)
        if (other := stage_of_import(module)) and not may_import(stage_of(path), other)
    ]
    assert not wrong


def test_every_app_has_a_stage():
    assert {path.name for path in (ROOT / "apps").iterdir() if path.is_dir()} - {"__pycache__"} <= set(STAGES)


def test_the_domain_core_knows_neither_django_nor_us():
    foreign = ("django", "rest_framework", "celery", "allauth", "apps", "server", "tests")
    assert not [
        f"{named(path)} imports {module}"
        for path in files("platform/tracewright", ".py")
        for module in imports_of(path)
        if module.partition(".")[0] in foreign
    ]


def test_foreign_keys_point_the_way_of_imports():
    ours = [model for model in apps.get_models() if model.__module__.startswith("apps.")]
    assert not [
        f"{model._meta.label}.{field.name} points at {field.related_model._meta.label}"
        for model in ours
        for field in model._meta.concrete_fields
        if field.is_relation and is_tenant(field.related_model)
        if not may_import(model._meta.app_label, field.related_model._meta.app_label)
    ]


def test_logins_are_read_in_tenants_only():
    """Everybody else reads Membership, which keeps the public name: an e-mail address cannot leak from where it is not."""
    outside = [path for path in source_files() if stage_of(path) != "tenants" and "migrations" not in path.parts]
    logins = re.compile(
        r"apps\.tenants\.models\.User$|django\.contrib\.auth\.(get_user_model|models\.)|\.EmailAddress$"
    )
    assert not [f"{named(path)}: {name}" for path in outside for name in imports_of(path) if logins.search(name)]


# ---- One base name in parallel places ----


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_stands_in_all_its_places(kind: str):
    places = [
        f"platform/tracewright/schemes/{kind}.py",
        f"templates/schemes/kinds/{kind}.html",
        f"tests/tracewright/schemes/test_{kind}.py",
        f"examples/kinds/{kind}.yaml",
        *([] if kind == "raw" else [f"apps/schemes/static/schemes/kinds/{kind}.js"]),  # raw is read-only
    ]
    assert [place for place in places if not (ROOT / place).is_file()] == []
    assert section("docs/reference/schemes.md", kind)


@pytest.mark.parametrize("exporter", EXPORTERS)
def test_an_exporter_stands_in_all_its_places(exporter: str):
    places = [f"platform/tracewright/export/{exporter}.py", f"tests/tracewright/export/test_{exporter}.py"]
    assert [place for place in places if not (ROOT / place).is_file()] == []
    assert "```json" in section("docs/reference/exports.md", exporter), "its section shows a sample record"


@pytest.mark.parametrize("converter", CONVERTERS)
def test_a_converter_stands_in_all_its_places(converter: str):
    module = ROOT / "platform" / "tracewright" / "convert" / converter
    assert module.with_suffix(".py").is_file() or (module / "__init__.py").is_file()
    assert (ROOT / f"tests/tracewright/convert/test_{converter}.py").is_file()
    assert any((ROOT / "tests" / "data" / converter).iterdir())
    assert section("docs/reference/formats.md", converter)


@pytest.mark.parametrize("display", DISPLAYS)
def test_a_display_type_stands_in_all_its_places(display: str):
    drawn = [] if display in OF_STEPS else [f"apps/annotations/static/annotations/displays/{display}.js"]
    places = [f"platform/tracewright/display/{display}.py", f"tests/tracewright/display/test_{display}.py", *drawn]
    assert [place for place in places if not (ROOT / place).is_file()] == []
    assert section("docs/reference/displays.md", display)


@pytest.mark.parametrize(
    ("folder", "ending", "known"),
    [
        ("templates/schemes/kinds", ".html", KINDS),
        ("apps/schemes/static/schemes/kinds", ".js", KINDS),
        ("examples/kinds", ".yaml", [path.stem for path in files("platform/tracewright/schemes", ".py")]),
    ],
)
def test_nothing_stands_in_a_place_of_kinds_without_its_kind(folder: str, ending: str, known: list[str]):
    there = {path.stem for path in files(folder, ending) if not path.stem.startswith("_")}
    assert there <= set(known)


def section(page: str, name: str) -> str:
    """The text below the heading that names it, up to the next heading of that rank; "" when there is none."""
    text = (ROOT / page).read_text(encoding="utf-8")
    found = re.search(rf"^(#+) [^\n]*\b{name}\b[^\n]*\n(.*?)(?=^\1 |\Z)", text, re.MULTILINE | re.DOTALL)
    return found[2].strip() if found else ""


# ---- What no file may hold ----


def test_migrations_are_named():
    loader = MigrationLoader(None, ignore_no_migrations=True)
    assert not [
        key for key in loader.disk_migrations if key[0] in STAGES and re.search(r"_auto_|^\d+_\w*\d{8}", key[1])
    ]


def test_names_say_what_a_module_does():
    empty = {"utils", "util", "helpers", "helper", "misc", "manager", "managers", "handler", "handlers"}
    assert not [named(path) for path in files(".", ".py", ".js") if path.stem in empty and "vendor" not in path.parts]


INLINE = {
    "script": r"<script(?![^>]*\bsrc=)",
    "style element": r"<style\b",
    "style attribute": r"<[^>]*\sstyle\s*=",
    "event attribute": r"<[^>]*\son[a-z]+\s*=",
    "javascript address": r"(?i)javascript:",
}


def test_templates_hold_no_inline_script_or_style():
    found = [
        f"{named(path)}: {what}"
        for path in templates()
        for what, pattern in INLINE.items()
        if re.search(pattern, without_tags(path))
    ]
    assert not found


# Text that is HTML by then: nh3 has cleaned it (apps.projects.markdown).
SAFE = {"guidelines_html|safe"}


def test_escaping_is_switched_off_for_the_cleaned_guidelines_only():
    switched = re.compile(r"[\w.]+\|\s*safe(?:seq)?\b|\{%\s*autoescape\s+off|\{%\s*filter\s+safe")
    found = {(named(path), match) for path in templates() for match in switched.findall(path.read_text("utf-8"))}
    assert not {(path, match) for path, match in found if match not in SAFE}


def test_python_marks_no_text_as_safe():
    assert not [
        f"{named(path)} uses {name}"
        for path in source_files()
        for name in imports_of(path)
        if name.endswith((".mark_safe", ".SafeString", ".format_html", ".format_html_join", ".html_safe"))
        and named(path) not in MARKS_SAFE
    ]


MARKS_SAFE = {
    "apps/projects/markdown.py",  # after nh3
    "apps/annotations/page_data.py",  # JSON without a sign that HTML reads; its test compares it with json_script
}


def test_scripts_put_no_data_into_html():
    """insertAdjacentHTML, innerHTML and outerHTML read markup; ours set textContent or clone a <template>."""
    sinks = re.compile(r"\b(innerHTML|outerHTML|insertAdjacentHTML|document\.write|createContextualFragment|eval\()")
    ours = [path for path in files("apps", ".js") if "vendor" not in path.parts]
    assert not [f"{named(path)}: {match}" for path in ours for match in sinks.findall(path.read_text("utf-8"))]


def templates() -> list[Path]:
    return [path for path in files("templates", ".html", ".txt") if path.suffix == ".html"]


def without_tags(path: Path) -> str:
    """The markup with Django's tags and comments cut out: `{% if a > b %}` ends no element."""
    return re.sub(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)


def test_every_page_is_translated():
    """Words stand in pages, which fill the blocks of another template; a page without a translation has forgotten it."""
    texts = {named(path): path.read_text(encoding="utf-8") for path in templates()}
    pages = {name: text for name, text in texts.items() if re.search(r"\{%\s*extends\b", text)}
    assert pages
    assert not [name for name, text in pages.items() if not re.search(r"\{%\s*(block)?trans(late)?\b", text)]


# The first folder of an address in a file system, where people and machines keep checkouts and tools.
LOCAL = re.compile(rb"(?<![\w.\"'}/])/(?:work|opt|root|home|Users|tmp/brief)/[\w.-]+")
REGISTRY = re.compile(rb"https?://[\w.-]*(?:pypi|pythonhosted|npmjs|yarnpkg)\.(?:org|com|io)")


def test_no_file_names_a_folder_of_one_machine():
    assert not found_in_files(LOCAL)


def test_no_file_names_a_package_registry():
    assert not found_in_files(REGISTRY)


def found_in_files(pattern: re.Pattern[bytes]) -> list[str]:
    return [
        f"{named(path)}: {match[0].decode()}"
        for path in files()
        if path.is_file() and "vendor" not in path.parts
        for match in [pattern.search(path.read_bytes())]
        if match
    ]
