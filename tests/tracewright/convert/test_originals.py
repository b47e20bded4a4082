import io
from pathlib import Path
from typing import Any

import pytest

from tests.tracewright.convert.sessions import DATA, agent, call, converted, result, text, user, written
from tracewright.convert import Converted
from tracewright.convert.originals import NotThere, data_of, value_at
from tracewright.display.image import MAX_CHARS

GIF = {"type": "image", "source": {"type": "base64", "media_type": "image/gif", "data": "R0lGODlhAwACAA=="}}


def read(found: Converted, source: dict[str, Any]) -> bytes:
    return data_of(value_at(io.BufferedReader(io.BytesIO(found.native)), source))  # type: ignore[arg-type]


def test_every_attachment_leads_to_its_bytes() -> None:
    found = converted(DATA / "pictures.jsonl")
    begins = [read(found, each["source"])[:4] for each in found.document["attachments"]]
    assert begins == [b"\x89PNG", b"%PDF", b"\x89PNG", b"GIF8", b"<svg"]


def test_an_image_of_a_sub_agent_is_read_from_its_own_file(tmp_path: Path) -> None:
    session = [user("a", "Go."), agent("b", call("c1", "Task", prompt="Look."), parent="a")]
    inner = {"isSidechain": True, "agentId": "7"}
    written(
        tmp_path,
        user("x", [text("Look."), GIF], **inner),
        agent("y", text("Seen."), parent="x", **inner),
        name="agent-7.jsonl",
    )
    found = converted(written(tmp_path, *session, user("d", result("c1"), parent="b")))
    [attachment] = found.document["attachments"]
    assert attachment["source"]["file"] == "agent-7.jsonl"
    assert read(found, attachment["source"]) == b"GIF89a\x03\x00\x02\x00"


def test_the_second_record_of_a_line_is_told_by_its_number(tmp_path: Path) -> None:
    first, second = written(tmp_path, user("a", "Go."), user("b", [GIF], parent="a")).read_text().splitlines()
    found = converted(written(tmp_path, first + second))
    [attachment] = found.document["attachments"]
    assert attachment["source"]["nth"] == 1
    assert read(found, attachment["source"]).startswith(b"GIF")


@pytest.mark.parametrize(
    "source",
    [
        *({}, {"line": 0}, {"line": "1"}, {"line": 99, "pointer": "/message"}),
        *({"line": 1, "pointer": "/no"}, {"line": 1, "pointer": "x"}),
        *({"line": 1, "pointer": "/message", "nth": 3}, {"line": 1, "pointer": "/message", "file": "b"}),
    ],
)  # fmt: skip
def test_what_is_not_there_is_said(source: dict[str, Any], tmp_path: Path) -> None:
    with pytest.raises(NotThere):
        read(converted(written(tmp_path, user("a", "Go."))), source)


@pytest.mark.parametrize("data", [None, 5, "a", "A" * (MAX_CHARS + 1)])
def test_data_that_are_none_or_too_large_are_not_read(data: object) -> None:
    with pytest.raises(NotThere):
        data_of({"type": "image", "source": {"data": data}})


def test_lines_of_text_are_read() -> None:
    assert value_at(io.BytesIO(b"# one\ntwo\nthree\n"), {"line": 2, "lines": 2}) == "two\nthree"


@pytest.mark.parametrize("source", [{"line": 9, "lines": 1}, {"line": 1, "lines": 0}, {"line": 1, "lines": -4}])
def test_lines_that_are_not_there_are_said(source: dict[str, Any]) -> None:
    with pytest.raises(NotThere):
        value_at(io.BytesIO(b"one\n"), source)
