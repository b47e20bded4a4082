import pytest
from django.core.management import call_command


@pytest.mark.django_db
def test_the_migrations_say_all_that_the_models_say() -> None:
    """On both databases; ends with SystemExit 1 and the missing operations when one was forgotten."""
    call_command("makemigrations", check_changes=True, dry_run=True)
