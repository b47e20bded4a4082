from pathlib import Path

from tracewright.potato.docs import config_page
from tracewright.potato.keys import kept, key_report


def test_keys_are_sorted_by_what_becomes_of_them() -> None:
    report = key_report({"data_files": ["a"], "live_coding_agent": {"backend": "x"}, "port": 8000, "colour": "red"})
    assert report.used == ["data_files"]
    assert report.stored == ["live_coding_agent"]
    assert report.ignored == ["port"]
    assert report.unknown == ["colour"]


def test_unknown_keys_inside_are_named_by_place() -> None:
    report = key_report({"data_files": [{"path": "a"}, {"path": "b", "type": "json"}], "item_properties": {"idd": 1}})
    assert report.unknown == ["data_files[1].type", "item_properties.idd"]


def test_what_a_kind_does_not_read_is_stored_with_the_scheme() -> None:
    scheme = {"annotation_type": "radio", "name": "a", "labels": ["b"], "layout": {}}
    report = key_report({"annotation_schemes": [scheme, {"annotation_type": "card_sort", "size": 5}, "odd"]})
    assert "annotation_schemes[0].labels" in report.used
    assert report.stored == ["annotation_schemes[0].layout", "annotation_schemes[1].size"]


def test_what_is_not_built_of_the_shown_fields_is_stored() -> None:
    report = key_report({"instance_display": {"layout": {"gap": "16px"}, "resizable": True}})
    assert report.used == ["instance_display", "instance_display.layout", "instance_display.layout.gap"]
    assert report.stored == ["instance_display.resizable"]


def test_secrets_are_not_kept_at_any_depth() -> None:
    config = {"secret_key": "s", "live_coding_agent": {"ai": [{"api_key": "k", "model": "m"}]}, "port": 1, "odd": 2}
    assert kept(config) == {"live_coding_agent": {"ai": [{"model": "m"}]}}


def test_the_page_of_keys_is_up_to_date() -> None:
    page = Path(__file__).parents[3] / "docs" / "reference" / "config.md"
    assert page.read_text() == config_page(), "run: python -m tracewright.potato.docs > docs/reference/config.md"
