"""What holds for every converter: how its small files are recognised, and what bad bytes do to it."""

from pathlib import Path

import pytest

from tests.tracewright.convert.files import DATA, tried
from tracewright.convert import CONVERTERS, detect, recognised, sample_of

# A .meta.json is a part of a run that begins in another file.
FILES = [
    (name, path)
    for name in CONVERTERS
    for path in sorted((DATA / name).rglob("*"))
    if path.is_file() and not path.name.endswith(".meta.json")
]
SMALLEST = {
    name: min((path for of, path in FILES if of == name), key=lambda path: path.stat().st_size) for name in CONVERTERS
}
named = pytest.mark.parametrize(("name", "path"), FILES, ids=[f"{name}-{path.name}" for name, path in FILES])
each = pytest.mark.parametrize("name", CONVERTERS)


@named
def test_a_file_is_recognised_whatever_it_is_called(name: str, path: Path, tmp_path: Path) -> None:
    (tmp_path / "log").write_bytes(path.read_bytes())
    assert detect(tmp_path / "log").name == name


@each
@pytest.mark.parametrize("every", [10, pytest.param(1, marks=pytest.mark.slow)], ids=["each tenth byte", "each byte"])
def test_a_file_that_ends_early_is_an_error_or_a_trace_that_says_so(name: str, every: int, tmp_path: Path) -> None:
    """Nothing raises, and no trace is empty. Of each tenth byte also each of the last two hundred."""
    whole = SMALLEST[name].read_bytes()
    path = tmp_path / SMALLEST[name].name
    for end in {*range(0, len(whole), every), *range(max(0, len(whole) - 200), len(whole))}:
        path.write_bytes(whole[:end])
        found, problems = tried(name, path)
        assert found or problems, f"nothing is said of the first {end} bytes"
        assert all(each.document["structured_turns"] for each in found)


@each
@pytest.mark.parametrize(
    "raw",
    [b"", b"\n\n", b"[]", b"{}", b"null", b"7", b'"text"', b"[[[]]]", b"\xff\xfe\x00", b"PK\x03\x04", b"[" * 5000],
)
def test_what_is_no_log_is_an_error(name: str, raw: bytes, tmp_path: Path) -> None:
    (tmp_path / "log").write_bytes(raw)
    found, problems = tried(name, tmp_path / "log")
    assert not found
    assert problems


@named
def test_no_other_converter_takes_the_file(name: str, path: Path) -> None:
    found = recognised(sample_of(path, path.name))
    assert found is None or found.name == name
