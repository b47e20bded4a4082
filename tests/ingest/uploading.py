"""Files on their way into a project, without a browser."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from apps.ingest import services
from apps.ingest.models import Upload
from apps.jobs import running
from apps.projects.models import Project
from apps.tenants.models import Membership
from apps.tenants.scope import scope

DATA = Path(__file__).parent.parent / "data"
SESSION = (DATA / "claude_code" / "parallel.jsonl").read_bytes()


def begin(project: Project, by: Membership, name: str, size: int) -> Upload:
    with scope(project.organization_id):
        return services.begin_upload(project=project, name=name, size=size, modified=1, by=by)


def upload(project: Project, by: Membership, name: str, content: bytes) -> Upload:
    """A file that has arrived."""
    row = begin(project, by, name, len(content))
    with scope(project.organization_id):
        services.receive(upload=row, offset=0, content=content)
        return Upload.objects.get(pk=row.pk)


def imported(project: Project, by: Membership, files: Mapping[str, bytes], **formats: str) -> dict[str, Upload]:
    """The uploads by name, with their job run to its end, here and now."""
    rows = [upload(project, by, name, content) for name, content in files.items()]
    return run(project, by, rows)


def run(project: Project, by: Membership, rows: list[Upload]) -> dict[str, Upload]:
    with scope(project.organization_id):
        job = services.begin_import(project=project, uploads=[row.pk for row in rows], by=by)
    running.run(project.organization_id, job.pk, "a worker")
    with scope(project.organization_id):
        return {row.name: row for row in Upload.objects.select_related("job").filter(job=job)}


def states(row: Upload) -> dict[str, Any]:
    found: dict[str, Any] = row.report["states"]
    return found
