"""`campaign user add`: people who may sign in, and what is refused."""

import pytest
from typer.testing import CliRunner, Result

from campaign.cli import app
from campaign.data.models import Organisation, User

pytestmark = pytest.mark.django_db

PASSWORD = "трамвай-облак-лула"


def add(*words: str, password: str = PASSWORD, again: str = "") -> Result:
    return CliRunner().invoke(app, ["user", "add", *words], input=f"{password}\n{again or password}\n")


def test_a_person_signs_in_with_the_password_that_was_typed() -> None:
    result = add("ana", "--role", "lead", "--organisation", "sofia")
    user = User.objects.get()
    assert (result.exit_code, result.stdout.splitlines()[-1]) == (0, "ana may sign in as lead.")
    assert (user.username, user.role, user.check_password(PASSWORD)) == ("ana", "lead", True)
    assert (user.organisation, user.is_superuser) == (Organisation.objects.get(slug="sofia"), False)
    assert PASSWORD not in result.stdout


def test_an_organisation_is_made_once() -> None:
    codes = [add(name, "--role", "staff", "--organisation", "sofia").exit_code for name in ("ana", "boris")]
    assert (codes, Organisation.objects.count(), User.objects.count()) == ([0, 0], 1, 2)


def test_an_administrator_needs_no_organisation_and_staff_do() -> None:
    assert add("root", "--role", "administrator").exit_code == 0
    refused = add("ana", "--role", "staff")
    assert (refused.exit_code, "This role works for an organisation." in refused.stderr) == (1, True)
    assert [user.username for user in User.objects.all()] == ["root"]


def test_a_name_is_given_once() -> None:
    add("root", "--role", "administrator")
    again = add("root", "--role", "operator")
    assert (again.exit_code, again.stderr.splitlines()[0]) == (1, "There is somebody called “root” already.")


@pytest.mark.parametrize("password", ["short", "password1234", "anastasia-12"])
def test_what_is_easily_guessed_is_no_password(password: str) -> None:
    result = add("anastasia", "--role", "operator", password=password)
    assert (result.exit_code, User.objects.count()) == (1, 0)
    assert result.stderr.startswith("The password is too easy to guess: ")


def test_a_slip_of_the_finger_is_asked_for_again_and_an_unknown_role_is_wrong_use() -> None:
    assert add("ana", "--role", "operator", again="something else").exit_code == 1
    assert add("ana", "--role", "king").exit_code == 2
    assert User.objects.count() == 0
