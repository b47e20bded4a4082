"""Patches as Codex's `apply_patch` takes them, between `*** Begin Patch` and `*** End Patch`: without line numbers."""

from collections.abc import Iterator

from tracewright.display.file_diff import MAX_MARKED_LINES, FileDiff, add_hunk, file_diff

BEGIN, END = "*** Begin Patch", "*** End Patch"
_STATUS = {"*** Add File: ": "added", "*** Delete File: ": "deleted", "*** Update File: ": "changed"}


def envelope_patch(text: str) -> list[FileDiff]:
    """The files of the patch in its order; [] for a text without one. A patch that was cut ends where the text ends.

    >>> [file] = envelope_patch("*** Begin Patch\\n*** Update File: a.py\\n@@ def f():\\n-x\\n+y\\n*** End Patch")
    >>> file["path"], file["added"], file["hunks"][0]["heading"], file["hunks"][0]["old_start"]
    ('a.py', 1, 'def f():', None)
    """
    _, found, inside = text.partition(BEGIN)
    lines = inside.partition(f"\n{END}")[0].split("\n")
    return [*_files(lines)] if found else []


def _files(lines: list[str]) -> Iterator[FileDiff]:
    file: FileDiff | None = None
    hunk: list[str] = []
    heading = ""
    marked = len(lines) <= MAX_MARKED_LINES

    def close() -> None:
        if file is not None and hunk:
            is_new = file["status"] == "added"
            add_hunk(file, hunk, None if not is_new else 1, None if not is_new else 1, heading, marked=marked)
            hunk.clear()

    for line in lines:
        begins = next((begin for begin in _STATUS if line.startswith(begin)), None)
        if begins or line.startswith("@@"):
            close()
            heading = "" if begins else line[2:].strip()
        if begins:
            if file is not None:
                yield file
            file = file_diff(line.removeprefix(begins).strip(), status=_STATUS[begins])
        elif file is not None and line.startswith("*** Move to: "):
            file["path"], file["status"] = line.removeprefix("*** Move to: ").strip(), "renamed"
        elif file is not None and not line.startswith(("@@", "*** End of File")):
            hunk.append(line)
    if file is not None:
        if hunk and hunk[-1] == "":  # of a patch without its last line
            hunk.pop()
        close()
        yield file
