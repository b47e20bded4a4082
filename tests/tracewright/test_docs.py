"""The reference pages say what the code does."""

import json
import re
from collections import Counter
from pathlib import Path

import pytest

from tracewright.export import EXPORTERS, Answered, Given, export, trajectory_correction
from tracewright.schemes import KINDS, common, trajectory_edit

REFERENCE = Path(__file__).parents[2] / "docs" / "reference"


def section(page: str, name: str) -> str:
    """The text of a page from the heading of that name to the next."""
    (found,) = re.findall(rf"^## {name}\n(.*?)(?=^## |\Z)", (REFERENCE / page).read_text(), re.MULTILINE | re.DOTALL)
    return str(found)


@pytest.mark.parametrize("name", KINDS)
def test_each_kind_has_a_section_with_all_of_its_options(name: str) -> None:
    text = section("schemes.md", name)
    assert [option for option in KINDS[name].options - common.OPTIONS if f"`{option}`" not in text] == []
    assert f"examples/kinds/{name}.yaml" in text


@pytest.mark.parametrize("name", EXPORTERS)
def test_each_exporter_has_a_section_with_all_of_its_files(name: str) -> None:
    assert [file_name for file_name in EXPORTERS[name].file_names if file_name not in section("exports.md", name)] == []


def test_the_sample_record_is_what_is_written(tmp_path: Path) -> None:
    (sample, *_) = re.findall(r"```json\n(.*?)```", section("exports.md", "trajectory_correction"), re.DOTALL)
    trace = json.loads(sample)["records"][0]["original_trace"]
    document = {**trace, "id": "weather"}
    config = trajectory_edit.config({"name": "fix"}, "scheme")
    edit = {"step": "0", "pointer": "/action", "text": "web_search(query='SF weather')", "reason": "typo"}
    answer = trajectory_edit.parse(config, {"edits": [edit]}, document)
    records = [Answered("weather", "annotator-07", document, {"fix": Given("trajectory_edit", config, answer)})]
    export(trajectory_correction, records, tmp_path)
    assert json.loads((tmp_path / "trajectory_corrections.json").read_text()) == json.loads(sample)


@pytest.mark.parametrize("page", sorted(path.name for path in REFERENCE.glob("*.md")))
def test_no_long_line_stands_twice_in_a_page(page: str) -> None:
    """As one does that slipped into another section; rows of tables may say the same of two things."""
    long = [line for line in (REFERENCE / page).read_text().splitlines() if len(line) > 60 and line[0] != "|"]
    assert [line for line, number in Counter(long).items() if number > 1] == []


DOCUMENTED = ("id", "by", "reason", "thinking_withheld", "duration_ms", "cwd", "git_branch", "title", "started_at")


@pytest.mark.parametrize("key", DOCUMENTED)
def test_what_converters_say_has_a_row(key: str) -> None:
    rows = [line for line in section("trace-document.md", "Turns that converters make").splitlines() if line[:1] == "|"]
    assert any(f"`{key}`" in row for row in rows)
