from typing import Any

import pytest

from tracewright.display.diff import MAX_ROWS, options, part

PATCH = """diff --git a/src/a.py b/src/a.py
--- a/src/a.py
+++ b/src/a.py
@@ -10,2 +10,2 @@ def f():
 x = 1
-return 1
+return 2
diff --git a/new.txt b/new.txt
new file mode 100644
--- /dev/null
+++ b/new.txt
@@ -0,0 +1 @@
+hello
"""


def drawn(value: Any, **given: Any) -> dict[str, Any]:
    found = part(value, options(given, "display_options"))
    assert found is not None
    return found


def test_a_patch_is_its_files_with_their_lines_numbers_and_marks() -> None:
    first, second = drawn(PATCH)["files"]
    assert (first["path"], first["added"], first["removed"], first["isNew"]) == ("src/a.py", 1, 1, False)
    assert [row[:3] for row in first["hunks"][0]["rows"]] == [
        ["same", 10, 10],
        ["removed", 11, None],
        ["added", None, 11],
    ]
    assert first["hunks"][0]["rows"][1][4] == [[7, 8]]  # the 1 behind "return "
    assert (second["path"], second["isNew"], second["status"]) == ("new.txt", True, "added")


def test_the_envelope_of_apply_patch_is_one_too() -> None:
    text = "*** Begin Patch\n*** Update File: a.py\n@@\n-x\n+y\n*** End Patch"
    assert drawn(text)["files"][0]["path"] == "a.py"


def test_how_it_begins_is_an_option() -> None:
    found = drawn(PATCH, diff_view="split", collapse_files=True)
    assert (found["view"], found["collapsed"]) == ("split", True)


def test_a_long_patch_is_cut_and_says_how_many_lines_are_missing() -> None:
    lines = MAX_ROWS + 100
    found = drawn(f"--- a/x\n+++ b/x\n@@ -1,0 +1,{lines} @@\n" + "+y\n" * lines)
    assert (sum(len(hunk["rows"]) for hunk in found["files"][0]["hunks"]), found["more"]) == (MAX_ROWS, 100)


@pytest.mark.parametrize(
    "broken", [PATCH[:-20], PATCH.replace("@@ -10,2 +10,2 @@", "@@ -1,99 +1 @@"), "--- a\n+++ b\n@@\n-x"]
)
def test_a_broken_patch_shows_what_there_is_of_it(broken: str) -> None:
    assert drawn(broken)["files"]


def test_a_binary_file_says_so() -> None:
    text = "diff --git a/a.png b/a.png\nBinary files a/a.png and b/a.png differ\n"
    assert drawn(text)["files"][0]["binary"]


@pytest.mark.parametrize("value", ["", "no patch at all", None, 5, {"patch": PATCH}])
def test_what_is_no_patch_is_not_shown_as_one(value: Any) -> None:
    assert part(value, options(None, "")) is None
