"""The config.yaml as plain JSON values, safe to walk."""

from datetime import date
from pathlib import Path
from stat import S_ISREG
from typing import Any

from tracewright import yaml_text
from tracewright.errors import ConfigError
from tracewright.potato.bounds import SIGNED_64
from tracewright.repairs import storable
from tracewright.shown import SHOWN_CHARS, shown

MAX_BYTES = 2_000_000
REQUIRED = ("annotation_task_name", "item_properties", "task_dir", "output_annotation_dir")


def read_config(path: Path) -> dict[str, Any]:
    """The config with text keys. ConfigError for what is no YAML mapping, too large once its aliases are followed, or
    lacks a key that Potato needs.
    """
    config = mapping_of(_text(path), path.name)
    for key in REQUIRED:
        if not config.get(key):
            raise ConfigError(f"{path.name} {key}", "is missing")
    for key in ("id_key", "text_key"):
        if not isinstance(config["item_properties"], dict) or not isinstance(config["item_properties"].get(key), str):
            raise ConfigError(f"{path.name} item_properties.{key}", "must name a key of the records")
    for key in ("annotation_task_name", "task_dir", "output_annotation_dir"):
        if not isinstance(config[key], str):
            raise ConfigError(f"{path.name} {key}", f"must be a text, not {shown(config[key])}")
    return config


def mapping_of(text: str, name: str) -> dict[str, Any]:
    """A config's text with text keys and JSON values; `name` is what errors call it."""
    try:
        config = _plain(yaml_text.read(text), name, "")
    except yaml_text.NotYaml as error:
        raise ConfigError(name, str(error)) from error
    except RecursionError as error:
        raise ConfigError(name, "is nested too deeply") from error
    if config is None:
        raise ConfigError(name, "is empty")
    if not isinstance(config, dict):
        raise ConfigError(name, "must be a mapping of keys to values")
    return config


def _text(path: Path) -> str:
    try:
        status = path.stat()
        if not S_ISREG(status.st_mode):
            raise ConfigError(path.name, "is no file")
        if status.st_size > MAX_BYTES:
            raise ConfigError(path.name, f"has {status.st_size} bytes; a config may have {MAX_BYTES}")
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise ConfigError(path.name, f"not UTF-8: {error.reason} at byte {error.start + 1}") from error
    except OSError as error:
        raise ConfigError(str(path), f"cannot be read: {error.strerror}") from error


def _plain(value: Any, name: str, place: str) -> Any:
    """JSON values only: YAML reads a bare `on` as true, also as a key, and has dates."""
    match value:
        case dict():
            keys = {_key(key): element for key, element in value.items()}
            return {key: _plain(element, name, _inside(place, key)) for key, element in keys.items()}
        case list() | tuple() | set():
            return [_plain(element, name, f"{place}[{index}]") for index, element in enumerate(value)]
        case yaml_text.Huge():
            least, most = SIGNED_64
            raise ConfigError(f"{name} {place}", f"must be from {least} to {most}, not {shown(str(value))}")
        case date():
            return value.isoformat()
        case bytes():
            return value.decode("latin-1")
        case float() if value != value or value in (float("inf"), float("-inf")):
            return None
        case str():
            return storable(value)
        case _:
            return value


def _key(key: Any) -> str:
    if isinstance(key, bool):
        return "on" if key else "off"
    return storable(str(key))


def _inside(place: str, key: str) -> str:
    return f"{place}.{key[:SHOWN_CHARS]}" if place else key[:SHOWN_CHARS]
