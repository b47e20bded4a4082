"""Plain factories: an organization with its people, a project with traces, turns at them, answers, exports.

Rows are made by the product's own services. Each opens the scope it needs, so a test may call them anywhere.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from apps.annotations import predictions
from apps.annotations import services as annotations
from apps.annotations.importing import uploads
from apps.annotations.importing.project import import_project as import_folder
from apps.annotations.models import Prediction, PredictionSource, ProjectImport
from apps.assignments import flags
from apps.assignments import services as assignments
from apps.assignments.models import Assignment, Flag
from apps.exports import services as exports
from apps.exports.models import Export
from apps.ingest.models import SpanBatch, SpanTrace, Upload
from apps.jobs import running
from apps.projects import services as projects
from apps.projects.models import Project
from apps.schemes.models import Scheme
from apps.tenants import invitations
from apps.tenants import services as tenants
from apps.tenants.idempotency import Reply, once
from apps.tenants.models import Membership, Organization, Role, User
from apps.tenants.scope import scope
from apps.traces.models import Failure, Trace
from tests.annotations.zips import zip_project
from tests.ingest.uploading import SESSION, upload
from tests.tracewright.folders import FIX
from tests.tracewright.folders import make_project as make_folder
from tracewright.predictions import predicted

PASSWORD = "correct horse battery"
TRACES = [
    {"id": f"t{n}", "task": "Find the weather.", "steps": ["look heer", {"action": "open()"}], "final_answer": "found"}
    for n in (1, 2, 3)
]
DONE = {"annotation_type": "radio", "name": "done", "description": "Is it done?", "labels": ["yes", "no"]}
CORRECTED = {"fix": {"edits": [{"step": "0", "pointer": "", "text": "look here", "reason": "a typo"}]}}


def make_organization(slug: str = "acme") -> Organization:
    return tenants.create_organization(slug=slug, name=slug.title())


def make_member(
    of: Organization, role: Role = Role.ANNOTATOR, name: str = "Mirela", *, login: bool = True, **fields: Any
) -> Membership:
    """A person of the organization, mirela@acme.test, who signs in with PASSWORD; a machine without `login`."""
    user = User.objects.create_user(f"{name}@{of.slug}.test".lower(), PASSWORD) if login else None
    return join(of, user, role, name, **fields)


def make_imported(of: Organization, name: str = "ann1") -> Membership:
    """An annotator as an import makes one, without a login."""
    with scope(of.pk):
        return tenants.member_of_import(name=name)


def join(of: Organization, user: User | None, role: Role, name: str, **fields: Any) -> Membership:
    """A membership for a login that is there already: one person in two organizations."""
    with scope(of.pk):
        membership = tenants.add_member(user=user, role=role, public_name=name, by=None)
        for key, value in fields.items():
            setattr(membership, key, value)
        membership.save()
    return membership


def sign_in(client: Client, member: Membership) -> Client:
    """The client, as this person's browser from now on."""
    client.force_login(member.user, backend="apps.tenants.permissions.MembershipBackend")
    return client


def make_project(of: Organization, name: str = "Weather", **fields: Any) -> Project:
    """A project without traces and schemes, as the form makes it."""
    with scope(of.pk):
        return projects.create_project(name=name, by=None, **fields)


def import_project(
    of: Organization,
    slug: str = "weather",
    *,
    items: Iterable[object] = TRACES,
    schemes: Iterable[Mapping[str, Any]] = (FIX,),
    states: Mapping[str, Mapping[str, Any]] | None = None,
    overlap: int = 2,
    **config: Any,
) -> Project:
    """A project as the import makes it from a small Potato folder of these items, schemes and stored states."""
    config = {"num_annotators_per_item": overlap, "annotation_schemes": list(schemes), **config}
    with TemporaryDirectory() as folder:
        path = make_folder(Path(folder), items, states, **config)
        import_folder(path, organization_id=of.pk, slug=slug)
    with scope(of.pk):
        return Project.objects.select_related("organization").get(organization=of, slug=slug)


def claim(at: Project, by: Membership) -> Assignment:
    """The trace that this person gets next, claimed."""
    with scope(at.organization_id):
        turn = assignments.claim_next(project=at, by=by)
    assert turn, f"{by} gets nothing of {at}"
    return turn


def submit(at: Project, by: Membership, answers: Mapping[str, Any] = CORRECTED) -> Assignment:
    """The next trace of this person, answered."""
    turn = claim(at, by)
    with scope(at.organization_id):
        annotations.submit(assignment=turn, answers=answers, number=0, base={}, by=by)
        return Assignment.objects.get(pk=turn.pk)


def predict(
    at: Project, identity: str = "t3", scheme: str = "done", model: str = "critic-1", **said: Any
) -> Prediction:
    """What a model says about a question of a trace, by default "yes"."""
    with scope(at.organization_id):
        row = Scheme.objects.select_related("current").get(project=at, name=scheme)
        revision = Trace.objects.select_related("current").get(project=at, identity=identity).current
        found = predicted(
            row.current.kind, row.current.config, said or {"answer": {"choice": "yes"}}, revision.document
        )
        given = predictions.Given(revision, row, model, "", found)
        predictions.store_predictions(project=at, given=[given], source=PredictionSource.API, by=None)
        return Prediction.objects.get(revision=revision, scheme=row, model=model)


def flag(turn: Assignment, reason: str = "secret", **said: Any) -> Flag:
    """What the person of the turn says is wrong with its trace."""
    with scope(turn.organization_id):
        return flags.flag(assignment=turn, reason=Flag.Reason(reason), by=turn.member, **said)


def ask_export(of: Project, by: Membership, exporter: str = "trajectory_correction") -> Export:
    """An export that waits for a worker."""
    with scope(of.organization_id):
        return exports.request_export(project=of, exporter=exporter, by=by)


def done_export(of: Project, by: Membership, exporter: str = "trajectory_correction") -> Export:
    """An export whose job is done, here and now; its files are in the storage."""
    export = ask_export(of, by, exporter)
    running.run(of.organization_id, export.job_id, "a worker")
    with scope(of.organization_id):
        return Export.objects.select_related("job").get(pk=export.pk)


def make_upload(by: Membership, content: bytes | None = None, name: str = "weather.zip") -> ProjectImport:
    """An uploaded zip, by default of a small project; its import is not begun."""
    file = SimpleUploadedFile(name, zip_project(TRACES) if content is None else content)
    with scope(by.organization_id):
        return uploads.receive(file=file, by=by)


def begin_import(upload: ProjectImport, config: str = "weather/config.yaml", address: str = "") -> ProjectImport:
    """The upload with its import queued."""
    with scope(upload.organization_id):
        uploads.begin(upload=upload, config=config, address=address, by=upload.by)
        return ProjectImport.objects.select_related("job").get(pk=upload.pk)


def done_import(upload: ProjectImport, **chosen: str) -> ProjectImport:
    """The upload with its import's job run to its end, here and now."""
    upload = begin_import(upload, **chosen)
    running.run(upload.organization_id, upload.job_id, "a worker")
    with scope(upload.organization_id):
        return ProjectImport.objects.select_related("job", "project").get(pk=upload.pk)


def save_draft(turn: Assignment, answers: Mapping[str, Any] = CORRECTED) -> None:
    with scope(turn.organization_id):
        annotations.save_draft(assignment=turn, answers=answers, number=0, base={}, by=turn.member)


def make_token(of: Membership) -> str:
    """The secret of a new API token that acts as this membership."""
    with scope(of.organization_id):
        return tenants.issue_token(membership=of, name="a script", by=None)[1]


def keep_reply(to: Membership, key: str = "a-key") -> None:
    """What this person's request of that key was answered."""
    with scope(to.organization_id):
        once(member=to, key=key, fingerprint="of a request", act=lambda: Reply(200, {"number": 1}))


def invite(
    to: Organization, email: str = "new@acme.test", role: Role = Role.ANNOTATOR, by: Membership | None = None
) -> str:
    """The link of an open invitation, without the host."""
    with scope(to.pk):
        return "/" + invitations.invite(email=email, role=role, by=by).link.split("/", 3)[3]


@dataclass
class Tenant:
    """An organization in full swing: one row at least in every table that its pages read."""

    organization: Organization
    owner: Membership
    manager: Membership
    reviewer: Membership
    annotator: Membership
    colleague: Membership  # the second annotator
    imported: Membership  # came with an import, cannot sign in
    project: Project
    claimed: Assignment  # the annotator's
    submitted: Assignment  # the colleague's
    export: Export  # done
    waiting: Export
    upload: ProjectImport  # not begun
    log: Upload  # not imported
    invitation: str  # its link
    token: str  # the manager's
    prediction: Prediction  # of the project's last trace

    @property
    def people(self) -> dict[str, Membership]:
        return {role.value: getattr(self, role.value) for role in Role}


def make_tenant(slug: str = "acme") -> Tenant:
    of = make_organization(slug)
    people = {role.value: make_member(of, role, f"{slug}-{role.value}") for role in Role}
    colleague = make_member(of, Role.ANNOTATOR, f"{slug}-colleague")
    project = import_project(of, schemes=[FIX, DONE])
    tenant = Tenant(
        organization=of,
        **people,
        colleague=colleague,
        imported=make_imported(of, f"{slug}-ann1"),
        project=project,
        claimed=claim(project, people["annotator"]),
        submitted=submit(project, colleague),
        export=done_export(project, people["manager"]),
        waiting=ask_export(project, people["manager"]),
        upload=make_upload(people["manager"]),
        log=upload(project, people["manager"], "a.jsonl", SESSION),
        invitation=invite(of, f"new@{slug}.test"),
        token=make_token(people["manager"]),
        prediction=predict(project),
    )
    save_draft(tenant.claimed)
    keep_reply(tenant.annotator)
    flag(tenant.claimed, note="A password.", step=0)
    with scope(of.pk):
        projects.change_project(project=project, by=people["manager"], guidelines="Look twice.")
        projects.note_read(project=project, number=1, by=tenant.annotator)
        keep_spans(project)
        keep_failure(project)
    return tenant


def keep_spans(project: Project) -> None:
    """Of a trace that waits for more of them."""
    own = {"organization_id": project.organization_id}
    trace = SpanTrace.objects.create(**own, project=project, trace_id=f"{project.pk:032x}", name="chat", spans=1)
    SpanBatch.objects.create(**own, trace=trace, sha256="0" * 64, lines=SpanBatch.packed(b"{}"), at=timezone.now())


def keep_failure(project: Project) -> None:
    """That nobody recovered, in the project's last trace."""
    trace = Trace.objects.filter(project=project).latest("pk")
    own = {"organization_id": project.organization_id, "project": project, "trace": trace}
    Failure.objects.create(**own, index=0, call=0, tool="bash", error_class="other", is_soft=False)
