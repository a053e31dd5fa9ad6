from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("data", "0007_audit")]

    operations = [
        migrations.CreateModel(
            name="PlaylistKey",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public", models.CharField(max_length=64, unique=True)),
                ("sealed", models.TextField(blank=True)),
                ("made_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="SignedKeys",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveBigIntegerField(unique=True)),
                ("text", models.TextField()),
                ("signature", models.TextField()),
                ("root", models.CharField(max_length=64)),
                ("made_at", models.DateTimeField()),
            ],
            options={"ordering": ["-version"]},
        ),
    ]
