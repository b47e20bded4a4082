"""What everybody sees of a trace first is drawn at its import and kept; a drawing of another manner is made anew."""

import json

import msgspec
import pytest
from django.urls import reverse

from apps.annotations import drawn
from apps.annotations import manner as manner_module
from apps.annotations.drawing import draw
from apps.annotations.manner import manner_of
from apps.annotations.models import DrawnTrace
from apps.annotations.questions import asked
from apps.projects.services import change_project
from apps.schemes.services import sync_schemes
from apps.tenants.scope import scope
from tests.factories import claim, import_project, make_member, make_organization, sign_in
from tests.tracewright.folders import FIX
from tracewright.export import SchemeOf
from tracewright.schemes import trajectory_edit

pytestmark = pytest.mark.django_db
OTHER_TEXT = {**FIX, "step_text_key": "thought"}


@pytest.fixture
def acme():
    of = make_organization()
    with scope(of.pk):
        yield of


@pytest.fixture
def project(acme):
    return import_project(acme)


@pytest.fixture
def turn(project, acme, client):
    mirela = make_member(acme)
    sign_in(client, mirela)
    return claim(project, mirela)


def opened(client, turn) -> dict:
    return client.get(reverse("annotations:data", args=["acme", "weather", turn.pk])).json()["trace"]


def drawn_now(project, turn) -> dict:
    """As the code of today draws it, by way of JSON."""
    part = draw(turn.revision.trace.identity, turn.revision.document, manner_of(project, asked(project)))
    return json.loads(msgspec.json.encode(part))


def never(*_arguments: object) -> None:
    raise AssertionError("it was drawn again")


def change_scheme(project):
    sync_schemes(
        project=project, schemes=[SchemeOf("fix", trajectory_edit.name, trajectory_edit.config(OTHER_TEXT, "fix"))]
    )


def test_an_import_draws_every_trace(project):
    manner = manner_of(project, asked(project))
    assert {row.key for row in DrawnTrace.objects.all()} == {manner.key}
    assert DrawnTrace.objects.count() == project.traces.count()


def test_a_trace_that_cannot_be_drawn_is_imported_all_the_same(acme, monkeypatch, caplog):
    monkeypatch.setattr(drawn, "draw", never)
    project = import_project(acme)
    assert (project.traces.count(), DrawnTrace.objects.count()) == (3, 0)
    assert "cannot be drawn" in caplog.text


def test_what_is_sent_is_what_was_drawn(client, project, turn):
    assert opened(client, turn) == drawn_now(project, turn)


def test_an_opened_trace_is_not_drawn_again(client, turn, monkeypatch):
    monkeypatch.setattr(drawn, "draw", never)
    assert opened(client, turn)["steps"]


def test_the_page_itself_has_the_drawing(client, project, turn):
    page = client.get(reverse("annotations:annotate", args=["acme", "weather", turn.pk]))
    found = page.content.decode().split('<script id="work-data" type="application/json">')[1].split("</script>")[0]
    assert json.loads(found)["trace"] == drawn_now(project, turn)


def test_a_trace_without_a_drawing_is_drawn_when_it_is_opened_and_kept(client, project, turn):
    DrawnTrace.objects.all().delete()
    assert opened(client, turn) == drawn_now(project, turn)
    assert DrawnTrace.objects.get().revision_id == turn.revision_id


def test_a_changed_scheme_is_drawn_by(client, project, turn):
    before = opened(client, turn)
    change_scheme(project)
    after = opened(client, turn)
    assert after != before
    assert after == drawn_now(project, turn)
    assert DrawnTrace.objects.get(revision=turn.revision_id).key == manner_of(project, asked(project)).key


def test_a_changed_display_is_drawn_by(client, project, turn):
    shown = [{"key": "id", "type": "text", "label": "Its number"}]
    change_project(project=project, by=turn.member, settings={**project.settings, "display": shown})
    assert [field["label"] for field in opened(client, turn)["shown"]] == ["Its number"]


def test_another_program_draws_anew(client, project, turn, monkeypatch):
    manner_module._program.cache_clear()
    monkeypatch.setattr(manner_module.pygments, "__version__", "0.0")
    try:
        opened(client, turn)
        assert DrawnTrace.objects.get(revision=turn.revision_id).key == manner_of(project, asked(project)).key
    finally:
        manner_module._program.cache_clear()
    monkeypatch.undo()
    assert DrawnTrace.objects.get(revision=turn.revision_id).key != manner_of(project, asked(project)).key
