import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

from apps.tenants.walls import TenantWall


class Migration(migrations.Migration):
    """What people say is wrong with a trace."""

    dependencies = [
        ('assignments', '0004_places_required'),
        ('projects', '0003_guidelines_versions'),
        ('tenants', '0003_people_and_links'),
        ('traces', '0002_has_predictions'),
    ]

    operations = [
        migrations.CreateModel(
            name='Flag',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.CharField(choices=[('broken', 'broken'), ('wrong_project', 'wrong project'), ('secret', 'contains a secret'), ('other', 'something else')], max_length=20, verbose_name='reason')),
                ('note', models.CharField(blank=True, max_length=1000, verbose_name='note')),
                ('step', models.PositiveIntegerField(null=True, verbose_name='step')),
                ('state', models.CharField(choices=[('open', 'open'), ('withdrawn', 'withdrawn'), ('nothing_wrong', 'nothing wrong'), ('taken_out', 'taken out of the queue'), ('put_back', 'put back into the queue')], default='open', max_length=20, verbose_name='state')),
                ('holds', models.BooleanField(default=False, verbose_name='holds the trace')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='flagged')),
                ('decided_at', models.DateTimeField(null=True, verbose_name='decided')),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='tenants.membership', verbose_name='decided by')),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.membership', verbose_name='by')),
                ('organization', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='tenants.organization')),
                ('project', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='projects.project', verbose_name='project')),
                ('revision', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='traces.tracerevision')),
                ('trace', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='flags', to='traces.trace', verbose_name='trace')),
            ],
            options={
                'verbose_name': 'flag',
                'verbose_name_plural': 'flags',
                'indexes': [models.Index(fields=['project', 'state'], name='flags_by_state'), models.Index(condition=models.Q(('holds', True)), fields=['trace'], name='flags_that_hold')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'open')), fields=('trace', 'member', 'reason'), name='one_open_flag')],
            },
        ),
        TenantWall("assignments.Flag"),
    ]
