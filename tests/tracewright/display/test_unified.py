import difflib
import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracewright.display.file_diff import FileDiff, new_text, old_text
from tracewright.display.unified import unified_diff

CORPUS = os.environ.get("TRACE_CORPUS", "")

GIT = """\
From: somebody
Subject: change

diff --git a/src/a.py b/src/a.py
index 1111111..2222222 100644
--- a/src/a.py
+++ b/src/a.py
@@ -10,4 +10,4 @@ def f():
 one
-two = 2
+two = 3
 three
 four
@@ -30 +30,2 @@
 x
+y
diff --git a/old name.txt b/new name.txt
similarity index 100%
rename from old name.txt
rename to new name.txt
diff --git a/new.py b/new.py
new file mode 100644
--- /dev/null
+++ b/new.py
@@ -0,0 +1,2 @@
+a
+b
diff --git a/gone.py b/gone.py
deleted file mode 100644
--- a/gone.py
+++ /dev/null
@@ -1 +0,0 @@
-x
\\ No newline at end of file
diff --git a/x.png b/x.png
index 3..4 100644
Binary files a/x.png and b/x.png differ
"""

lines = st.lists(st.sampled_from(["a", "b", "", "- c", "++ d", "-- e", "@@", "diff --git", "\\ f"]), max_size=10)


def summary(file: FileDiff) -> tuple[str, str, str, int, int]:
    return file["path"], file["old_path"], file["status"], file["added"], file["removed"]


def test_a_diff_of_git_is_read_file_by_file() -> None:
    assert [summary(file) for file in unified_diff(GIT)] == [
        ("src/a.py", "src/a.py", "changed", 2, 1),
        ("new name.txt", "old name.txt", "renamed", 0, 0),
        ("new.py", "new.py", "added", 2, 0),
        ("gone.py", "gone.py", "deleted", 0, 1),
        ("x.png", "x.png", "changed", 0, 0),
    ]


def test_rows_have_the_numbers_of_their_file() -> None:
    first, second = unified_diff(GIT)[0]["hunks"]
    assert first["heading"] == "def f():"
    assert [(row["kind"], row["old"], row["new"]) for row in first["rows"]] == [
        ("same", 10, 10),
        ("removed", 11, None),
        ("added", None, 11),
        ("same", 12, 12),
        ("same", 13, 13),
    ]
    assert [(row["old"], row["new"]) for row in second["rows"]] == [(30, 30), (None, 31)]


def test_a_new_file_begins_at_line_1() -> None:
    (hunk,) = unified_diff(GIT)[2]["hunks"]
    assert [row["new"] for row in hunk["rows"]] == [1, 2]


def test_changed_words_are_marked() -> None:
    rows = unified_diff(GIT)[0]["hunks"][0]["rows"]
    assert (rows[1]["marks"], rows[1]["pair"], rows[2]["pair"]) == ([[6, 7]], 2, 1)


def test_a_binary_file_says_so() -> None:
    assert unified_diff(GIT)[4]["binary"]


def test_times_of_diff_u_are_no_part_of_the_name() -> None:
    (file,) = unified_diff("--- a.py.orig\t2024-01-01 10:00:00\n+++ a.py\t2024-01-01 10:01:00\n@@ -1 +1 @@\n-x\n+y\n")
    assert summary(file) == ("a.py", "a.py", "changed", 1, 1)


def test_names_that_git_quotes_are_read() -> None:
    (file,) = unified_diff('diff --git "a/caf\\303\\251.py" "b/caf\\303\\251.py"\nnew file mode 100644\n')
    assert summary(file) == ("café.py", "café.py", "added", 0, 0)


def test_a_removed_line_of_dashes_is_no_file() -> None:
    (file,) = unified_diff("--- a/x.sql\n+++ b/x.sql\n@@ -1,2 +1,1 @@\n--- old note\n a\n")
    assert (file["path"], file["removed"]) == ("x.sql", 1)


def test_wrong_counts_lose_no_line() -> None:
    (file,) = unified_diff("--- a/x\n+++ b/x\n@@ -1,1 +1,1 @@\n a\n-b\n+c\n d\n")
    assert (len(file["hunks"][0]["rows"]), file["added"], file["removed"]) == (4, 1, 1)


def test_counts_too_large_end_at_the_next_file() -> None:
    files = unified_diff("--- a/x\n+++ b/x\n@@ -1,9 +1,9 @@\n-a\n+b\n--- a/y\n+++ b/y\n@@ -1 +1 @@\n-c\n+d\n")
    assert [summary(file)[0] for file in files] == ["x", "y"]


def test_a_hunk_without_numbers_has_rows_without_numbers() -> None:
    (file,) = unified_diff("--- a/x\n+++ b/x\n@@ ... @@ f\n-a\n+b\n")
    (hunk,) = file["hunks"]
    assert [(row["old"], row["new"]) for row in hunk["rows"]] == [(None, None), (None, None)]


def test_line_ends_of_windows_stay_in_the_rows_alone() -> None:
    (file,) = unified_diff(GIT.replace("\n", "\r\n"))[:1]
    assert summary(file)[0] == "src/a.py"
    assert file["hunks"][0]["rows"][0]["text"] == "one\r"


@pytest.mark.parametrize("text", ["", "\n", "no diff", "@@ -1 +1 @@\n-a\n+b", "--- a", "--- a\n+++ b", "diff --git "])
def test_a_text_that_is_no_diff_has_no_hunks(text: str) -> None:
    assert [hunk for file in unified_diff(text) for hunk in file["hunks"]] == []


@given(lines, lines)
def test_the_hunks_of_difflib_are_read_back(old: list[str], new: list[str]) -> None:
    text = "\n".join(difflib.unified_diff(old, new, "a/f", "b/f", lineterm="", n=50))
    if old == new:
        assert unified_diff(text) == []
        return
    (hunk,) = unified_diff(text)[0]["hunks"]
    assert (old_text(hunk), new_text(hunk)) == ("\n".join(old), "\n".join(new))
    for row in hunk["rows"]:
        assert row["old"] is None or old[row["old"] - 1] == row["text"]
        assert row["new"] is None or new[row["new"] - 1] == row["text"]


@given(st.text() | lines.map("\n".join) | st.lists(st.sampled_from(GIT.split("\n"))).map("\n".join))
def test_no_text_is_refused(text: str) -> None:
    for file in unified_diff(text):
        for hunk in file["hunks"]:
            assert all(row["kind"] in ("same", "removed", "added") for row in hunk["rows"])


@pytest.mark.corpus
@pytest.mark.skipif(not CORPUS, reason="TRACE_CORPUS names no folder of real traces")
def test_real_patches_are_counted_as_git_counts_them() -> None:
    counted = 0
    for patch in real_patches():
        run = ["git", "apply", "--numstat", "-"]
        told = subprocess.run(run, input=patch, capture_output=True, text=True, check=False, cwd="/")
        if told.returncode == 0 and patch.strip():
            expected = [line.split("\t")[:2] for line in told.stdout.splitlines()]
            assert [[str(file["added"]), str(file["removed"])] for file in unified_diff(patch)] == expected
            counted += 1
    assert counted > 20


def real_patches() -> list[str]:
    found = []
    for path in sorted(Path(CORPUS, "swebench").glob("*.json*")):
        text = path.read_text(errors="replace")
        try:
            values = [json.loads(text)]
        except json.JSONDecodeError:
            values = [json.loads(line) for line in text.splitlines() if line.strip()]
        for value in values:
            found += patches_in(value)
    return found


def patches_in(value: Any) -> list[str]:
    if isinstance(value, dict):
        here = [value["model_patch"]] if isinstance(value.get("model_patch"), str) else []
        return here + [patch for each in value.values() for patch in patches_in(each)]
    return [patch for each in value for patch in patches_in(each)] if isinstance(value, list) else []
