"""Zips of our own, good and hostile."""

import stat
import zipfile
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.tracewright.folders import make_project

CONFIG = b"annotation_task_name: Weather\n"


def zip_of(
    files: Mapping[str, bytes | str] | None = None, *, method: int = zipfile.ZIP_DEFLATED, **attributes: object
) -> bytes:
    """A zip of these files below a config.yaml; `attributes` are set on every entry but the config: flag_bits=1."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("config.yaml", CONFIG)
        for name, content in (files or {}).items():
            archive.writestr(entry(name, **attributes), content, compress_type=method)
    return out.getvalue()


def entry(name: str, **attributes: object) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)
    for attribute, value in attributes.items():
        setattr(info, attribute, value)
    return info


def of_sort(sort: int) -> int:
    """The external_attr of an entry of this sort, as Unix writes it: of_sort(stat.S_IFLNK)."""
    return (sort | stat.S_IRUSR) << 16


def zip_folder(folder: Path, top: str = "") -> bytes:
    """The files of a folder, below `top`."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(folder.rglob("*")):
            archive.write(path, f"{top}{path.relative_to(folder)}")
    return out.getvalue()


def zip_project(*arguments: Any, top: str = "weather/", **options: Any) -> bytes:
    """A small Potato project (folders.make_project) as people pack it: its folder, from the folder above."""
    with TemporaryDirectory() as folder:
        make_project(Path(folder), *arguments, **options)
        return zip_folder(Path(folder), top)


def with_file(content: bytes, name: str, text: str) -> bytes:
    """The zip with one file more."""
    out = BytesIO(content)
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr(name, text)
    return out.getvalue()


def renamed(content: bytes, old: str, new: str) -> bytes:
    """The zip with a name of the same length in its headers, for names that zipfile would not write."""
    assert len(old.encode()) == len(new.encode())
    return content.replace(old.encode(), new.encode())
