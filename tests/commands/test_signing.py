"""`campaign signing key` prints what minisign takes."""

from typer.testing import CliRunner

from campaign.cli import app
from campaign.services.signing import find_key


def test_the_public_key_is_printed() -> None:
    result = CliRunner().invoke(app, ["signing", "key"])
    assert (result.exit_code, result.stdout) == (0, f"{find_key().public}\n")
