from apps.traces.displays import Shown, shown_fields

LISTS = ("steps", "structured_turns")


def shown(document, *fields):
    return shown_fields(document, [field if isinstance(field, dict) else {"key": field} for field in fields], LISTS)


def test_fields_are_shown_in_the_order_of_the_config_under_their_labels():
    document = {"model": "m-1", "repo": "acme/app"}
    fields = [{"key": "repo", "label": "Repository"}, {"key": "model"}]
    assert shown(document, *fields) == [
        Shown("Repository", "acme/app", False, "/repo"),
        Shown("model", "m-1", False, "/model"),
    ]


def test_values_that_are_no_text_are_shown_as_json_code():
    assert shown({"metrics": {"score": 1}}, "metrics") == [Shown("metrics", '{"score":1}', True, "/metrics")]


def test_steps_the_task_and_absent_fields_have_no_place_of_their_own():
    document = {"task_description": "Fix it.", "steps": ["a"], "none": None}
    assert shown(document, "task_description", "steps", "none", "missing") == []
