"""One Potato project: what its config says, its records and its people's answers, streamed."""

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, NamedTuple

from tracewright import errors
from tracewright.errors import ConfigError, TraceFormatError, TracewrightError
from tracewright.export.records import SchemeOf
from tracewright.potato.answers import PotatoAnswer, read_answers
from tracewright.potato.bounds import ID_CHARS, check_text
from tracewright.potato.config import read_config
from tracewright.potato.data_files import DataFile, data_files_of, records_of
from tracewright.potato.keys import KeyReport, kept, key_report, kind_name
from tracewright.potato.paths import inside
from tracewright.potato.settings import Settings, settings_of
from tracewright.records import OnProblem, Record
from tracewright.schemes import kind_of, span, trajectory_edit
from tracewright.schemes.dependencies import Placed, link
from tracewright.shown import SHOWN_CHARS
from tracewright.trace import STEP_LISTS, check_document, json_type


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

        TraceFormatError for a record without an id, an id met before (both places are named), or what `records_of`
        and `check_document` refuse. With `on_problem` it is given the error and the reading goes on.
        """
        step_lists = self._step_lists()
        with closing(_Ids()) as ids:
            for record in records_of(self.data_files, self.settings.id_key, on_problem):
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

        def note(error: TracewrightError) -> None:
            found.append(errors.kept(error))

        for walk in (self.items(note), self.answers(note)):
            for _ in walk:
                if len(found) >= limit:
                    return found[:limit]
        return found[:limit]


def read_project(config_path: Path) -> PotatoProject:
    """Reads the config only. ConfigError or SchemeError name the key at fault."""
    config = read_config(config_path)
    folder = config_path.resolve().parent
    task_dir = inside(folder, folder, config["task_dir"], f"{config_path.name} task_dir")
    return PotatoProject(
        config_path=config_path.resolve(),
        stored=kept(config),
        settings=settings_of(config, config_path.name),
        schemes=schemes_of(config, config_path.name),
        data_files=data_files_of(config, config_path.name, folder, task_dir),
        answers_folder=inside(
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
        found = record.identity or record.document.get(id_key)
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


def schemes_of(config: Mapping[str, Any], name: str) -> list[SchemeOf]:
    """The `annotation_schemes` of a config, each read by its kind. ConfigError or SchemeError name the key at fault."""
    raws = config.get("annotation_schemes") or []
    if not isinstance(raws, list):
        raise ConfigError(f"{name} annotation_schemes", f"must be a list, not {json_type(raws)}")
    schemes: dict[str, SchemeOf] = {}
    placed: dict[str, Placed] = {}
    for index, raw in enumerate(raws):
        where = f"{name} annotation_schemes[{index}]"
        if not isinstance(raw, dict) or not raw.get("annotation_type"):
            raise ConfigError(where, "must be an object with annotation_type, name and description")
        kind = kind_name(raw)
        if kind == span.name:  # where those of its spans lie that name no field
            raw = {"text_key": config["item_properties"]["text_key"], **raw}
        place = f"{where} ({str(raw.get('name'))[:SHOWN_CHARS]})"
        scheme = kind_of(kind).config(raw, place)
        if scheme["name"] in schemes:
            raise ConfigError(where, f'has the name "{scheme["name"]}" of another scheme')
        schemes[scheme["name"]] = SchemeOf(scheme["name"], kind, scheme)
        placed[scheme["name"]] = Placed(place, kind, scheme)
    link(placed)
    return _of_one_list([*schemes.values()])


def _of_one_list(schemes: list[SchemeOf]) -> list[SchemeOf]:
    """Spans that name no list count the steps of the one that the page shows: the editor's, else that of who judges steps."""
    naming = [
        each for each in schemes if each.kind != "raw" and each.kind != span.name and each.config.get("steps_key")
    ]
    first = next((each for each in naming if each.kind == trajectory_edit.name), next(iter(naming), None))
    if first is None:
        return schemes
    key = first.config["steps_key"]
    return [
        replace(each, config={**each.config, "steps_key": each.config["steps_key"] or key})
        if each.kind == span.name
        else each
        for each in schemes
    ]
