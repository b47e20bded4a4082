import hashlib

from django.db import migrations
from django.db.models import Count, Exists, F, Max, OuterRef, Q, Subquery

from apps.tenants.scope import current
from apps.tenants.walls import PerTenant

CAME_BACK, ROUND, PRIME = -1, 2**40, 2**31 - 1


def number_of(text):
    return int.from_bytes(hashlib.blake2b(text.encode(errors="surrogatepass"), digest_size=4).digest(), "big")


def place(project, trace_id, number, spread):
    """As apps.assignments.order had it at this migration."""
    if project.strategy == "random":
        return spread * (1 + number_of(str(project.seed)) % (PRIME - 1)) % PRIME
    if project.strategy == "least_annotated":
        return number * ROUND + trace_id
    return trace_id


def fill(apps, schema_editor):
    assignments = apps.get_model("assignments.Assignment").objects.filter(organization_id=current())
    slots = apps.get_model("assignments.Slot").objects.filter(organization_id=current())
    assignments.update(trace_id=Subquery(slots.filter(pk=OuterRef("slot_id")).values("trace_id")))
    for project in apps.get_model("projects.Project").objects.filter(organization_id=current()):
        give_places(apps, project, slots.filter(project=project))
    had = assignments.filter(slot_id=OuterRef("pk"))
    slots.filter(Exists(had), state="open").update(place=CAME_BACK)
    for project in apps.get_model("projects.Project").objects.filter(organization_id=current(), overlap=-1):
        keep_one_open(apps, project, slots.filter(project=project))


def give_places(apps, project, slots):
    traces = apps.get_model("traces.Trace").objects.filter(project=project)
    if traces.exists():
        apps.get_model("assignments.Queue").objects.create(
            organization_id=current(), project=project, strategy=project.strategy, seed=project.seed
        )
    for pk, identity in traces.values_list("pk", "identity").iterator(chunk_size=2000):
        spread = number_of(identity) >> 1
        slots.filter(trace_id=pk).update(spread=spread, place=place(project, pk, F("number"), spread))


def keep_one_open(apps, project, slots):
    """With unlimited overlap every trace has a slot that nobody has had; here they were made by claims."""
    nobody_had = Count("slots", filter=Q(slots__state="open", slots__place__gte=0))
    traces = apps.get_model("traces.Trace").objects.filter(project=project).exclude(current=None)
    rows = traces.annotate(nobody_had=nobody_had, last=Max("slots__number", default=0)).filter(nobody_had=0)
    for trace in list(rows.only("pk", "identity", "current")):
        spread, number = number_of(trace.identity) >> 1, trace.last + 1
        slots.model.objects.create(
            organization_id=current(),
            project=project,
            trace=trace,
            revision_id=trace.current_id,
            number=number,
            state="open",
            spread=spread,
            place=place(project, trace.pk, number, spread),
        )


def leave(apps, schema_editor):
    """Backwards, the columns go, and slots that are open are no harm."""


class Migration(migrations.Migration):
    dependencies = [
        ('assignments', '0002_places'),
    ]

    operations = [PerTenant(fill, leave)]
