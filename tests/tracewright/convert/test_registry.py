"""Which converter a file is given to, and which formats are said to be unverified."""

import csv
import json
from pathlib import Path

import pytest

from tests.tracewright.convert.corpus import CORPUS, of_corpus
from tests.tracewright.convert.sessions import DATA, user, written
from tracewright.convert import (
    ALIASES,
    CONVERTERS,
    NotRecognised,
    Sniff,
    claude_code,
    converter_of,
    detect,
    is_verified,
    openai,
    sample_of,
)
from tracewright.errors import TraceFormatError


def test_the_names_of_the_registry_are_the_converters_own() -> None:
    assert {name: converter.name for name, converter in CONVERTERS.items()} == {name: name for name in CONVERTERS}


def test_an_unknown_name_lists_the_known_ones() -> None:
    with pytest.raises(TraceFormatError, match='format "cobol": is not known; known are .*claude_code'):
        converter_of("cobol")


@pytest.mark.parametrize(("alias", "name"), [("gemini", "gemini_cli"), ("swe-agent", "swe_agent_trajectory")])
def test_a_format_has_other_names(alias: str, name: str) -> None:
    assert converter_of(alias).name == name
    assert {ALIASES[each] for each in ALIASES} <= set(CONVERTERS)


@pytest.mark.parametrize("name", ["session.jsonl", "session.txt", "session"])
def test_a_file_is_recognised_by_its_content_whatever_it_is_called(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes((DATA / "parallel.jsonl").read_bytes())
    assert detect(tmp_path / name).name == "claude_code"


def test_a_file_that_comes_near_a_format_names_it_and_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(claude_code, "sniff", lambda sample: Sniff(0.4, "half a session"))
    with pytest.raises(NotRecognised) as error:
        detect(written(tmp_path, {"id": 1}), "notes.jsonl")
    assert str(error.value) == "notes.jsonl: no format recognised; nearest: claude_code (half a session)"


@pytest.mark.parametrize("certainty", [0.9, 1.0])
def test_a_file_that_two_formats_claim_alike_goes_to_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, certainty: float
) -> None:
    for converter, why in ((claude_code, "one"), (openai, "other")):
        monkeypatch.setattr(converter, "sniff", lambda sample, why=why: Sniff(certainty, why))
    with pytest.raises(NotRecognised, match=r"nearest: claude_code \(one\); openai \(other\)"):
        detect(written(tmp_path, {"id": 1}), "notes.jsonl")


def test_a_file_of_no_format_says_so(tmp_path: Path) -> None:
    with pytest.raises(NotRecognised) as error:
        detect(written(tmp_path, {"id": 1}), "notes.jsonl")
    assert str(error.value) == "notes.jsonl: no format recognised; nearest: none of those that are known"


def test_a_session_that_begins_with_other_records_is_recognised(tmp_path: Path) -> None:
    assert detect(written(tmp_path, *[{"type": "file-history-snapshot"}] * 20, "no JSON", user("a", "Go."))).name


def test_a_file_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(TraceFormatError, match="gone: cannot be read"):
        detect(tmp_path / "gone", "gone")


def test_a_long_file_that_is_one_value_is_recognised_by_its_beginning(tmp_path: Path) -> None:
    run = {"trajectory_format": "mini-swe-agent-1.1", "messages": [{"role": "user", "content": "x" * 1000}] * 5000}
    for indent in (None, 2):
        (tmp_path / "log").write_text(json.dumps(run, indent=indent))
        assert detect(tmp_path / "log").name == "mini_swe_agent"


def test_of_a_long_list_the_whole_elements_of_the_beginning_are_looked_at(tmp_path: Path) -> None:
    (tmp_path / "log").write_text(json.dumps([{"a": ["]", '"']}, {"b": "y" * 200_000}, {"c": "z" * 5_000_000}]))
    sample = sample_of(tmp_path / "log", "log")
    assert (sample.is_list, [list(record) for record in sample.objects]) == (True, [["a"], ["b"]])


def test_of_an_indented_value_no_line_is_taken_for_a_record(tmp_path: Path) -> None:
    (tmp_path / "log").write_text('{\n "a": [\n  "one",\n  "two"\n ],\n "b":\n 7\n}')
    assert sample_of(tmp_path / "log", "log").records == [{"a": ["one", "two"], "b": 7}]


@pytest.mark.parametrize("name", [name for name, converter in CONVERTERS.items() if not is_verified(converter)])
def test_the_docs_say_first_that_a_format_is_unverified(name: str) -> None:
    formats = (Path(__file__).parents[3] / "docs/reference/formats.md").read_text()
    first = formats.partition(f"\n## {name}\n")[2].strip().partition("\n\n")[0]
    assert "nverified" in first


@of_corpus
def test_a_format_of_which_the_corpus_has_only_fixtures_is_unverified() -> None:
    with Path(CORPUS, "PROVENANCE.tsv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    folders = {row["format"] for row in rows}
    real = {row["format"] for row in rows if row["kind"] in ("real", "recorded")}
    named = {folder: converter_of(folder) for folder in folders if folder in CONVERTERS or folder in ALIASES}
    assert {folder for folder, converter in named.items() if is_verified(converter)} <= real
