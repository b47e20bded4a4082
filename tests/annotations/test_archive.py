"""Zips that strangers make: what is refused, in which words, and that nothing is ever written outside."""

import random
import stat
import struct
import time
import warnings
import zipfile
from contextlib import suppress
from io import BytesIO
from pathlib import Path

import pytest

from apps.annotations.archive import ArchiveError, bounds, configs, entries, look, unpack
from tests.annotations.zips import CONFIG, of_sort, renamed, zip_folder, zip_of


def unpacked(content: bytes, folder: Path) -> list[str]:
    """The paths of the files that unpacking writes."""
    target = folder / "unpacked"
    target.mkdir()
    for _written in unpack(BytesIO(content), len(content), target):
        pass
    return sorted(str(path.relative_to(target)) for path in target.rglob("*") if path.is_file())


def refused(content: bytes, folder: Path) -> str:
    """Why the zip is not unpacked. Nothing may have been written outside the folder."""
    with pytest.raises(ArchiveError) as error:
        unpacked(content, folder)
    assert [path.name for path in folder.iterdir()] == ["unpacked"]
    return str(error.value)


def seen(content: bytes):
    return look(BytesIO(content), len(content))


def unseen(content: bytes) -> str:
    with pytest.raises(ArchiveError) as error:
        seen(content)
    return str(error.value)


# ---- Good zips ----


def test_a_folder_comes_out_as_it_went_in(tmp_path):
    source = tmp_path / "source"
    (source / "data").mkdir(parents=True)
    (source / "config.yaml").write_bytes(CONFIG)
    (source / "data" / "täglich 天気.jsonl").write_bytes(bytes(range(256)) * 5000)
    assert unpacked(zip_folder(source, "project/"), tmp_path) == [
        "project/config.yaml",
        "project/data/täglich 天気.jsonl",
    ]
    written = tmp_path / "unpacked" / "project" / "data" / "täglich 天気.jsonl"
    assert written.read_bytes() == bytes(range(256)) * 5000


def test_what_file_managers_leave_behind_is_left_out_and_counted(tmp_path):
    content = zip_of({"__MACOSX/._config.yaml": b"\0", "data/.DS_Store": b"x", "data/t.jsonl": b"{}"})
    assert seen(content).clutter == 2
    assert unpacked(content, tmp_path) == ["config.yaml", "data/t.jsonl"]


def test_a_name_in_utf_8_without_its_mark_is_read_as_macs_mean_it(tmp_path):
    mac = zip_of({"x/caf--.jsonl": b"{}"}).replace(b"caf--", "café".encode())
    assert unpacked(mac, tmp_path) == ["config.yaml", "x/café.jsonl"]


def test_a_name_of_an_old_code_page_stays_as_it_was_meant(tmp_path):
    old = zip_of({"x/t--.jsonl": b"{}"}).replace(b"t--.", b"t\x84\x84.")
    assert unpacked(old, tmp_path) == ["config.yaml", "x/tää.jsonl"]  # 0x84 of code page 437


def test_the_folder_itself_as_an_entry_is_nothing_to_write(tmp_path):
    assert unpacked(zip_of({"./": b""}), tmp_path) == ["config.yaml"]


def test_a_zip_inside_is_a_file_like_any_other(tmp_path):
    assert unpacked(zip_of({"inner.zip": zip_of()}), tmp_path) == ["config.yaml", "inner.zip"]


# ---- Which configs ----


def test_configs_are_found_by_their_title_the_likeliest_first():
    content = zip_of(
        {
            "a.yaml": b"annotation_task_name: 'Another: one'  # ours\n",
            "deep/config.yaml": b'"annotation_task_name": Deep\n',
            "flow.yml": b"{annotation_task_name: >-\n",
            "labels.yaml": b"labels: [a]\n",
        }
    )
    found = seen(content)
    assert found.configs == [
        ("config.yaml", "Weather"),
        ("a.yaml", "Another: one"),
        ("flow.yml", ""),
        ("deep/config.yaml", "Deep"),
    ]
    assert found.files == 5


def test_a_zip_without_a_config_is_told_what_is_missing():
    content = zip_without_config({"readme.md": b"x", "inner.zip": zip_of()})
    assert "no config in it" in unseen(content)
    assert "a zip inside the zip is not opened" in unseen(content)


def zip_without_config(files: dict[str, bytes | str]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def test_a_title_that_is_a_bomb_of_brackets_is_no_title():
    content = zip_without_config({"config.yaml": b"annotation_task_name: " + b"[" * 5000})
    assert seen(content).configs == [("config.yaml", "")]


@pytest.mark.parametrize("title", ["!!bool abc", "!!timestamp abc", '!!int ""', '"\\UFFFFFFFF"', "9" * 30])
def test_a_title_that_no_yaml_reader_can_make_is_no_title(title):
    content = zip_without_config({"config.yaml": f"annotation_task_name: {title}"})
    assert seen(content).configs == [("config.yaml", "")]


def test_a_title_is_kept_as_a_database_takes_it_and_no_longer_than_a_title():
    content = zip_without_config({"config.yaml": 'annotation_task_name: "a\\0b\\ud800' + "x" * 500 + '"'})
    [(_path, title)] = seen(content).configs
    assert title == "a\ufffdb\ufffd" + "x" * 196


@pytest.mark.parametrize("sign", ["\n", " ", "{", "\t", "'", "annotation_task_name"])
def test_looking_for_a_title_takes_no_longer_where_there_is_none(sign):
    """Time that grows with the square of the length is 10 s and more here; linear time is some milliseconds."""
    content = zip_without_config({f"{n}.yaml": sign * 70_000 for n in range(20)})
    began = time.process_time()
    assert "no config in it" in unseen(content)
    assert time.process_time() - began < 5


def test_too_many_yaml_files_are_not_looked_at(monkeypatch):
    monkeypatch.setattr(configs, "YAML_FILES", 2)
    assert "3 .yaml files; 2 are allowed" in unseen(zip_of({"a.yaml": b"", "b.yml": b""}))


# ---- Where files may go ----


@pytest.mark.parametrize("name", ["../outside", "a/../../outside", "a/..", "/etc/outside", "C:/outside", "C:outside"])
def test_a_path_that_leads_out_is_refused(tmp_path, name):
    assert "leads out of the folder" in refused(zip_of({name: b"x"}), tmp_path)


def test_a_path_with_a_backslash_is_refused(tmp_path):
    assert "backslash" in refused(renamed(zip_of({"a/_/_/b": b"x"}), "a/_/_/b", "..\\..\\b"), tmp_path)


@pytest.mark.parametrize("sign", ["\0", "\n", "\x1b"])
def test_a_control_character_in_a_name_is_refused_and_never_shown_raw(tmp_path, sign):
    words = refused(renamed(zip_of({"a_b.txt": b"x"}), "a_b.txt", f"a{sign}b.txt"), tmp_path)
    assert "control character" in words
    assert sign not in words


def test_an_empty_name_is_refused(tmp_path):
    assert "no name" in refused(zip_of({"": b"x"}), tmp_path)


@pytest.mark.parametrize("name", ["x" * 256, "é" * 128, "/".join("x" * 20), "/".join(["x" * 99] * 11)])
def test_a_path_too_long_is_refused(tmp_path, monkeypatch, name):
    monkeypatch.setattr(entries, "PATH_PARTS", 15)
    assert "too long a path" in refused(zip_of({name: b"x"}), tmp_path)


@pytest.mark.parametrize(
    ("files", "words"),
    [
        (["data/t.jsonl", "data/T.jsonl"], "upper and lower case only"),
        (["data/t.jsonl", "Data/u.jsonl"], "upper and lower case only"),
        (["straße", "STRASSE"], "upper and lower case only"),
        (["caf\u00e9", "cafe\u0301"], "upper and lower case only"),
        (["data", "data/t.jsonl"], "a file and a folder at once"),
        (["data/t.jsonl", "data"], "a file and a folder at once"),
    ],
)
def test_two_names_for_one_place_are_refused(tmp_path, files, words):
    assert words in refused(zip_of(dict.fromkeys(files, b"x")), tmp_path)


def test_one_name_twice_is_refused(tmp_path):
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive, warnings.catch_warnings(action="ignore"):
        for _ in range(2):
            archive.writestr("config.yaml", CONFIG)
    assert "config.yaml: is in the zip twice" in refused(out.getvalue(), tmp_path)


# ---- What a file may be ----


def test_a_symbolic_link_is_refused(tmp_path):
    content = zip_of({"link": "/etc/passwd"}, external_attr=of_sort(stat.S_IFLNK))
    assert "link: is a symbolic link" in refused(content, tmp_path)


@pytest.mark.parametrize("sort", [stat.S_IFCHR, stat.S_IFBLK, stat.S_IFIFO, stat.S_IFSOCK, stat.S_IFDIR])
def test_a_device_and_the_like_are_refused(tmp_path, sort):
    assert "is no plain file" in refused(zip_of({"odd": b""}, external_attr=of_sort(sort)), tmp_path)


def test_an_encrypted_file_is_refused(tmp_path):
    content = bytearray(zip_of({"secret": b"x"}))
    for signature, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.rindex(signature) + at] |= 1
    assert "secret: is encrypted" in refused(bytes(content), tmp_path)


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_method_that_unpacks_in_one_piece_is_refused(tmp_path, method):
    content = zip_of({"bomb": b"\0" * 10_000_000}, method=method)
    assert len(content) < 10_000
    assert "another method than Deflate" in refused(content, tmp_path)


def test_an_unknown_method_is_refused(tmp_path):
    content = bytearray(zip_of({"odd": b"x"}))
    content[content.rindex(b"PK\x01\x02") + 10] = 77
    assert "another method than Deflate" in refused(bytes(content), tmp_path)


# ---- How much ----


def test_a_bomb_is_refused_by_what_it_says_of_itself(tmp_path, monkeypatch):
    monkeypatch.setattr(bounds, "RATIO_FROM_BYTES", 1000)
    assert "more than 100 times its size" in unseen(zip_of({"bomb": b"\0" * 1_000_000}))


def test_a_little_zip_may_shrink_as_much_as_it_likes(tmp_path):
    content = zip_of({"data/t.jsonl": b"the same again " * 100_000})
    assert len(content) * 100 < 1_500_000
    assert unpacked(content, tmp_path) == ["config.yaml", "data/t.jsonl"]


def test_a_bomb_that_lies_of_its_size_is_stopped_where_the_lie_ends(tmp_path):
    content = bytearray(zip_of({"bomb": b"\0" * 50_000_000}))
    struct.pack_into("<L", content, content.rindex(b"PK\x01\x02") + 24, 10)  # it says 10 bytes
    assert "broken" in refused(bytes(content), tmp_path)
    assert (tmp_path / "unpacked" / "bomb").stat().st_size <= 10


def test_what_was_unpacked_is_counted_whatever_the_zip_said(tmp_path, monkeypatch):
    monkeypatch.setattr("apps.annotations.archive.unpacking.listing", lambda archive, size: trusting(archive))
    monkeypatch.setattr(bounds, "FILE_BYTES", 3_000_000)
    assert "bomb: unpacks to more than" in refused(zip_of({"bomb": b"\0" * 10_000_000}), tmp_path)
    assert (tmp_path / "unpacked" / "bomb").stat().st_size <= 3_000_000


def trusting(archive: zipfile.ZipFile) -> entries.Listing:
    """As if nothing in the zip's own words gave it away."""
    return entries.Listing([entries.Entry(Path(info.filename), info) for info in archive.infolist()], 0)


@pytest.mark.parametrize(
    ("bound", "most", "words"),
    [
        ("FILE_BYTES", 1500, "a: unpacks to more than"),
        ("TOTAL_BYTES", 2500, "It unpacks to more than"),
    ],
)
def test_a_file_or_all_of_them_beyond_the_bound_are_refused(monkeypatch, bound, most, words):
    monkeypatch.setattr(bounds, bound, most)
    assert words in unseen(zip_of({"a": b"x" * 2000, "b": b"x" * 1000}))


def test_too_many_files_are_refused(monkeypatch):
    monkeypatch.setattr(entries, "FILES", 10)
    assert "It holds 11 files; 10 are allowed" in unseen(zip_of({f"f{n}": b"" for n in range(10)}))


def test_a_list_of_files_too_long_for_memory_is_never_read():
    """Its end says that 2 GB of list come before it; nothing of that is allocated."""
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 65535, 65535, 2_000_000_000, 0, 0)

    class Huge(BytesIO):
        def seek(self, offset, whence=0):
            self.at = offset if whence == 0 else 2_000_000_000 + len(end) + offset if whence == 2 else self.at + offset
            return self.at

        def tell(self):
            return self.at

        def read(self, size=-1):
            assert 0 <= size < 10_000 or size == -1
            return end[max(self.at - 2_000_000_000, 0) :]

    with pytest.raises(ArchiveError, match="list of files is longer than"):
        look(Huge(), 2_000_000_022)


def overlapping(count: int) -> bytes:
    """The bomb without nesting: every entry of the list names the same packed bytes."""
    content = zip_of({"kernel": b"\0" * 1_000_000})
    start = content.rindex(b"PK\x01\x02")
    one = content[start : content.rindex(b"PK\x05\x06")]
    listed = b"".join(one.replace(b"kernel", b"k%05d" % n) for n in range(count))
    first = content.index(b"PK\x01\x02")
    listed = content[first:start] + listed
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, count + 1, count + 1, len(listed), first, 0)
    return content[:first] + listed + end


def test_files_that_overlap_are_refused(tmp_path):
    assert "overlap" in refused(overlapping(200), tmp_path)


# ---- Broken ones ----


@pytest.mark.parametrize("content", [b"", b"PK", b"\x1f\x8b\x08gzip", b"annotation_task_name: no zip", b"\0" * 1000])
def test_what_is_no_zip_is_said_so(content):
    assert "This is no zip" in unseen(content)


def test_a_changed_byte_is_found_by_its_sum(tmp_path):
    content = zip_of({"data.jsonl": b'{"id": "t1"}'}, method=zipfile.ZIP_STORED).replace(b'"t1"', b'"t2"')
    assert "data.jsonl: This is no zip, or it is broken" in refused(content, tmp_path)


def test_a_zip_cut_off_anywhere_is_refused():
    content = zip_of({"data/t.jsonl": b'{"id": "t1"}' * 10})
    for length in range(len(content)):
        with pytest.raises(ArchiveError):
            look(BytesIO(content[:length]), length)


def test_a_file_that_is_shorter_than_its_list_says_is_refused(tmp_path):
    content = bytearray(zip_of({"short": b"\0" * 100}))
    struct.pack_into("<L", content, content.rindex(b"PK\x01\x02") + 24, 200)
    assert "short: is shorter than the zip says" in refused(bytes(content), tmp_path)


def test_any_damage_is_an_archive_error_or_none_at_all(tmp_path_factory):
    """Random bytes anywhere, above all in the headers: never another exception, never a file outside."""
    chance, tmp_path = random.Random(7), tmp_path_factory.mktemp("damaged")
    archive = tmp_path.with_suffix(".zip")
    content = zip_of({"data/t.jsonl": b'{"id": "t1"}' * 10, "é.txt": b"x"})
    headers = content.index(b"PK\x01\x02")
    for number in range(3000):
        damaged = bytearray(content)
        for _ in range(chance.randint(1, 4)):
            at = chance.randrange(headers, len(content)) if chance.random() < 0.7 else chance.randrange(len(content))
            damaged[at] = chance.choice((0, 255, chance.randrange(256)))
        folder = tmp_path / str(number)
        folder.mkdir()
        archive.write_bytes(damaged)
        with archive.open("rb") as file, suppress(ArchiveError):
            look(file, len(damaged))
            unpacked(bytes(damaged), folder)
        assert [path.name for path in folder.iterdir()] in (["unpacked"], [])
