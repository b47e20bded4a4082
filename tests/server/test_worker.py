"""The service worker's script: it names what it keeps, and is another one when the files are others."""

import json
import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from apps.annotations import bundle
from server import worker
from tests.factories import claim, import_project, make_member, make_organization, sign_in

pytestmark = pytest.mark.django_db  # a response that is closed looks at its connection
IMPORT = re.compile(r"""(?:from|import)\s*\(?\s*["'](\.[^"']+)["']""")


def deployment(client: Client) -> dict[str, Any]:
    first, _, rest = client.get("/worker.js").content.decode().partition(";\n")
    assert "addEventListener" in rest
    return json.loads(first.removeprefix("self.DEPLOYMENT = "))


def imports_of(name: str) -> Iterator[str]:
    """The static files that a module needs, itself among them."""
    todo, seen = [name], set()
    while todo:
        module = todo.pop()
        if module in seen:
            continue
        seen.add(module)
        yield module
        path = finders.find(module)
        assert path, module
        with open(path) as file:
            found = IMPORT.findall(file.read())
        todo += [normal(PurePosixPath(module).parent / each) for each in found]


def normal(path: PurePosixPath) -> str:
    parts: list[str] = []
    for part in path.parts:
        if part == "..":
            parts.pop()
        else:
            parts.append(part)
    return "/".join(parts)


def test_the_script_may_serve_all_pages_of_organizations_and_is_always_looked_for_anew(client: Client) -> None:
    response = client.get("/worker.js")
    assert (response.status_code, response["Content-Type"]) == (200, "text/javascript")
    assert "no-store" in response["Cache-Control"]
    assert "connect-src 'self'" in response["Content-Security-Policy"]


def test_every_file_that_it_keeps_is_served(client: Client) -> None:
    for address in deployment(client)["files"]:
        response = client.get(address)
        assert response.status_code == 200, address
        response.close()


@pytest.mark.parametrize("fresh", [True, False], ids=["the bundle", "the modules"])
def test_everything_that_the_annotate_page_loads_is_kept(client: Client, monkeypatch: Any, fresh: bool) -> None:
    monkeypatch.setattr(bundle, "is_fresh", lambda: fresh)
    acme = make_organization()
    mirela = make_member(acme)
    turn = claim(import_project(acme), mirela)
    html = sign_in(client, mirela).get(f"/o/acme/p/weather/annotate/{turn.pk}/").content.decode()
    named = set(re.findall(r'(?:src|href|content|data-diff-worker)="(/(?:static|jsi18n)/[^"#?]*)', html))
    modules = {
        name for address in named if address.endswith(".js") for name in imports_of(address.removeprefix("/static/"))
    }
    kept = set(deployment(client)["files"])
    assert named - kept == set()
    assert {f"/static/{name}" for name in modules} - kept == set()
    assert len(modules) > (5 if fresh else 200)  # or nothing was looked at


def test_another_content_is_another_version(monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    (tmp_path / "a.js").write_text("1")
    monkeypatch.setattr(worker, "_found", lambda name: tmp_path / name)
    before = worker.version.__wrapped__(("a.js",))
    (tmp_path / "a.js").write_text("2")
    assert worker.version.__wrapped__(("a.js",)) != before
