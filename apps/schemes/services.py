"""Writes of apps.schemes: schemes are added and versioned, never changed under an answer."""

from collections.abc import Sequence
from typing import NamedTuple

from django.db import transaction

from apps.projects.models import Project
from apps.schemes.models import Scheme, SchemeVersion
from apps.schemes.queries import schemes_by_name
from apps.tenants.scope import current
from tracewright.export.records import SchemeOf


class Synced(NamedTuple):
    added: list[str]
    changed: list[str]
    parked: list[str]  # in the project, not in what was given: kept with their answers, asked no more


@transaction.atomic
def sync_schemes(*, project: Project, schemes: Sequence[SchemeOf]) -> Synced:
    """Bring the project's schemes to what is given, in its order; a changed config or kind makes a new version."""
    held = schemes_by_name(project)
    added, changed = [], []
    for position, wanted in enumerate(schemes):
        scheme = held.pop(wanted.name, None)
        if scheme is None:
            scheme = Scheme.objects.create(
                organization_id=current(), project=project, name=wanted.name, position=position
            )
            added.append(wanted.name)
            _add_version(scheme, wanted)
        elif scheme.current is None or (scheme.current.kind, scheme.current.config) != (wanted.kind, wanted.config):
            changed.append(wanted.name)
            _add_version(scheme, wanted)
        if (scheme.position, scheme.in_use) != (position, True):
            scheme.position, scheme.in_use = position, True
            scheme.save(update_fields=["position", "in_use"])
    for position, scheme in enumerate(held.values(), start=len(schemes)):
        scheme.position, scheme.in_use = position, False
        scheme.save(update_fields=["position", "in_use"])
    return Synced(added, changed, sorted(held))


def _add_version(scheme: Scheme, wanted: SchemeOf) -> None:
    scheme.current = SchemeVersion.objects.create(
        organization_id=scheme.organization_id,
        scheme=scheme,
        number=scheme.current.number + 1 if scheme.current else 1,
        kind=wanted.kind,
        config=dict(wanted.config),
    )
    scheme.save(update_fields=["current"])
