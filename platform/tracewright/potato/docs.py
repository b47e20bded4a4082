"""Writes docs/reference/config.md from KEYS: `python -m tracewright.potato.docs > docs/reference/config.md`."""

import sys
from collections.abc import Iterator

from tracewright.potato.keys import KEYS

INTRODUCTION = """\
# Keys of config.yaml

This page is made from `tracewright/potato/keys.py` by `python -m tracewright.potato.docs`.

Tracewright imports projects of Potato from their `config.yaml`. A key is *used* (the import does what it says),
*stored* (kept with the project for a part that comes later) or *ignored* (for the reason given). Keys that are not
listed here are named in the import report and never stop an import. API keys, secrets and passwords are never stored,
wherever they stand. Every path must stay inside the folder of the config, symbolic links followed.

Required are `annotation_task_name`, `item_properties` with `id_key` and `text_key`, `task_dir`,
`output_annotation_dir` and `data_files`.

| Key | Status | What becomes of it |
|---|---|---|
"""


def config_page() -> str:
    return INTRODUCTION + "".join(_rows())


def _rows() -> Iterator[str]:
    return (f"| `{name}` | {key.status} | {key.what} |\n" for name, key in KEYS.items())


if __name__ == "__main__":
    sys.stdout.write(config_page())
