from django.db import migrations, models
from django.db.models.functions import Now
from django.utils import timezone

STATES = [
    ("due", "Due"),
    ("queued", "Queued"),
    ("running", "Running"),
    ("done", "Done"),
    ("failed", "Failed"),
    ("gone", "Gone"),
]


class Migration(migrations.Migration):
    dependencies = [("data", "0008_signing")]

    operations = [
        migrations.AddField(
            model_name="storedfile",
            name="unneeded_since",
            field=models.DateTimeField(blank=True, db_index=True, null=True),
        ),
        migrations.AddField(
            model_name="joinedloop",
            name="used_at",
            # the version before knows nothing of it and still writes rows while an upgrade goes on
            field=models.DateTimeField(default=timezone.now, db_default=Now()),
        ),
        migrations.AlterField(
            model_name="rendering",
            name="state",
            field=models.CharField(choices=STATES, db_index=True, default="due", max_length=10),
        ),
    ]
