from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('ingest', '0004_upload_stored'),
    ]

    operations = [
        migrations.AddField(
            model_name='upload',
            name='is_looked_at',
            field=models.BooleanField(default=False, editable=False),
        ),
    ]
