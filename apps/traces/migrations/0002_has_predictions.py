from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('traces', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='tracerevision',
            name='has_predictions',
            field=models.BooleanField(default=False, editable=False),
        ),
    ]
