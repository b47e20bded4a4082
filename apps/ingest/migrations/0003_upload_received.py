import django.utils.timezone
from django.db import migrations, models

from apps.tenants.walls import Lookup


class Migration(migrations.Migration):

    dependencies = [
        ('ingest', '0002_spans'),
    ]

    operations = [
        migrations.AddField(
            model_name='upload',
            name='received_at',
            field=models.DateTimeField(default=django.utils.timezone.now, editable=False),
        ),
        migrations.AddIndex(
            model_name='upload',
            index=models.Index(condition=models.Q(('state', 'arriving')), fields=['received_at'], name='upload_arriving'),
        ),
        Lookup(
            "organizations_with_abandoned_uploads(moment timestamptz, most integer)",
            "SETOF bigint",
            "SELECT DISTINCT organization_id FROM ingest_upload WHERE state = 'arriving' AND received_at < moment LIMIT most",
            {"ingest.Upload": ["organization_id", "state", "received_at"]},
        ),
    ]
