from hypothesis import given
from hypothesis import strategies as st

from tracewright.display.envelope import envelope_patch
from tracewright.display.file_diff import new_text, old_text

PATCH = """\
*** Begin Patch
*** Add File: notes/new.md
+# Title
+
*** Update File: src/a.py
*** Move to: src/b.py
@@ class A:
@@     def f(self):
 one
-two
+TWO

 three
@@
-last
*** End of File
*** Delete File: gone.py
*** End Patch
"""


def test_each_file_has_its_status_and_counts() -> None:
    assert [
        (file["path"], file["old_path"], file["status"], file["added"], file["removed"])
        for file in envelope_patch(PATCH)
    ] == [
        ("notes/new.md", "notes/new.md", "added", 2, 0),
        ("src/b.py", "src/a.py", "renamed", 1, 2),
        ("gone.py", "gone.py", "deleted", 0, 0),
    ]


def test_hunks_have_headings_and_no_numbers() -> None:
    first, second = envelope_patch(PATCH)[1]["hunks"]
    assert (first["heading"], first["old_start"]) == ("def f(self):", None)
    assert (old_text(first), new_text(first)) == ("one\ntwo\n\nthree", "one\nTWO\n\nthree")
    assert (old_text(second), new_text(second)) == ("last", "")


def test_a_new_file_is_numbered_from_line_1() -> None:
    (hunk,) = envelope_patch(PATCH)[0]["hunks"]
    assert [row["new"] for row in hunk["rows"]] == [1, 2]


def test_a_patch_inside_a_shell_command_is_found() -> None:
    assert len(envelope_patch(f"apply_patch <<'EOF'\n{PATCH}EOF\n")) == 3


def test_a_patch_that_was_cut_ends_where_the_text_ends() -> None:
    (file,) = envelope_patch("*** Begin Patch\n*** Update File: a\n-x\n+y\n")
    assert (file["added"], file["removed"], len(file["hunks"][0]["rows"])) == (1, 1, 2)


def test_a_patch_without_changes_names_its_files() -> None:
    text = "*** Begin Patch\n*** Update File: a.go\n*** Update File: b.go\n*** End Patch"
    assert [file["path"] for file in envelope_patch(text)] == ["a.go", "b.go"]


@given(st.text() | st.lists(st.sampled_from(PATCH.split("\n"))).map("\n".join))
def test_no_text_is_refused(text: str) -> None:
    assert isinstance(envelope_patch(text), list)
