"""The questions of a project as text: YAML with Potato's keys, as it stands in a config.yaml."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from django.conf import settings

from apps.projects.models import Project
from apps.schemes.models import Scheme
from tracewright.errors import TracewrightError
from tracewright.export.records import SchemeOf
from tracewright.potato.config import mapping_of
from tracewright.potato.project import schemes_of
from tracewright.schemes import KINDS, written

MOST_CHARS = 200_000
KEY = "annotation_schemes"


@dataclass(frozen=True)
class Reading:
    """What a text says: its schemes, or the first fault and where it is."""

    schemes: list[SchemeOf] = field(default_factory=list)
    fault: TracewrightError | None = None
    passed_over: list[str] = field(default_factory=list)  # keys of a config that are no questions


def text_of(schemes: Iterable[Scheme]) -> str:
    """The schemes that are in use."""
    versions = [scheme.current for scheme in schemes if scheme.in_use and scheme.current]
    return written.as_yaml((version.kind, version.config) for version in versions)


def read(text: str, project: Project) -> Reading:
    """The text as schemes of the project."""
    if len(text) > MOST_CHARS:
        return Reading(fault=TracewrightError("", f"has {len(text)} characters; questions may have {MOST_CHARS}"))
    try:
        config = mapping_of(text, "") if text.strip() else {}
        item = {"text_key": project.settings.get("text_key", "")}
        schemes = schemes_of({KEY: config.get(KEY), "item_properties": item}, "")
    except TracewrightError as error:
        return Reading(fault=error)
    return Reading(schemes, passed_over=[key for key in config if key != KEY])


@cache
def starters() -> list[tuple[str, str]]:
    """A small scheme of each kind to begin with, [kind, YAML of an entry of the list]."""
    folder = Path(settings.BASE_DIR) / "examples" / "kinds"
    kinds = [kind for kind in KINDS if kind != "raw" and (folder / f"{kind}.yaml").exists()]
    return [(kind, _entry((folder / f"{kind}.yaml").read_text("utf-8"))) for kind in sorted(kinds)]


def _entry(example: str) -> str:
    lines = [line for line in example.strip().split("\n") if not line.startswith("#")]
    return "\n".join(("- " if index == 0 else "  ") + line if line else "" for index, line in enumerate(lines)) + "\n"
