"""Which files a command reads of what it is given: packed, odd, broken and hidden ones."""

import gzip
import os
import tarfile
import zipfile
from collections.abc import Mapping
from io import BytesIO, TextIOWrapper
from pathlib import Path

import pytest
import zstandard

from tests.tracewright.convert.sessions import DATA
from tracewright.cli.inputs import files_at, opened

SESSION = (DATA / "inline.jsonl").read_bytes()
Read = tuple[list[tuple[str, bytes]], list[str]]


def read(*places: Path | str) -> Read:
    """What there is to read, by how errors call it, and the problems."""
    problems: list[str] = []
    with opened([str(place) for place in places], lambda error: problems.append(str(error))) as found:
        return [(each.name, each.path.read_bytes()) for each in found], problems


def zipped(path: Path, files: Mapping[str, bytes], method: int = zipfile.ZIP_STORED) -> Path:
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, raw in files.items():
            archive.writestr(name, raw)
    return path


def tarred() -> bytes:
    out = BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        archive.addfile(tarfile.TarInfo("a.jsonl"))
    return out.getvalue()


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_entries_that_unpack_without_a_bound_are_not_read(method: int, tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", {"a": SESSION}, method)
    assert read(path) == ([], [f"{path} a: is packed by a method that is not read; pack it anew; it is not read"])


def test_a_long_list_of_files_is_not_taken_into_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tracewright.zips.opened.__wrapped__.__defaults__", (500, 20))
    many = zipped(tmp_path / "a.zip", {str(n): b"" for n in range(21)})
    assert read(many) == ([], [f"{many}: cannot be unpacked: its list of files is longer than 0 MiB"])
    monkeypatch.setattr("tracewright.zips.opened.__wrapped__.__defaults__", (10_000, 20))
    assert read(many) == ([], [f"{many}: cannot be unpacked: its list of files has more than 20 entries"])
    few = zipped(tmp_path / "b.zip", {str(n): b"" for n in range(20)})
    assert len(read(few)[0]) == 20


@pytest.mark.parametrize("at", [b"PK\x01\x02", b"PK\x03\x04"])
def test_a_name_that_is_not_the_utf_8_it_is_marked_as_is_a_problem(at: bytes, tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", {"ä.jsonl": SESSION, "b.jsonl": SESSION})
    raw = bytearray(path.read_bytes())
    raw[raw.index("ä".encode(), raw.index(at))] = 0xFF
    path.write_bytes(raw)
    found, problems = read(path)
    assert len(problems) == 1
    assert "cannot be unpacked" in problems[0]
    assert len(found) == (1 if at == b"PK\x03\x04" else 0)


def test_a_broken_entry_costs_no_other(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", {f"{n}.jsonl": f"the {n}th".encode() for n in range(25)})
    path.write_bytes(path.read_bytes().replace(b"the 3th", b"the 4th"))
    found, problems = read(path)
    assert len(found) == 24
    assert problems == [f"{path} 3.jsonl: cannot be unpacked: Bad CRC-32 for file '3.jsonl'"]


def test_what_unpacks_to_too_much_is_told_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tracewright.cli.inputs.Unpacking.__init__.__defaults__", (10,))
    _, problems = read(zipped(tmp_path / "a.zip", {"a": SESSION, "b": SESSION}))
    assert len(problems) == 1
    assert "all that is compressed may unpack to" in problems[0]


@pytest.mark.parametrize("name", ["s.json", "S.JSON.GZ", "s.zst", "s.zip"])
def test_gzip_is_known_by_its_first_bytes(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(gzip.compress(SESSION))
    assert read(tmp_path / name) == ([(str(tmp_path / name), SESSION)], [])


def test_zstandard_of_several_frames_is_read_whole(tmp_path: Path) -> None:
    (tmp_path / "s").write_bytes(zstandard.compress(SESSION) + zstandard.compress(b"{}"))
    assert read(tmp_path / "s")[0][0][1] == SESSION + b"{}"


def test_files_in_a_zip_may_be_packed_once_more(tmp_path: Path) -> None:
    packed = {"x/n.jsonl.gz": gzip.compress(SESSION), "x/n.jsonl": b"{}", "m": zstandard.compress(SESSION)}
    path = zipped(tmp_path / "a.ZIP", packed)
    assert read(path) == ([(f"{path} x/n.jsonl.gz", SESSION), (f"{path} x/n.jsonl", b"{}"), (f"{path} m", SESSION)], [])


@pytest.mark.parametrize("form", ["gzip", "zip"])
def test_standard_input_may_be_packed(form: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    raw = gzip.compress(SESSION) if form == "gzip" else zipped(tmp_path / "a", {"s": SESSION}).read_bytes()
    monkeypatch.setattr("sys.stdin", TextIOWrapper(BytesIO(raw)))
    [(name, found)], problems = read("-")
    assert (name, found, problems) == ("standard input s" if form == "zip" else "standard input", SESSION, [])


@pytest.mark.parametrize(
    ("raw", "what"),
    [
        (tarred(), "is a tar archive; unpack it first, or make it a zip"),
        (gzip.compress(tarred()), "is a tar archive; unpack it first, or make it a zip"),
        ("{}".encode("utf-16"), "is text in UTF-16; save it as UTF-8"),
    ],
    ids=["tar", "packed tar", "UTF-16"],  # what is packed tells the time, which differs between two processes
)
def test_tars_and_utf_16_say_what_to_do(raw: bytes, what: str, tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(raw)
    path = zipped(tmp_path / "b.zip", {"a": raw, "b": SESSION})
    assert read(tmp_path / "a") == ([], [f"{tmp_path / 'a'}: {what}"])
    assert read(path) == ([(f"{path} b", SESSION)], [f"{path} a: {what}"])


LOGS = [".specstory/history/a.md", ".aider.chat.history.md", ".claude/a.jsonl", ".codex/a.jsonl", ".gemini/a.json"]


@pytest.mark.parametrize("name", LOGS)
def test_hidden_places_of_logs_are_read(name: str, tmp_path: Path) -> None:
    file = tmp_path / "home" / name
    file.parent.mkdir(parents=True)
    file.write_bytes(SESSION)
    (tmp_path / "home" / ".env").touch()
    assert list(files_at(str(tmp_path / "home"))) == [file]
    path = zipped(tmp_path / "a.zip", {name: SESSION, ".env": b""})
    assert read(path) == ([(f"{path} {name}", SESSION)], [])


def test_a_place_that_gives_no_file_is_a_problem(tmp_path: Path) -> None:
    empty, hidden = tmp_path / "empty", tmp_path / "hidden"
    for folder in (empty, hidden / ".git"):
        folder.mkdir(parents=True)
    (hidden / ".env").touch()
    archive = zipped(tmp_path / "a.zip", {".env": b""})
    assert read(empty, hidden, archive, tmp_path / "*.none") == (
        [],
        [
            f"{empty}: holds no file to read",
            f"{hidden}: holds no file to read; 2 hidden ones are left out",
            f"{archive}: holds no file to read; 1 hidden ones are left out",
            f"{tmp_path}/*.none: no file matches this pattern",
        ],
    )


def test_a_link_that_leads_nowhere_is_read_so_that_it_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").symlink_to(tmp_path / "gone")
    assert list(files_at(str(tmp_path))) == [tmp_path / "a.jsonl"]


def test_a_folder_that_may_not_be_read_is_a_problem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By the system's own listing, for root may read everything."""
    (tmp_path / "closed").mkdir()
    (tmp_path / "a.jsonl").touch()
    scan = os.scandir

    def scandir(path: str) -> object:
        if str(path).endswith("closed"):
            raise PermissionError(13, "Permission denied", str(path))
        return scan(path)

    monkeypatch.setattr(os, "scandir", scandir)
    found, problems = read(tmp_path)
    assert found == [(str(tmp_path / "a.jsonl"), b"")]
    assert problems == [f"{tmp_path}/closed: cannot be read: Permission denied"]
