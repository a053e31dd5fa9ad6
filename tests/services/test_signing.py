"""One key for each installation: given, or drawn once and kept from other eyes."""

from pathlib import Path

import pytest
from pytest_django import Settings

from campaign.services.signing import FILE, NoSigningKey, find_key

SEED = bytes(range(32))


def test_a_key_that_is_given_is_used(settings: Settings, tmp_path: Path) -> None:
    settings.HOME, settings.SIGNING_KEY = tmp_path, SEED.hex()
    assert find_key().seed == SEED
    assert list(tmp_path.iterdir()) == []


def test_without_one_it_is_drawn_once_for_its_owner_alone(settings: Settings, tmp_path: Path) -> None:
    settings.HOME, settings.SIGNING_KEY = tmp_path / "new", ""
    seed = find_key().seed
    file = tmp_path / "new" / FILE
    assert bytes.fromhex(file.read_text()) == seed
    assert file.stat().st_mode & 0o077 == 0
    assert [path.name for path in file.parent.iterdir()] == [FILE]
    file.write_text(SEED.hex())
    settings.HOME = tmp_path / "new" / ".." / "new"  # as another process would come by it
    assert find_key().seed == SEED


@pytest.mark.parametrize("given", ["no key", "00ff"])
def test_what_is_no_key_is_told_with_the_mend(given: str, settings: Settings) -> None:
    settings.SIGNING_KEY = given
    with pytest.raises(NoSigningKey, match="openssl rand -hex 32"):
        find_key()
