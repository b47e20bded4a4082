"""A Potato folder in the database: traces, schemes, answers, and what is refused."""

import json
from pathlib import Path

import pytest
from django.db import connection

from apps.annotations.importing.project import Refused, import_project, write
from apps.annotations.importing.report import ImportReport, as_json, going_on
from apps.annotations.models import Annotation, AnnotationRevision
from apps.annotations.services import submit
from apps.assignments.models import Assignment, Slot
from apps.projects.models import Project
from apps.projects.services import change_project
from apps.schemes.models import Scheme, SchemeVersion
from apps.tenants.models import Membership
from apps.tenants.scope import scope
from apps.traces.models import Trace, TraceBody, TraceRevision
from tests.factories import claim, make_member, make_organization
from tests.tracewright.folders import FIX, labels, make_project, step_edit, write_state
from tracewright.correction import edits
from tracewright.errors import ConfigError
from tracewright.potato import read_project

pytestmark = pytest.mark.django_db
CARDS = {"annotation_type": "card_sort", "name": "groups", "description": "Which belong together?", "size": 5}


@pytest.fixture
def acme():
    of = make_organization()
    with scope(of.pk):
        yield of


def take(of, folder: Path, *args, **kwargs):
    return import_project(make_project(folder, *args, **kwargs), organization_id=of.pk)


def test_an_import_makes_project_schemes_and_traces(acme, tmp_path):
    report = take(acme, tmp_path)
    project = Project.objects.get()
    assert (report.project, project.name, report.created, report.traces_added) == ("fixing", "Fixing", True, 1)
    assert Scheme.objects.get().current.kind == "trajectory_edit"
    assert Trace.objects.get().steps == 2


def test_the_same_folder_again_changes_nothing(acme, tmp_path):
    states = {"ann1": {"t1": labels(step_edit(0, "look here"))}}
    take(acme, tmp_path, states=states)
    before = [model.objects.count() for model in (TraceRevision, SchemeVersion, AnnotationRevision, Slot, Membership)]
    report = take(acme, tmp_path, states=states)
    assert (report.created, report.traces_same, report.answers_same, report.answers_stored) == (False, 1, 1, 0)
    assert [
        model.objects.count() for model in (TraceRevision, SchemeVersion, AnnotationRevision, Slot, Membership)
    ] == before


def test_a_changed_record_is_the_next_revision_of_its_trace(acme, tmp_path):
    take(acme, tmp_path)
    report = take(acme, tmp_path, [{"id": "t1", "steps": ["one", "two", "three"]}])
    trace = Trace.objects.get()
    assert (report.traces_changed, trace.current.number, trace.steps) == (1, 2, 3)


def test_the_document_keeps_every_key_and_the_native_bytes(acme, tmp_path):
    item = {"id": "t1", "steps": [{"action": "x", "odd": [1, {"deep": None}]}], "model": "m", "big": 2**70}
    take(acme, tmp_path, [item])
    revision = TraceRevision.objects.select_related("body").get()
    assert revision.document == item
    assert json.loads(revision.body.native_bytes()) == item


def test_imported_annotators_are_members_without_login(acme, tmp_path):
    take(acme, tmp_path, states={"ann1": {"t1": labels(step_edit(0, "look here"))}})
    member = Membership.objects.get()
    assert (member.public_name, member.user, member.role) == ("ann1", None, "annotator")
    assert Annotation.objects.get().edits == 1
    assert Assignment.objects.get().state == "submitted"


def test_a_person_who_can_sign_in_is_never_taken_for_an_imported_annotator(acme, tmp_path):
    make_member(acme, name="ann1")
    states = {"ann1": {"t1": labels(step_edit(0, "look here"))}}
    take(acme, tmp_path, states=states)
    take(acme, tmp_path, states=states)
    assert sorted(Membership.objects.values_list("public_name", flat=True)) == ["ann1", "ann1 (imported)"]


def test_an_imported_answer_may_exceed_the_overlap_and_lack_reasons(acme, tmp_path):
    states = {name: {"t1": labels(step_edit(0, f"look {name}"))} for name in ("ann1", "ann2", "ann3")}
    schemes = [{**FIX, "require_reason_on_edit": True}]
    take(acme, tmp_path, states=states, annotation_schemes=schemes, num_annotators_per_item=1)
    assert Assignment.objects.submitted().count() == 3


def test_an_answer_corrected_here_is_not_overwritten_by_a_re_import(acme, tmp_path):
    states = {"ann1": {"t1": labels(step_edit(0, "look here"))}}
    take(acme, tmp_path, states=states)
    turn = Assignment.objects.get()
    submit(assignment=turn, answers={"fix": {"edits": []}}, number=0, base={"fix": 1}, by=turn.member)
    take(acme, tmp_path, states={"ann1": {"t1": labels(step_edit(0, "look there"))}})
    assert Annotation.objects.get().answer["edits"] == []


def test_a_scheme_of_a_kind_that_is_not_built_is_kept_as_it_came(acme, tmp_path):
    state = {"instance_id_to_label_to_value": {"t1": [[{"schema": "groups", "name": "4"}, "4"]]}}
    config = make_project(tmp_path, annotation_schemes=[CARDS])
    write_state(tmp_path, "ann1", {"user_id": "ann1", **state})
    report = import_project(config, organization_id=acme.pk)
    version = Scheme.objects.get().current
    assert (version.kind, version.config["size"], report.raw_schemes) == ("raw", 5, ["groups (card_sort)"])
    assert Annotation.objects.get().answer == {"labels": {"4": "4"}, "spans": []}


def test_spans_lie_in_the_text_of_the_item_and_what_cannot_be_placed_is_named(acme, tmp_path):
    raw = {"annotation_type": "span", "name": "sp", "description": "Mark", "labels": ["claim"]}
    spans = [{"schema": "sp", "name": "claim", "title": "claim", "start": at, "end": at + 4} for at in (0, 90)]
    state = {"instance_id_to_span_to_value": {"t1": [[span, "claim"] for span in spans]}}
    config = make_project(tmp_path, annotation_schemes=[raw])
    write_state(tmp_path, "ann1", {"user_id": "ann1", **state})
    report = import_project(config, organization_id=acme.pk)
    # The text_key of the folder is "task", which is "Find it." there.
    found = {"label": "claim", "step": None, "pointer": "/task", "start": 0, "end": 4, "text": "Find"}
    assert Annotation.objects.get().answer["spans"] == [found]
    assert report.warnings == ["ann1, trace 't1': sp: span 2: from 90 to 94 lies outside of the text of 'task'"]


def test_spans_count_the_steps_of_the_list_that_is_edited(acme, tmp_path):
    marks = {"annotation_type": "span", "name": "sp", "description": "Mark", "labels": ["claim"]}
    own = {**marks, "name": "own", "steps_key": "turns"}
    take(acme, tmp_path, annotation_schemes=[marks, own, {**FIX, "steps_key": "structured_turns"}])
    found = {scheme.name: scheme.current.config["steps_key"] for scheme in Scheme.objects.select_related("current")}
    assert found == {"sp": "structured_turns", "own": "turns", "fix": "structured_turns"}


def test_spans_of_a_scheme_that_takes_none_are_named(acme, tmp_path):
    span = {"schema": "fix", "name": "claim", "title": "claim", "start": 0, "end": 4}
    config = make_project(tmp_path)
    write_state(tmp_path, "ann1", {"user_id": "ann1", "instance_id_to_span_to_value": {"t1": [[span, "claim"]]}})
    report = import_project(config, organization_id=acme.pk)
    assert report.warnings == ["ann1, trace 't1': fix is a trajectory_edit and takes no spans: 1 are not imported"]


def test_a_changed_scheme_makes_a_version_and_an_absent_one_stays(acme, tmp_path):
    take(acme, tmp_path, annotation_schemes=[FIX, CARDS])
    report = take(acme, tmp_path, annotation_schemes=[{**FIX, "show_diff": False}])
    assert list(SchemeVersion.objects.filter(scheme__name="fix").values_list("number", flat=True)) == [1, 2]
    assert "groups" in report.warnings[0]


def test_unknown_and_ignored_keys_are_listed(acme, tmp_path):
    report = take(acme, tmp_path, colour="green", port=8000)
    assert "colour" in report.keys.unknown
    assert "port" in report.keys.ignored


def test_answers_to_traces_that_are_not_there_are_named(acme, tmp_path):
    report = take(acme, tmp_path, states={"ann1": {"gone": labels(step_edit(0, "x"))}})
    assert "gone" in report.warnings[0]
    assert not Annotation.objects.exists()


@pytest.mark.parametrize(
    ("lines", "place"),
    [
        (['{"id": "t1"}', '{"id": '], "data/items.jsonl line 2"),
        (['{"steps": []}'], "data/items.jsonl line 1"),
        (['{"id": "t1"}', '{"id": "t1"}'], "data/items.jsonl line 2"),
        (['{"id": "t1", "steps": 5}'], "steps is a number"),
        (['{"id": "t1", "steps": ["a", null]}'], "steps[1] is null"),
    ],
)
def test_a_bad_record_is_named_and_nothing_is_stored(acme, tmp_path, lines, place):
    with pytest.raises(Refused) as refused:
        take(acme, tmp_path, ['{"id": "good", "steps": []}', *lines][1:] if len(lines) > 1 else lines)
    assert place in str(refused.value.problems[0])
    assert not Project.objects.exists()
    assert not Trace.objects.exists()


def test_all_bad_records_are_told_together(acme, tmp_path):
    with pytest.raises(Refused) as refused:
        take(acme, tmp_path, ["{", '{"id": "t1"}', "nope", '{"steps": []}'])
    assert len(refused.value.problems) == 3


def test_missing_and_null_steps_are_traces_without_steps(acme, tmp_path):
    report = take(acme, tmp_path, [{"id": "a"}, {"id": "b", "steps": None}])
    assert (report.traces_added, report.without_steps) == (2, 2)


def test_unstorable_values_are_repaired_and_counted(acme, tmp_path):
    report = take(acme, tmp_path, ['{"id": "t1", "steps": ["a\\u0000b", "\\ud800"], "score": NaN}'])
    assert (report.repairs.nul, report.repairs.surrogates, report.repairs.nan) == (1, 1, 1)
    assert TraceRevision.objects.get().repairs == 3
    assert TraceRevision.objects.get().document["steps"] == ["a�b", "�"]


def test_a_path_that_leaves_the_folder_is_refused(acme, tmp_path):
    with pytest.raises(ConfigError, match="leaves the folder"):
        take(acme, tmp_path, data_files=["../secret.jsonl"])
    assert not Project.objects.exists()


def test_an_import_killed_half_way_is_completed_by_the_next(acme, tmp_path):
    items = [{"id": f"t{n}", "steps": ["x"]} for n in range(250)]
    config = make_project(tmp_path, items)

    def die(what: str, count: int) -> None:
        if count >= 200:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        import_project(config, organization_id=acme.pk, progress=die)
    report = import_project(config, organization_id=acme.pk)
    assert Trace.objects.count() == 250
    assert report.traces_same + report.traces_added == 250


def test_an_import_that_goes_on_counts_what_the_killed_one_wrote(acme, tmp_path):
    items = [{"id": f"t{n}", "steps": ["x"]} for n in range(250)]
    source = read_project(make_project(tmp_path, items, {"ann1": {"t1": labels(step_edit(0, "y"))}}))
    kept: list[dict] = []
    with pytest.raises(KeyboardInterrupt):
        for stand in write(
            source, ImportReport(), organization_id=acme.pk, keep=lambda report: kept.append(as_json(report))
        ):
            if stand.done == 200:
                raise KeyboardInterrupt
    report = going_on(kept[-1])
    list(write(source, report, organization_id=acme.pk))
    assert (report.created, report.traces_added, report.traces_same) == (True, 250, 0)
    assert (report.answers_stored, report.answers_same) == (1, 0)


def test_what_is_kept_of_a_batch_goes_with_the_batch(acme, tmp_path):
    """When it cannot be kept, the rows must not stay either: they would be counted twice, or never."""
    source = read_project(make_project(tmp_path))

    def lost(report: ImportReport) -> None:
        if report.traces_added:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        list(write(source, ImportReport(), organization_id=acme.pk, keep=lost))
    assert Project.objects.exists()
    assert not Trace.objects.exists()


def test_the_report_says_whose_an_imported_annotators_answers_are(acme, tmp_path):
    make_member(acme, name="ann1")
    states = {"ann1": {"t1": labels(step_edit(0, "look here"))}, "ann2": {"t1": labels(step_edit(0, "look there"))}}
    assert take(acme, tmp_path, states=states).people == {"ann1": ("ann1 (imported)", 1), "ann2": ("ann2", 1)}


def test_a_name_with_what_cannot_be_seen_is_taken_without_it_and_told_once(acme, tmp_path):
    config = make_project(tmp_path, [{"id": "t1", "steps": ["go"]}, {"id": "t2", "steps": ["go"]}])
    given = {item: labels(step_edit(0, "look here")) for item in ("t1", "t2")}
    write_state(tmp_path, "ann", {"user_id": "ann\u202e", "instance_id_to_label_to_value": given})
    for _again in range(2):
        report = import_project(config, organization_id=acme.pk)
        assert report.people == {"ann": ("ann", 2)}
        assert report.warnings == ["annotator 'ann\\u202e' is 'ann' here: the rest cannot be seen"]
    assert Membership.objects.get().imported_name == "ann"


def test_checking_stops_at_a_thousand_faults(acme, tmp_path):
    with pytest.raises(Refused) as refused:
        take(acme, tmp_path, ["{"] * 1500)
    assert len(refused.value.problems) == 1000


def test_checking_stops_where_faults_alone_come_for_too_long(acme, tmp_path, monkeypatch):
    """What yields nothing gives no sign of life, and the job's lease runs out."""
    monkeypatch.setattr("apps.annotations.importing.project.SILENT_SECONDS", 0)
    with pytest.raises(Refused) as refused:
        take(acme, tmp_path, ["{"] * 10)
    assert len(refused.value.problems) == 1


def test_a_kept_fault_is_its_place_and_words_alone(acme, tmp_path):
    with pytest.raises(Refused) as refused:
        take(acme, tmp_path, ["{"])
    (fault,) = refused.value.problems
    assert (fault.where, fault.__cause__, fault.__context__, fault.__traceback__) == (
        "data/items.jsonl line 1",
        None,
        None,
        None,
    )


def test_a_stored_report_keeps_the_length_of_what_it_cuts(acme, tmp_path, monkeypatch):
    monkeypatch.setattr("apps.annotations.importing.report.KEPT_LINES", 2)
    states = {f"ann{n}": {"gone": labels(step_edit(0, "x"))} for n in range(5)}
    stored = as_json(take(acme, tmp_path, states=states, port=1, colour="green"))
    assert (stored["warnings"]["count"], len(stored["warnings"]["lines"])) == (5, 2)
    assert stored["keys"]["ignored"]["lines"] == [("port", "Serving is the server's own setting.")]


def test_imported_traces_are_handed_out(acme, tmp_path):
    take(acme, tmp_path, num_annotators_per_item=1)
    assert claim(Project.objects.get(), make_member(acme)).revision.trace.identity == "t1"


def test_the_keys_of_an_edited_object_keep_their_order(acme, tmp_path):
    """jsonb would sort them; exports show the text in the document's order."""
    item = {"id": "t1", "steps": [{"action": {"zeta": 1, "a": 2}}]}
    take(acme, tmp_path, [item], {"ann1": {"t1": labels(step_edit(0, '{"zeta":1,"a":3,"mm":0}'))}})
    assert list(Annotation.objects.get().answer["edits"][0]["new"]) == ["zeta", "a", "mm"]


def test_what_a_manager_has_set_since_stays_at_a_re_import(acme, tmp_path):
    take(acme, tmp_path, num_annotators_per_item=2)
    change_project(project=Project.objects.get(), by=None, overlap=5, guidelines="Ours.")
    report = take(acme, tmp_path, num_annotators_per_item=2)
    project = Project.objects.get()
    assert (project.overlap, project.guidelines, report.settings_changed) == (5, "Ours.", [])


def test_what_the_config_says_anew_is_set_and_reported(acme, tmp_path):
    take(acme, tmp_path, num_annotators_per_item=2)
    report = take(acme, tmp_path, num_annotators_per_item=3)
    assert (Project.objects.get().overlap, report.settings_changed) == (3, ["overlap"])


def test_a_long_title_is_found_again(acme, tmp_path):
    title = "A very long title of a project that goes on and on for ever and a day"
    assert take(acme, tmp_path, annotation_task_name=title).created
    assert not take(acme, tmp_path, annotation_task_name=title).created


def test_a_display_type_that_is_not_built_is_named(acme, tmp_path):
    report = take(acme, tmp_path, instance_display={"fields": [{"key": "video", "type": "video"}]})
    assert "'video'" in report.warnings[0]


@pytest.mark.django_db(transaction=True)
def test_nothing_slow_happens_inside_a_transaction(tmp_path, monkeypatch):
    """SQLite has one writer: compression and distances come before it takes the lock."""
    inside = []

    def watched(call):
        def watching(*args, **kwargs):
            inside.append(connection.in_atomic_block)
            return call(*args, **kwargs)

        return watching

    monkeypatch.setattr(TraceBody, "packed", watched(TraceBody.packed))
    monkeypatch.setattr(edits, "distance_chars", watched(edits.distance_chars))
    take(make_organization(), tmp_path, states={"ann1": {"t1": labels(step_edit(0, "look here"))}})
    assert inside == [False, False]
