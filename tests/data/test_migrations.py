"""The migrations equal the models."""

import pytest
from django.core.management import call_command
from django.db import migrations
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation

SINCE = "0007"
"""The first migration of the version that began to be updated without a gap."""


@pytest.mark.django_db
def test_no_change_of_the_models_lacks_its_migration() -> None:
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


def test_tables_only_grow_so_that_the_version_before_goes_on_writing_while_hosts_are_updated() -> None:
    """Whoever takes something away does so a version after nothing uses it any more, and names it here."""
    loader = MigrationLoader(None)
    wrong = [
        f"{name}: {type(operation).__name__} {getattr(operation, 'name', '')}"
        for (app, name), migration in sorted(loader.disk_migrations.items())
        if app == "data" and name[:4] >= SINCE
        for operation in migration.operations
        if not _only_adds(operation)
    ]
    assert wrong == []


def _only_adds(operation: Operation) -> bool:
    """A column that old code does not know is empty, or filled by the database itself."""
    if isinstance(operation, migrations.AddField):
        field = operation.field
        return field.many_to_many or field.null or field.has_db_default()
    return isinstance(
        operation,
        (migrations.CreateModel, migrations.AlterField, migrations.AddIndex, migrations.RunPython, migrations.RunSQL),
    )
