"""What a Potato config says about the project itself: the first thing of an import that is written."""

import hashlib
from collections.abc import Iterable
from typing import Any

from apps.annotations.importing.report import ImportReport
from apps.projects.models import Project, Strategy
from apps.projects.services import address, change_project, create_project
from apps.tenants.models import Membership
from apps.tenants.scope import current
from apps.traces.displays import display_warnings
from tracewright import json_text
from tracewright.export.records import SchemeOf
from tracewright.potato import PotatoProject
from tracewright.trace import STEP_LISTS


def import_settings(
    source: PotatoProject, slug: str, by: Membership | None, report: ImportReport
) -> tuple[Project, bool]:
    """The project at the config's address, made when there is none; whether the config asks something else than at its last
    import: else what a manager has made of the questions since stays.
    """
    wanted = address(slug or source.settings.title)
    asked = _asked(source, report)
    project = Project.objects.filter(organization_id=current(), slug=wanted).first()
    kept = {
        "text_key": source.settings.text_key,
        "display": source.settings.display,
        "layout": source.settings.layout,
        "config": source.stored,
        "asked": asked,
        "schemes_sha256": _sum_of(source.schemes),
    }
    before = project.settings if project else {}
    if project is None:
        project = create_project(name=source.settings.title, slug=wanted, by=by, settings=kept, **asked)
        report.created = True
    else:
        # What a manager has set here since stays, unless the config now says something else than it did.
        asked_before = before.get("asked", asked)
        changed = {name: value for name, value in asked.items() if value != asked_before.get(name, value)}
        change_project(project=project, by=by, settings=kept, **changed)
        report.settings_changed = sorted({*report.settings_changed, *changed})
    report.project = project.slug
    return project, before.get("schemes_sha256") != kept["schemes_sha256"]


def _sum_of(schemes: Iterable[SchemeOf]) -> str:
    text = json_text.compact([[scheme.name, scheme.kind, dict(scheme.config)] for scheme in schemes])
    return hashlib.sha256(text.encode()).hexdigest()


def _asked(source: PotatoProject, report: ImportReport) -> dict[str, Any]:
    """The fields of the project that the config speaks of."""
    settings = source.settings
    is_known = settings.strategy in Strategy.values
    if not is_known:
        report.warnings.append(
            f"assignment_strategy {settings.strategy!r} comes later: traces go out in the order of the data"
        )
    report.warnings += display_warnings(settings.display, STEP_LISTS)
    return {
        "overlap": settings.overlap,
        "strategy": settings.strategy if is_known else Strategy.FIXED_ORDER.value,
        "quota": settings.traces_per_person if (settings.traces_per_person or 0) > 0 else None,
        "seed": settings.random_seed or 0,
        "guidelines": settings.guidelines,
    }
