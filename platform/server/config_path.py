"""Which config a command is given: the file, or the folder it lies in."""

import re
from pathlib import Path

from django.core.management.base import CommandError

IS_CONFIG = re.compile(r"^[\s{]*[\"']?annotation_task_name[\"']?\s*:", re.MULTILINE)


def config_of(path: Path) -> Path:
    """The config itself, a folder's config.yaml, or the folder's only other config; CommandError in words."""
    if path.is_file():
        return path
    if not path.is_dir():
        raise CommandError(f"{path} does not exist; give a config.yaml or its folder.")
    if (path / "config.yaml").is_file():
        return path / "config.yaml"
    found = [file for file in sorted(path.glob("*.y*ml")) if IS_CONFIG.search(file.read_text(errors="replace"))]
    if len(found) != 1:
        names = ", ".join(file.name for file in found) or "none of its .yaml files has an annotation_task_name"
        raise CommandError(f"{path} has no config.yaml ({names}); give the config itself.")
    return found[0]
