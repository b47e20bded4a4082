"""Writes of apps.projects."""

from typing import Any

from django.db import transaction
from django.utils.text import slugify

from apps.projects.models import GuidelinesRead, GuidelinesVersion, Project
from apps.projects.signals import overlap_changed
from apps.tenants.models import AuditEvent, Membership
from apps.tenants.scope import current
from apps.tenants.services import record


@transaction.atomic
def create_project(*, name: str, slug: str = "", by: Membership | None, **fields: Any) -> Project:
    """A project at its own address; a taken one gets a number: "weather", "weather-2"."""
    project = Project(organization_id=current(), name=name, slug=_free_slug(address(slug or name)), **fields)
    project.full_clean(exclude=["organization"])
    project.save()
    record(by=by, verb=AuditEvent.Verb.ADDED, row=project)
    if project.guidelines:
        keep_guidelines(project=project, before="", by=by)
    return project


@transaction.atomic
def change_project(*, project: Project, by: Membership | None, **fields: Any) -> None:
    """Set the given fields. A changed overlap is told to those who keep slots."""
    changed = [name for name, value in fields.items() if getattr(project, name) != value]
    guidelines = project.guidelines
    for name in changed:
        setattr(project, name, fields[name])
    if changed:
        project.full_clean(exclude=["organization"])
        project.save(update_fields=changed)
        record(by=by, verb=AuditEvent.Verb.CHANGED, row=project, details=changed)
    if "guidelines" in changed:
        keep_guidelines(project=project, before=guidelines, by=by)
    if "overlap" in changed:
        overlap_changed.send(Project, project=project)


@transaction.atomic
def keep_guidelines(*, project: Project, before: str, by: Membership | None) -> None:
    """A version of the guidelines that the project now has, and of what it had `before` versions were kept."""
    texts = [before, project.guidelines] if before and not project.guidelines_number else [project.guidelines]
    for text in texts:
        project.guidelines_number += 1
        GuidelinesVersion.objects.create(
            organization_id=project.organization_id, project=project, number=project.guidelines_number, text=text, by=by
        )
    project.save(update_fields=["guidelines_number"])


def note_read(*, project: Project, number: int, by: Membership) -> None:
    """The person has read this version. An earlier one is not read again, and a later one than there is counts as the latest.

    Nothing is written for somebody who is paused: they are told again when they go on.
    """
    if by.paused:
        return
    read = min(number, project.guidelines_number)
    key: dict[str, Any] = {"organization_id": current(), "project": project, "member": by}
    if not GuidelinesRead.objects.filter(**key, number__gte=read).exists():
        GuidelinesRead.objects.update_or_create(**key, defaults={"number": read})


def as_it_is(project: Project) -> Project:
    """The project's row of this moment, which nobody changes until the transaction ends."""
    rows = Project.objects.filter(organization_id=current()).select_for_update(of=("self",), no_key=True)
    return rows.get(pk=project.pk)


def address(name: str) -> str:
    """The address that a project of this name gets while it is free.

    >>> address("Ágent traces, part 1"), address("天気")
    ('agent-traces-part-1', 'project')
    """
    return slugify(name)[:50].strip("-") or "project"


def _free_slug(wanted: str) -> str:
    taken = set(
        Project.objects.filter(organization_id=current(), slug__startswith=wanted).values_list("slug", flat=True)
    )
    number = 1
    while (slug := wanted if number == 1 else f"{wanted}-{number}") in taken:
        number += 1
    return slug
