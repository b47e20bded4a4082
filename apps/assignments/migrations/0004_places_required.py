import django.db.models.deletion
from django.db import migrations, models

from apps.tenants.walls import Lookup


class Migration(migrations.Migration):
    """What 0003 filled is required, and indexed for claims; nothing ever asked for a turn's fence."""

    dependencies = [
        ('assignments', '0003_fill_places'),
    ]

    operations = [
        migrations.AlterField(
            model_name='assignment',
            name='trace',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='traces.trace'),
        ),
        migrations.AlterField(model_name='slot', name='place', field=models.BigIntegerField()),
        migrations.AlterField(model_name='slot', name='spread', field=models.BigIntegerField()),
        migrations.RemoveField(model_name='assignment', name='fence'),
        migrations.RemoveIndex(model_name='slot', name='slot_in_order'),
        migrations.AddIndex(
            model_name='slot',
            index=models.Index(fields=['project', 'state', 'place', 'id'], name='slots_by_place'),
        ),
        migrations.AddIndex(
            model_name='assignment',
            index=models.Index(fields=['member', 'trace', 'state'], name='turns_at_trace'),
        ),
        migrations.AddIndex(
            model_name='assignment',
            index=models.Index(fields=['state', 'lease_until'], name='leases'),
        ),
        Lookup(
            "projects_with_odd_leases(timestamptz, timestamptz, integer)",
            "TABLE (organization_id bigint, project_id bigint)",
            "SELECT DISTINCT organization_id, project_id FROM assignments_assignment "
            "WHERE state = 'claimed' AND (lease_until < $1 OR lease_until > $2) LIMIT $3",
            {"assignments.Assignment": ["organization_id", "project_id", "state", "lease_until"]},
        ),
        Lookup(
            "projects_with_slots()",
            "TABLE (organization_id bigint, project_id bigint)",
            "SELECT organization_id, project_id FROM assignments_queue ORDER BY 1, 2",
            {"assignments.Queue": ["organization_id", "project_id"]},
        ),
    ]
