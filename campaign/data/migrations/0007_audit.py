"""The audit log, and triggers that let nobody change or remove what it holds: neither the product nor whoever types SQL
by mistake. Only what a cut (data_auditcut) covers, links up to its number, may be removed.

SQLite makes a table anew when a later migration alters it, and loses its triggers: call `guard` again there.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

REFUSAL = "the audit log is only added to"
CUT = "COALESCE((SELECT MAX(number) FROM data_auditcut), 0)"
OVER = {
    "data_auditevent": f"EXISTS (SELECT 1 FROM data_auditseal WHERE event = OLD.id AND number <= {CUT})",
    "data_auditseal": f"OLD.number <= {CUT}",
    "data_auditcut": "FALSE",
}
"""Table → when a row of it may be removed."""
UNIQUE = {"data_auditevent": ("id",), "data_auditseal": ("number", "event"), "data_auditcut": ("id", "number")}

PLAIN = (
    "CREATE OR REPLACE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS $$"
    f" BEGIN RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'integrity_constraint_violation'; END $$"
)


def guard(apps, schema_editor):
    """Set the triggers, on whichever database it is."""
    run = schema_editor.execute
    if schema_editor.connection.vendor == "postgresql":
        run(PLAIN)
        for table, over in OVER.items():
            # a function of each table, since PostgreSQL asks no other table in a trigger's WHEN
            run(
                f"CREATE OR REPLACE FUNCTION keep_{table}() RETURNS trigger LANGUAGE plpgsql AS $$"
                f" BEGIN IF {over} THEN RETURN OLD; END IF;"
                f" RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'integrity_constraint_violation'; END $$"
            )
            run(
                f"CREATE TRIGGER {table}_update BEFORE UPDATE ON {table}"
                " FOR EACH ROW EXECUTE FUNCTION refuse_audit_change()"
            )
            run(f"CREATE TRIGGER {table}_delete BEFORE DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION keep_{table}()")
            run(
                f"CREATE TRIGGER {table}_truncate BEFORE TRUNCATE ON {table}"
                " FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change()"
            )
        return
    for table, over in OVER.items():
        refuse = f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
        run(f"CREATE TRIGGER {table}_update BEFORE UPDATE ON {table} {refuse}")
        run(f"CREATE TRIGGER {table}_delete BEFORE DELETE ON {table} WHEN NOT ({over}) {refuse}")
        # INSERT OR REPLACE removes what is in its way without asking the trigger above
        there = " OR ".join(f"{column} = NEW.{column}" for column in UNIQUE[table])
        run(
            f"CREATE TRIGGER {table}_replace BEFORE INSERT ON {table}"
            f" WHEN EXISTS (SELECT 1 FROM {table} WHERE {there}) {refuse}"
        )


def release(apps, schema_editor):
    """Take the triggers away, before the tables go."""
    on_table = schema_editor.connection.vendor == "postgresql"
    for table in OVER:
        for kind in ("update", "delete", "truncate", "replace"):
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_{kind}" + (f" ON {table}" if on_table else ""))


class Migration(migrations.Migration):
    dependencies = [("data", "0006_campaign_writers")]

    operations = [
        migrations.CreateModel(
            name="AuditCut",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.BigIntegerField(unique=True)),
                ("digest", models.CharField(max_length=64)),
                ("at", models.DateTimeField()),
            ],
            options={"ordering": ["number"]},
        ),
        migrations.CreateModel(
            name="AuditSeal",
            fields=[
                ("number", models.BigIntegerField(primary_key=True, serialize=False)),
                ("event", models.BigIntegerField(unique=True)),
                ("digest", models.CharField(max_length=64)),
            ],
            options={"ordering": ["number"]},
        ),
        migrations.CreateModel(
            name="AuditEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(db_index=True)),
                ("act", models.CharField(db_index=True, max_length=40)),
                ("kind", models.CharField(max_length=20)),
                ("ref", models.CharField(blank=True, default="", max_length=80)),
                ("campaign", models.CharField(blank=True, default="", max_length=80)),
                ("detail", models.CharField(blank=True, default="", max_length=300)),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="data.organisation",
                    ),
                ),
            ],
            options={"ordering": ["pk"]},
        ),
        migrations.CreateModel(
            name="WorkerBeat",
            fields=[
                ("name", models.CharField(max_length=120, primary_key=True, serialize=False)),
                ("queues", models.CharField(blank=True, default="", max_length=200)),
                ("at", models.DateTimeField()),
                ("drift", models.FloatField(default=0)),
            ],
            options={"ordering": ["name"]},
        ),
        migrations.RunPython(guard, release),
    ]
