from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("data", "0007_audit")]

    operations = []
