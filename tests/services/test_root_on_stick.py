"""A copy that lacks the root key is brought back: installed players go on, and keys are issued from the stick."""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from pytest_django import Settings
from typer.testing import CliRunner

from campaign.cli import app
from campaign.playlists.key_list import open_keys
from campaign.playlists.signature import PublicKey, name_signer
from campaign.services import players, signing, signing_keys, stops
from campaign.services.installed import CONFIG, START, write_player
from tests.factories.schedules import ALWAYS_OPEN
from tests.factories.screens import make_screen
from tests.services.at_the_stick import fetch_all
from tests.services.copies import empty_installation, forget_keys, keep_drawn_keys, restore


@dataclass
class Pinned:
    """A player that was written with the root key in it: it takes no list of keys older than the one it has."""

    root: PublicKey
    version: int = 0

    def take(self, given: dict[str, tuple[int, str]]) -> str:
        """The key that signed its playlist. Raises NotSigned."""
        listed, keys_proof, playlist, proof = (text.encode() for _, text in given.values())
        keys = open_keys(listed, keys_proof, root=self.root)
        assert keys.version > self.version
        self.version = keys.version
        known = [PublicKey(one.public) for one in keys.sort_signers(at=timezone.now())]
        (signer,) = [key for key in known if key.name == name_signer(proof)]
        signer.verify(playlist, proof)
        return signer.text


def go_to(environment: dict[str, str], token: str, *lines: list[str]) -> dict[str, Any]:
    """What the commands say in the other installation, and what the player was given before and after."""
    command = [sys.executable, "-m", "tests.services.at_the_stick", token, *map(json.dumps, lines)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    told: dict[str, Any] = json.loads(done.stdout)
    return told


@pytest.mark.django_db(transaction=True)
def test_with_the_root_on_a_stick_players_believe_what_comes_back_and_keys_are_issued_from_it(
    place: str, settings: Settings, tmp_path: Path
) -> None:
    settings.HOME = tmp_path / "home"
    make_screen(tmp_path / "schedules", channels=ALWAYS_OPEN)
    keep_drawn_keys(settings)
    stick, now = tmp_path / "stick" / "root", timezone.now()
    stick.parent.mkdir()
    root = signing_keys.make_root(stick)
    signing_keys.issue(root=stick, now=now)
    stolen = signing.find_key(at=now).public
    new = players.create(channel="tram", name="Installed")
    config = write_player(new, server="", at=now)[CONFIG].decode()
    player = Pinned(PublicKey(json.loads(config.removeprefix(START).strip(";\n"))["root"]))
    assert player.take(fetch_all(new.token)) == stolen
    said = CliRunner().invoke(app, ["backup", "--to", str(tmp_path / "safe")])
    assert (said.exit_code, f"The root key {root} is not on this host" in said.stdout) == (0, True)
    secret = stick.read_text().strip().encode()
    assert not [path for path in (tmp_path / "safe").rglob("*") if path.is_file() and secret in path.read_bytes()]
    signing_keys.revoke(stolen, root=stick, now=now)
    with empty_installation(tmp_path / "new") as environment:
        forget_keys(environment)
        done = restore(tmp_path / "safe", environment, "--stops", str(stops.find_file()))
        assert (done.returncode, done.stderr.strip()) == (0, "")
        assert f"campaign signing revoke {stolen} --root FILE" in done.stdout
        assert f"The root key {root} was not in the copy" in done.stdout
        revoke = ["signing", "revoke", stolen]
        elsewhere, here = (["--root", str(path)] for path in (tmp_path / "no stick" / "root", stick))
        issue, tell = ["signing", "keys", "issue"], ["signing", "key"]
        told = go_to(environment, new.token, revoke, [*revoke, *elsewhere], [*revoke, *here], [*issue, *here], tell)
    statuses = [[status for status, _ in told[when].values()] for when in ("before", "after")]
    assert statuses == [[200, 200, 503, 503], [200] * 4]  # until the stick is there nothing is signed by a stolen key
    absent, unreadable, *done_well = told["said"]
    assert "The root key is not on this host.\n  → Bring the stick" in absent[2]
    assert "no stick/root\n  This key cannot be read.\n" in unreadable[2]
    assert "is the stick there?" in unreadable[2]
    assert [absent[0], unreadable[0], *(code for code, _, _ in done_well)] == [1, 1, 0, 0, 0]
    signer = player.take(told["after"])
    assert (signer != stolen, done_well[-1][1].strip()) == (True, signer)
