"""Small Potato project folders of our own."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import yaml

FIX = {"annotation_type": "trajectory_edit", "name": "fix", "description": "Fix it", "edit_final_answer": True}
TRACE = {"id": "t1", "task": "Find it.", "steps": ["look heer", {"action": "open()"}], "final_answer": "found"}


def make_project(
    folder: Path,
    items: Iterable[object] = (TRACE,),
    states: Mapping[str, Mapping[str, Any]] | None = None,
    **config: Any,
) -> Path:
    """Writes config.yaml, data/items.jsonl and one user_state.json for each state; the path of the config.

    A state is {item: labels}, in either of Potato's forms. A config value of None leaves the key out.
    """
    defaults = {
        "annotation_task_name": "Fixing",
        "data_files": ["data/items.jsonl"],
        "item_properties": {"id_key": "id", "text_key": "task"},
        "task_dir": ".",
        "output_annotation_dir": "annotation_output",
        "annotation_schemes": [FIX],
    }
    (folder / "data").mkdir(parents=True, exist_ok=True)
    lines = (item if isinstance(item, str) else json.dumps(item) for item in items)
    (folder / "data/items.jsonl").write_text("".join(f"{line}\n" for line in lines))
    for user, labels in (states or {}).items():
        write_state(folder, user, {"user_id": user, "instance_id_to_label_to_value": labels})
    path = folder / "config.yaml"
    path.write_text(yaml.safe_dump({key: value for key, value in {**defaults, **config}.items() if value is not None}))
    return path


def write_state(folder: Path, user: str, state: Mapping[str, Any]) -> None:
    path = folder / "annotation_output" / user / "user_state.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(state))


def step_edit(index: int, text: str) -> dict[str, Any]:
    return {"step_index": index, "field": "action", "edited_text": text, "edited": True}


def labels(*edits: Mapping[str, Any], scheme: str = "fix") -> list[Any]:
    """The stored labels of one item with these step edits, as Potato's page writes them."""
    return [[{"schema": scheme, "name": scheme}, json.dumps({"steps": edits, "final_answer": None})]]
