from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("data", "0006_campaign_writers")]

    operations = []
