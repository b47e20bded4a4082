"""What a config says about showing traces and giving them out."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tracewright.display import types
from tracewright.display.layout import layout
from tracewright.errors import ConfigError
from tracewright.potato.bounds import GUIDELINES_CHARS, OVERLAP, SIGNED_32, TITLE_CHARS, check_text
from tracewright.shown import shown


@dataclass(frozen=True)
class Settings:
    """What the config says about showing and giving out. `overlap` -1: as many people as come."""

    title: str
    guidelines: str  # Markdown
    id_key: str
    text_key: str
    display: list[dict[str, Any]]
    layout: dict[str, str]  # of the shown fields, as tracewright.display.layout has it
    overlap: int
    strategy: str
    random_seed: int | None
    traces_per_person: int | None


def settings_of(config: Mapping[str, Any], name: str) -> Settings:
    """ConfigError names the key at fault; `name` is how errors call the config."""
    title = config["annotation_task_name"]
    guidelines = str(config.get("annotation_instructions") or "")
    check_text(title, TITLE_CHARS, f"{name} annotation_task_name", "a title", ConfigError)
    check_text(guidelines, GUIDELINES_CHARS, f"{name} annotation_instructions", "guidelines", ConfigError)
    return Settings(
        title=title,
        guidelines=guidelines,
        id_key=config["item_properties"]["id_key"],
        text_key=config["item_properties"]["text_key"],
        display=_display(config, name),
        layout=_layout(config, name),
        overlap=_overlap(config, name),
        strategy=str(_short_form(config.get("assignment_strategy"), "name") or "fixed_order"),
        random_seed=_whole(config.get("random_seed"), *SIGNED_32, f"{name} random_seed"),
        traces_per_person=_whole(
            config.get("max_annotations_per_user"), *SIGNED_32, f"{name} max_annotations_per_user"
        ),
    )


def _overlap(config: Mapping[str, Any], name: str) -> int:
    key = "num_annotators_per_item" if "num_annotators_per_item" in config else "max_annotations_per_item"
    return _whole(_short_form(config.get(key), "default"), *OVERLAP, f"{name} {key}") or -1


def _display(config: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    display = config.get("instance_display") or {}
    fields = display.get("fields") if isinstance(display, dict) else display
    if not isinstance(fields, list | None):
        raise ConfigError(f"{name} instance_display.fields", f"must be a list, not {shown(fields)}")
    for index, field in enumerate(fields or []):
        where = f"{name} instance_display.fields[{index}]"
        if not isinstance(field, dict) or not isinstance(field.get("key"), str):
            raise ConfigError(where, f"must be an object with a key, not {shown(field)}")
        types.check_options(field, f"{where} display_options")
    return fields or []


def _layout(config: Mapping[str, Any], name: str) -> dict[str, str]:
    display = config.get("instance_display")
    return layout(display.get("layout") if isinstance(display, dict) else None, f"{name} instance_display.layout")


def _short_form(value: Any, key: str) -> Any:
    return value.get(key) if isinstance(value, dict) else value


def _whole(value: Any, least: int, most: int, where: str) -> int | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int):
        raise ConfigError(where, f"must be a whole number, not {shown(value)}")
    if not least <= value <= most:
        raise ConfigError(where, f"must be from {least} to {most}, not {value}")
    return value
