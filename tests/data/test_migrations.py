"""The migrations equal the models."""

import pytest
from django.core.management import call_command


@pytest.mark.django_db
def test_no_change_of_the_models_lacks_its_migration() -> None:
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)
