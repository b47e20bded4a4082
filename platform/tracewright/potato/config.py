"""The config.yaml as plain JSON values, safe to walk."""

from datetime import date
from pathlib import Path
from stat import S_ISREG
from typing import Any

import yaml

from tracewright.errors import ConfigError
from tracewright.potato.bounds import SIGNED_64
from tracewright.repairs import storable
from tracewright.shown import SHOWN_CHARS, shown

MAX_BYTES = 2_000_000
MAX_NODES = 100_000
NUMBER_CHARS = 100
REQUIRED = ("annotation_task_name", "item_properties", "task_dir", "output_annotation_dir")


class _Huge(str):
    """The text of a number that is refused, once the key that it stands under is known."""


class _Loader(yaml.SafeLoader):
    """Makes no number of more than 64 bits: YAML counts in base 60 too, where long ones take minutes."""

    def whole(self, node: yaml.ScalarNode) -> Any:
        if len(node.value) > NUMBER_CHARS:
            return _Huge(node.value)
        value = self.construct_yaml_int(node)
        return value if SIGNED_64[0] <= value <= SIGNED_64[1] else _Huge(node.value)

    def fraction(self, node: yaml.ScalarNode) -> Any:
        try:
            return self.construct_yaml_float(node)
        except OverflowError:
            return _Huge(node.value)


_Loader.add_constructor("tag:yaml.org,2002:int", _Loader.whole)
_Loader.add_constructor("tag:yaml.org,2002:float", _Loader.fraction)


def read_config(path: Path) -> dict[str, Any]:
    """The config with text keys. ConfigError for what is no YAML mapping, too large once its aliases are followed, or
    lacks a key that Potato needs.
    """
    config = _mapping(path)
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


def _mapping(path: Path) -> dict[str, Any]:
    try:
        text = _text(path)
        node = yaml.compose(text, Loader=yaml.SafeLoader)
        if node is None or _size(node, {}) > MAX_NODES:
            raise ConfigError(path.name, f"is empty, or has more than {MAX_NODES} values once its aliases are followed")
        config = _plain(yaml.load(text, Loader=_Loader), path.name, "")
    except yaml.YAMLError as error:
        raise ConfigError(path.name, f"not YAML: {' '.join(str(error).split())}") from error
    except RecursionError as error:
        raise ConfigError(path.name, "is nested too deeply") from error
    except ValueError as error:  # YAML allows dates that do not exist
        raise ConfigError(path.name, f"holds an impossible value: {error}") from error
    if not isinstance(config, dict):
        raise ConfigError(path.name, "must be a mapping of keys to values")
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


def _size(node: yaml.Node, known: dict[int, int]) -> int:
    """How many values the node stands for; an alias counts each time, one to its own inside counts as too many."""
    if id(node) in known:
        return known[id(node)]
    known[id(node)] = MAX_NODES + 1
    children: list[yaml.Node] = []
    if isinstance(node, yaml.MappingNode):
        children = [child for pair in node.value for child in pair]
    elif isinstance(node, yaml.SequenceNode):
        children = node.value
    known[id(node)] = 1 + sum(_size(child, known) for child in children)
    return known[id(node)]


def _plain(value: Any, name: str, place: str) -> Any:
    """JSON values only: YAML reads a bare `on` as true, also as a key, and has dates."""
    match value:
        case dict():
            keys = {_key(key): element for key, element in value.items()}
            return {key: _plain(element, name, _inside(place, key)) for key, element in keys.items()}
        case list() | tuple() | set():
            return [_plain(element, name, f"{place}[{index}]") for index, element in enumerate(value)]
        case _Huge():
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
