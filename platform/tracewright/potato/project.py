"""One Potato project: what its config says, its records and its people's answers, streamed."""

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from tracewright.errors import ConfigError, TraceFormatError, TracewrightError
from tracewright.export.records import SchemeOf
from tracewright.potato.answers import PotatoAnswer, read_answers
from tracewright.potato.bounds import ID_CHARS, check_text
from tracewright.potato.config import read_config
from tracewright.potato.keys import KeyReport, kept, key_report, kind_name
from tracewright.potato.settings import Settings, settings_of
from tracewright.records import OnProblem, Record, read_records
from tracewright.schemes import kind_of
from tracewright.shown import SHOWN_CHARS, shown
from tracewright.trace import STEP_LISTS, check_document, json_type

SUFFIXES = (".json", ".jsonl")


class DataFile(NamedTuple):
    path: Path
    name: str
    encoding: str


class Item(NamedTuple):
    id: str
    record: Record


@dataclass(frozen=True)
class PotatoProject:
    """`stored` is the part of the config that a project may keep; it holds no secrets."""

    config_path: Path
    stored: dict[str, Any]
    settings: Settings
    schemes: list[SchemeOf]
    data_files: list[DataFile]
    answers_folder: Path
    keys: KeyReport

    def items(self, on_problem: OnProblem | None = None) -> Iterator[Item]:
        """Every record with its id, in the order of the files, one in memory at a time.

        TraceFormatError for a record without an id, an id met before (both places are named), or what `read_records`
        and `check_document` refuse. With `on_problem` it is given the error and the reading goes on.
        """
        step_lists = self._step_lists()
        with closing(_Ids()) as ids:
            for file in self.data_files:
                for record in read_records(file.path, file.encoding, name=file.name, on_problem=on_problem):
                    try:
                        check_document(record.document, record.where, step_lists)
                        yield Item(ids.take(record, self.settings.id_key), record)
                    except TraceFormatError as error:
                        if on_problem is None:
                            raise
                        on_problem(error)

    def _step_lists(self) -> set[str]:
        built = (scheme.config.get("steps_key") for scheme in self.schemes if scheme.kind != "raw")
        return {*STEP_LISTS, *(key for key in built if key)}

    def answers(self, on_problem: OnProblem | None = None) -> Iterator[PotatoAnswer]:
        """Every person's answers to every item, one person's file in memory at a time, by the name of the folder."""
        return read_answers(self.config_path.parent, self.answers_folder, on_problem)

    def problems(self, limit: int = 100) -> list[TracewrightError]:
        """All that stands in the way of an import, up to `limit`, by reading everything once."""
        found: list[TracewrightError] = []
        for walk in (self.items(found.append), self.answers(found.append)):
            for _ in walk:
                if len(found) >= limit:
                    return found[:limit]
        return found[:limit]


def read_project(config_path: Path) -> PotatoProject:
    """Reads the config only. ConfigError or SchemeError name the key at fault."""
    config = read_config(config_path)
    folder = config_path.resolve().parent
    task_dir = _inside(folder, folder, config["task_dir"], f"{config_path.name} task_dir")
    return PotatoProject(
        config_path=config_path.resolve(),
        stored=kept(config),
        settings=settings_of(config, config_path.name),
        schemes=_schemes(config, config_path.name),
        data_files=_data_files(config, config_path.name, folder, task_dir),
        answers_folder=_inside(
            folder, task_dir, config["output_annotation_dir"], f"{config_path.name} output_annotation_dir"
        ),
        keys=key_report(config),
    )


class _Ids:
    """The ids met so far with their places, in a database on disk, so that memory does not grow with them."""

    def __init__(self) -> None:
        self._database = sqlite3.connect("")
        self._database.execute("CREATE TABLE ids (id TEXT PRIMARY KEY, place TEXT) WITHOUT ROWID")

    def take(self, record: Record, id_key: str) -> str:
        found = record.document.get(id_key)
        if found is None or found == "" or isinstance(found, dict | list):
            what = "no" if found is None else json_type(found) if found != "" else "an empty text"
            raise TraceFormatError(record.where, f'has {what} "{id_key}"; every record needs an id of its own')
        item = str(found)
        check_text(item, ID_CHARS, record.where, f'an "{id_key}"', TraceFormatError)
        met = self._database.execute("SELECT place FROM ids WHERE id = ?", [item]).fetchone()
        if met:
            raise TraceFormatError(record.where, f'has the id "{item}" of {met[0]}; every record needs its own')
        self._database.execute("INSERT INTO ids VALUES (?, ?)", [item, record.where])
        return item

    def close(self) -> None:
        self._database.close()


def _inside(folder: Path, base: Path, value: str, where: str) -> Path:
    """The path with its symbolic links followed. ConfigError when it leaves the folder of the config."""
    try:
        path = (base / value).resolve()
        path.exists()  # a name longer than the file system takes is found out here
    except (ValueError, OSError, RuntimeError) as error:  # a NUL in the path, a loop of links
        raise ConfigError(where, f'"{value[:SHOWN_CHARS]}" is no path') from error
    if not path.is_relative_to(folder):
        raise ConfigError(where, f'"{value[:SHOWN_CHARS]}" leaves the folder of the config')
    return path


def _data_files(config: Mapping[str, Any], name: str, folder: Path, task_dir: Path) -> list[DataFile]:
    entries = config.get("data_files")
    if not isinstance(entries, list) or not entries:
        raise ConfigError(f"{name} data_files", "must be a list with at least one file")
    return [_data_file(entry, f"{name} data_files[{index}]", folder, task_dir) for index, entry in enumerate(entries)]


def _data_file(entry: Any, where: str, folder: Path, task_dir: Path) -> DataFile:
    fields = entry if isinstance(entry, dict) else {"path": entry}
    value, encoding = fields.get("path"), fields.get("encoding") or "utf-8"
    if not isinstance(value, str) or not isinstance(encoding, str):
        raise ConfigError(where, f"must be a path, or an object with path and encoding, not {shown(entry)}")
    path = _inside(folder, task_dir, value, where)
    if path.suffix.lower() not in SUFFIXES:
        raise ConfigError(
            where, f'"{value[:SHOWN_CHARS]}": only .json and .jsonl are read; others come later, convert to JSONL'
        )
    if not path.is_file():
        raise ConfigError(where, f'"{value[:SHOWN_CHARS]}" does not exist')
    return DataFile(path, str(path.relative_to(folder)), encoding)


def _schemes(config: Mapping[str, Any], name: str) -> list[SchemeOf]:
    raws = config.get("annotation_schemes") or []
    if not isinstance(raws, list):
        raise ConfigError(f"{name} annotation_schemes", f"must be a list, not {json_type(raws)}")
    schemes: dict[str, SchemeOf] = {}
    for index, raw in enumerate(raws):
        where = f"{name} annotation_schemes[{index}]"
        if not isinstance(raw, dict) or not raw.get("annotation_type"):
            raise ConfigError(where, "must be an object with annotation_type, name and description")
        kind = kind_name(raw)
        scheme = kind_of(kind).config(raw, f"{where} ({str(raw.get('name'))[:SHOWN_CHARS]})")
        if scheme["name"] in schemes:
            raise ConfigError(where, f'has the name "{scheme["name"]}" of another scheme')
        schemes[scheme["name"]] = SchemeOf(scheme["name"], kind, scheme)
    return list(schemes.values())
