from tests.tracewright.convert.sessions import DATA, converted
from tracewright.attachments import attached, attachments_of


def test_a_step_and_a_call_name_what_was_sent_with_them() -> None:
    document = converted(DATA / "pictures.jsonl").document
    listed, turns = attachments_of(document), document["structured_turns"]
    assert attached(turns[0], listed) == [
        {"name": "image-1", "kind": "image", "type": "image/png", "size": [480, 300]},
        {"name": "document-2", "kind": "document", "type": "application/pdf", "size": None},
    ]
    assert [each["name"] for each in attached(turns[2]["tool_calls"][0], listed)] == ["image-3", "image-4"]


def test_odd_attachments_and_parts_are_left_out() -> None:
    listed = attachments_of({"attachments": [3, {"id": 4}, {"id": "i", "width": True, "height": -1, "media_type": 5}]})
    parts = [5, {"type": "text"}, {"type": "image", "attachment": ["i"]}, {"type": "script", "attachment": "i"}]
    shown = {"type": "image", "attachment": "i"}
    assert attached({"parts": [*parts, shown]}, listed) == [{"name": "i", "kind": "image", "type": "", "size": None}]
    assert attachments_of({"attachments": "none"}) == {}
    assert attached("a text", listed) == attached({"parts": 3}, listed) == []
