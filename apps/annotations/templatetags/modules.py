"""A page's first module. Others are found out one import at a time; told beforehand, the browser fetches all of them at once."""

from functools import cache
from pathlib import Path
from typing import Any

from django import template
from django.contrib.staticfiles import finders

from apps.annotations import bundle

register = template.Library()


@register.inclusion_tag("includes/modules.html")
def module_script(module: str, *folders: str) -> dict[str, Any]:
    """The script, with a link for each module of the static folders; of a bundle its two files. Workers are loaded when they
    are needed.
    """
    if bundled := bundle.bundled(module):
        return {"script": bundled, "preloaded": [bundle.SHARED]}
    return {"script": module, "preloaded": [name for folder in folders for name in _modules(folder)]}


@cache
def _modules(folder: str) -> tuple[str, ...]:
    found = finders.find(folder)
    if found is None:
        raise LookupError(f"no static folder {folder}")
    root = Path(found)
    modules = (path.relative_to(root).as_posix() for path in sorted(root.rglob("*.js")) if "worker" not in path.name)
    return tuple(f"{folder}/{name}" for name in modules)
