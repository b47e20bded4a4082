from hypothesis import given
from hypothesis import strategies as st

from tracewright.convert.bundle import joined, parted


@given(st.dictionaries(st.text(min_size=1), st.binary(), min_size=2))
def test_several_files_come_back_with_their_names_and_bytes(files: dict[str, bytes]) -> None:
    assert parted(joined(files), "unused") == files


def test_one_file_is_its_bytes() -> None:
    assert joined({"a": b"x\n"}) == b"x\n"
    assert parted(b"x\n", "a") == {"a": b"x\n"}


def test_the_name_of_a_file_need_not_be_utf_8() -> None:
    files = {"a\udcff.jsonl": b"x\n", "b": b"y"}
    assert parted(joined(files), "unused") == files
