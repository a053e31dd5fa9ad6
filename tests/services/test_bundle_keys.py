"""What proves a stick after keys came and went, and what a thief's key proves."""

import subprocess
from datetime import timedelta
from pathlib import Path

import pytest
from pytest_django import Settings

from campaign.adapters.bundles import open_bundle
from campaign.adapters.proving import prove
from campaign.playlists.key_list import KeyList, ListedKey, write_keys
from campaign.playlists.signature import PublicKey, SigningKey
from campaign.services import bundles, publishing, signing_keys
from campaign.services.signing import find_key, find_trust
from tests.factories.rows import NOON
from tests.factories.screens import Screen
from tests.factories.spots import make_film_screen
from tests.services.sticks import export, make, name_faults, prove_at

pytestmark = pytest.mark.django_db


@pytest.fixture
def screen(tmp_path: Path, settings: Settings) -> Screen:
    settings.STORE = f"file:{tmp_path / 'store'}"
    return make_film_screen(tmp_path / "schedules")


def test_a_bundle_of_a_key_that_was_rotated_is_proved_by_the_root_alone(
    screen: Screen, settings: Settings, tmp_path: Path
) -> None:
    settings.HOME, settings.SIGNING_KEY = tmp_path / "home", ""
    old = find_key(at=NOON).public
    export(tmp_path / "old", make())
    signing_keys.rotate(root=None, now=NOON, ahead=timedelta(0))
    publishing.forget()
    bundles.forget()
    export(tmp_path / "new", make())
    root = find_trust(at=NOON).root
    for name in ("old", "new"):
        assert prove_at(tmp_path / name, key=root).faults == ()
    assert prove_at(tmp_path / "old", key=old).faults == ()
    assert name_faults(prove_at(tmp_path / "new", key=old)) == [
        ("SHA256SUMS.minisig", "It is not signed with this key.")
    ]


def test_a_bundle_of_a_key_that_was_revoked_since_is_refused_by_whoever_knows(
    screen: Screen, settings: Settings, tmp_path: Path
) -> None:
    settings.HOME, settings.SIGNING_KEY = tmp_path / "home", ""
    export(tmp_path / "stick", make())
    signing_keys.revoke(find_key(at=NOON).public, root=None, now=NOON)
    trust = find_trust(at=NOON)
    with open_bundle(tmp_path / "stick") as files:
        known = prove(files, key=PublicKey(trust.root), now=NOON, known=trust.keys)
    assert name_faults(known) == [("SHA256SUMS.minisig", "It is signed with a key that was revoked.")]
    assert prove_at(tmp_path / "stick", key=trust.root).faults == ()  # the stick alone cannot know


def test_a_list_of_keys_that_the_root_did_not_sign_proves_nothing(
    screen: Screen, settings: Settings, tmp_path: Path
) -> None:
    settings.HOME, settings.SIGNING_KEY = tmp_path / "home", ""
    root = find_trust(at=NOON).root
    thief = SigningKey(b"thief" * 6 + b"..")
    stick = tmp_path / "stick"
    export(stick, make())
    keys = KeyList(9, NOON, (ListedKey(thief.public, NOON),))
    (stick / "keys.json").write_bytes(write_keys(keys))
    (stick / "keys.json.minisig").write_bytes(thief.sign(write_keys(keys), comment="campaign keys 9"))
    (stick / "SHA256SUMS.minisig").write_bytes(thief.sign((stick / "SHA256SUMS").read_bytes(), comment="ours"))
    assert name_faults(prove_at(stick, key=root)) == [("SHA256SUMS.minisig", "It is not signed with this key.")]


@pytest.mark.minisign
def test_the_stock_minisign_proves_the_list_of_keys_by_the_root(
    screen: Screen, settings: Settings, tmp_path: Path
) -> None:
    settings.HOME, settings.SIGNING_KEY = tmp_path / "home", ""
    export(tmp_path / "stick", make())
    root = find_trust(at=NOON).root
    assert root in (tmp_path / "stick" / "README.txt").read_text("utf-8")
    words = ["minisign", "-V", "-P", root, "-m", "keys.json"]
    subprocess.run(words, cwd=tmp_path / "stick", capture_output=True, check=True)
