import django.db.models.deletion
from django.db import migrations, models

from apps.tenants.walls import TenantReference, TenantWall


class Migration(migrations.Migration):
    """Slots get a place in their project's queue, people a bookmark in it; filled by 0003, required by 0004."""

    dependencies = [
        ('projects', '0001_initial'),
        ('tenants', '0001_initial'),
        ('traces', '0001_initial'),
        ('assignments', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Queue',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('strategy', models.CharField(choices=[('fixed_order', 'In the order of the data'), ('random', 'Shuffled'), ('least_annotated', 'Fewest answers first')], max_length=30)),
                ('seed', models.IntegerField()),
                ('version', models.PositiveIntegerField(default=1)),
                ('organization', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='tenants.organization')),
                ('project', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='projects.project')),
            ],
            options={
                'verbose_name': 'queue',
                'verbose_name_plural': 'queues',
            },
        ),
        migrations.CreateModel(
            name='Bookmark',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('submitted', models.PositiveIntegerField()),
                ('version', models.PositiveIntegerField()),
                ('place', models.BigIntegerField(default=0)),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='tenants.membership')),
                ('organization', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='tenants.organization')),
                ('project', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='projects.project')),
            ],
            options={
                'verbose_name': 'bookmark',
                'verbose_name_plural': 'bookmarks',
            },
        ),
        migrations.AddConstraint(
            model_name='bookmark',
            constraint=models.UniqueConstraint(fields=('project', 'member'), name='one_bookmark'),
        ),
        migrations.AddField(
            model_name='assignment',
            name='trace',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='traces.trace'),
        ),
        migrations.AddField(model_name='slot', name='place', field=models.BigIntegerField(null=True)),
        migrations.AddField(model_name='slot', name='spread', field=models.BigIntegerField(null=True)),
        TenantReference("assignments.Assignment", "trace"),
        TenantWall("assignments.Queue"),
        TenantWall("assignments.Bookmark"),
    ]
