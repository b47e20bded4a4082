"""Unified diffs, as git and diff write them and as models imitate them: `model_patch` of SWE-bench, output of `git diff`."""

import re
from collections.abc import Iterator

from tracewright.display.file_diff import MAX_MARKED_LINES, FileDiff, add_hunk, file_diff

# "@@ -1,4 +1,5 @@ def f():"; a count left out is 1. Models also write a bare "@@": its numbers are unknown.
_HUNK = re.compile(r"@@ -(\d{1,9})(?:,(\d{1,9}))? \+(\d{1,9})(?:,(\d{1,9}))? @@ ?(.*)")
_BARE_HUNK = re.compile(r"@@(?: \.\.\. @@)?(?: (?!-\d)(.*))?\Z")
_BODY = (" ", "+", "-", "\\")
_ESCAPED = re.compile(rb'\\([0-7]{3}|[abfnrtv"\\])')
_NAMED = {b"a": b"\a", b"b": b"\b", b"f": b"\f", b"n": b"\n", b"r": b"\r", b"t": b"\t", b"v": b"\v"}


def unified_diff(text: str) -> list[FileDiff]:
    """The files of a unified diff in its order; [] for a text that is none. What stands around the files is left out.

    Wrong counts in a hunk's head are mended as `patch` does not: its lines are those that look like some.

    >>> [(file["path"], file["added"]) for file in unified_diff("--- a/x.py\\n+++ b/x.py\\n@@ -1 +1,2 @@\\n a\\n+b\\n")]
    [('x.py', 1)]
    """
    return _Reader(text.split("\n")).files


class _Reader:
    def __init__(self, lines: list[str]) -> None:
        self.lines = lines
        self.files: list[FileDiff] = []
        self.at = 0
        while self.at < len(lines):
            self.read_line(lines[self.at].rstrip("\r"))

    def read_line(self, line: str) -> None:
        following = self.lines[self.at + 1] if self.at + 1 < len(self.lines) else ""
        self.at += 1
        if line.startswith("diff --git "):
            self.files.append(file_diff(_of_git_head(line.removeprefix("diff --git "))))
        elif line.startswith("--- ") and following.startswith("+++ "):
            self.at += 1
            self.name(_path(line[4:]), _path(following[4:].rstrip("\r")))
        elif self.files and (match := _HUNK.match(line)):
            old, new = int(match[1]), int(match[3])
            lines = [*self.body(_count(match[2]), _count(match[4]))]
            # An empty side is numbered by the line before it.
            self.add(lines, old + (match[2] == "0"), new + (match[4] == "0"), match[5])
        elif self.files and (match := _BARE_HUNK.match(line)):
            self.add([*self.body(0, 0)], None, None, match[1] or "")
        elif self.files and not self.files[-1]["hunks"]:
            self.read_head(line, self.files[-1])

    def name(self, old: str, new: str) -> None:
        """`---` and `+++`: the names of the file that git's head began, or of the next one."""
        if not self.files or self.files[-1]["hunks"] or self.files[-1]["binary"] or not self.is_after_git_head():
            self.files.append(file_diff(""))
        file = self.files[-1]
        if old.startswith("a/") and (new.startswith("b/") or new == "/dev/null"):
            old = old[2:]
        if new.startswith("b/"):
            new = new[2:]
        if new == "/dev/null":
            file["path"] = file["old_path"] = old
            file["status"] = "deleted"
            return
        file["path"] = new
        if old == "/dev/null":
            file["old_path"], file["status"] = new, "added"
        elif file["status"] in ("renamed", "copied"):
            file["old_path"] = old
        else:
            file["old_path"] = new  # `diff -u a.py.orig a.py` renames nothing

    def is_after_git_head(self) -> bool:
        """Whether the last file was begun by git's head, and its names are still to come."""
        for line in reversed(self.lines[max(0, self.at - 12) : self.at - 2]):
            if line.startswith("diff --git "):
                return True
            if line.startswith(("@@ ", "--- ", "+++ ")):
                return False
        return False

    def read_head(self, line: str, file: FileDiff) -> None:
        if line.startswith("new file mode"):
            file["status"] = "added"
        elif line.startswith("deleted file mode"):
            file["status"] = "deleted"
        elif line.startswith(("rename from ", "copy from ")):
            file["status"] = "renamed" if line.startswith("rename") else "copied"
            file["old_path"] = _unquoted(line.partition(" from ")[2])
        elif line.startswith(("rename to ", "copy to ")):
            file["path"] = _unquoted(line.partition(" to ")[2])
        elif line.startswith(("Binary files ", "GIT binary patch")):
            file["binary"] = True

    def add(self, lines: list[str], old: int | None, new: int | None, heading: str) -> None:
        add_hunk(self.files[-1], lines, old, new, heading, marked=len(self.lines) <= MAX_MARKED_LINES)

    def body(self, old: int, new: int) -> Iterator[str]:
        """The lines of a hunk that has `old` and `new` lines, and those behind them that can only be its own."""
        while self.at < len(self.lines):
            line = self.lines[self.at]
            is_due = old > 0 or new > 0
            if not (self.is_body(line) if line else is_due and self.at + 1 < len(self.lines)):
                return
            if not is_due and line.startswith(("--- ", "-- ")):
                return
            self.at += 1
            if line.startswith("\\"):  # "\ No newline at end of file"
                continue
            old -= line[:1] != "+"
            new -= line[:1] != "-"
            yield line

    def is_body(self, line: str) -> bool:
        """A line that begins like a hunk's, unless it names the next file."""
        following = self.lines[self.at + 1] if self.at + 1 < len(self.lines) else ""
        behind = self.lines[self.at + 2] if self.at + 2 < len(self.lines) else ""
        names = line.startswith("--- ") and following.startswith("+++ ") and behind.startswith("@@")
        return line.startswith(_BODY) and not names


def _count(text: str | None) -> int:
    return 1 if text is None else int(text)


def _path(text: str) -> str:
    """A name behind `---`: without the time that `diff -u` writes, without git's quotes."""
    return _unquoted(text.partition("\t")[0].rstrip("\r"))


def _of_git_head(text: str) -> str:
    """The path in `a/P b/P`; "" when the two differ, then other lines of the head name them."""
    if text.endswith('"'):
        return _unquoted(text[text.rfind(' "') + 1 :]).removeprefix("b/")
    one, other = text[: len(text) // 2], text[len(text) // 2 + 1 :]
    return other.removeprefix("b/") if one.removeprefix("a/") == other.removeprefix("b/") else ""


def _unquoted(path: str) -> str:
    r"""Git quotes names that are not ASCII: `"caf\303\251.py"`."""
    if not (len(path) > 1 and path.startswith('"') and path.endswith('"')):
        return path
    raw = path[1:-1].encode(errors="replace")
    return _ESCAPED.sub(_unescaped, raw).decode(errors="replace")


def _unescaped(match: re.Match[bytes]) -> bytes:
    return bytes([int(match[1], 8) & 255]) if len(match[1]) == 3 else _NAMED.get(match[1], match[1])
