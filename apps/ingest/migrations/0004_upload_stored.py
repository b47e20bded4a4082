from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('ingest', '0003_upload_received'),
    ]

    operations = [
        migrations.AddField(
            model_name='upload',
            name='stored',
            field=models.PositiveIntegerField(default=0, editable=False),
        ),
    ]
