from apps.traces.displays import Shown, display_warnings, shown_fields
from tracewright.display.types import part_of

LISTS = ("steps", "structured_turns")


def shown(document, *fields):
    return shown_fields(document, [field if isinstance(field, dict) else {"key": field} for field in fields], LISTS)


def test_fields_are_shown_in_the_order_of_the_config_under_their_labels():
    document = {"model": "m-1", "a/b": "acme/app"}
    fields = [{"key": "a/b", "label": "Repository"}, {"key": "model"}]
    assert shown(document, *fields) == [
        Shown("Repository", "/a~1b", part_of("acme/app", {})),
        Shown("model", "/model", part_of("m-1", {})),
    ]


def test_a_field_is_drawn_by_its_type():
    [field] = shown({"patch": "--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n"}, {"key": "patch", "type": "model_patch"})
    assert field.part["kind"] == "diff"


def test_markdown_reaches_the_page_as_a_tree_without_what_runs_or_asks():
    text = (
        "# A\n\n[x](javascript:y) ![shot](https://a.test/1.png) <img src=x onerror=y alt=z> <script>alert(1)</script>"
    )
    [field] = shown({"notes": text}, {"key": "notes", "type": "markdown"})
    link = ["a", {"href": "https://a.test/1.png"}, ["shot"]]
    inside = ["[x](javascript:y) ", link, " ", "z", " "]
    assert field.part == {"kind": "markdown", "nodes": [["h1", {}, ["A"]], "\n", ["p", {}, inside], "\n"], "more": 0}


def test_steps_the_task_and_absent_fields_have_no_place_of_their_own():
    document = {"task_description": "Fix it.", "steps": ["a"], "none": None}
    assert shown(document, "task_description", "steps", "none", "missing") == []


def test_what_means_nothing_is_said():
    fields = [
        {"key": "clip", "type": "video"},
        {"key": "steps", "type": "agent_trace"},
        {"key": "patch", "type": "diff", "display_options": {"theme": "dark"}},
    ]
    assert [*display_warnings(fields, LISTS)] == [
        "instance_display clip: type 'video' comes later, it is shown as text",
        "instance_display patch: display_options.theme means nothing to diff",
    ]
