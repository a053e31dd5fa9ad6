"""Who signs: a root, by it a list of keys, and by them playlists; drawn once, given, rotated, revoked."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.db import DatabaseError
from pytest_django import Settings

from campaign.data.models import PlaylistKey, SignedKeys
from campaign.playlists.key_list import open_keys, read_keys
from campaign.playlists.signature import NotSigned, PublicKey, SigningKey
from campaign.services import lasting, outages, seeds, signing_keys
from campaign.services.changes import read_stamp
from campaign.services.seeds import NoSigningKey
from campaign.services.signing import FILE, ROOT, find_key, find_trust
from campaign.services.signing_keys import AFTER, AHEAD, KeyState
from campaign.spec.errors import NotAllowed, UnknownName
from tests.factories.rows import NOON

pytestmark = pytest.mark.django_db
SEED = bytes(range(32))
HOUR = timedelta(hours=1)
FIRST = int(NOON.timestamp())


@pytest.fixture(autouse=True)
def home(settings: Settings, tmp_path: Path) -> Path:
    settings.HOME, settings.SIGNING_KEY = tmp_path / "home", ""
    return tmp_path / "home"


def list_publics() -> list[str]:
    return [key.public for key in find_trust(at=NOON).keys.keys]


def test_without_any_both_are_drawn_once_and_the_root_is_for_its_owner_alone(home: Path) -> None:
    key, trust = find_key(at=NOON), find_trust(at=NOON)
    root = home / ROOT
    assert root.stat().st_mode & 0o077 == 0
    assert [path.name for path in home.iterdir()] == [ROOT]
    assert trust.root == seeds.read(root).public
    assert open_keys(trust.text, trust.signature, root=PublicKey(trust.root)).keys[0].public == key.public
    root.unlink()  # as another host of the same database would come by it
    assert (find_key(at=NOON).seed, find_trust(at=NOON)) == (key.seed, trust)
    assert not root.exists()


def test_what_the_database_keeps_says_nothing_without_the_installations_own_secret(settings: Settings) -> None:
    seed = find_key(at=NOON).seed
    row = PlaylistKey.objects.get()
    assert seed.hex() not in row.sealed
    settings.SECRET_KEY = "another"
    with pytest.raises(NoSigningKey, match="rotate --now"):
        find_key(at=NOON)
    signing_keys.rotate(root=None, now=NOON, ahead=timedelta(0))
    assert find_key(at=NOON).seed != seed


def test_a_key_that_is_given_signs_and_is_not_copied(settings: Settings) -> None:
    settings.SIGNING_KEY = SEED.hex()
    assert find_key(at=NOON).seed == SEED
    assert list_publics() == [SigningKey(SEED).public]
    assert not PlaylistKey.objects.exists()


def test_another_given_key_takes_over_where_the_root_is(settings: Settings) -> None:
    first = find_key(at=NOON).public
    settings.SIGNING_KEY = SEED.hex()
    assert find_key(at=NOON + HOUR).seed == SEED
    assert list_publics() == [first, SigningKey(SEED).public]
    signing_keys.revoke(SigningKey(SEED).public, root=None, now=NOON + HOUR)
    assert find_key(at=NOON + HOUR).public == first


def test_a_given_key_that_is_not_on_the_list_waits_where_the_root_is_not(settings: Settings, home: Path) -> None:
    first = find_key(at=NOON).public
    (home / ROOT).unlink()
    settings.SIGNING_KEY = SEED.hex()
    assert find_key(at=NOON).public == first


def test_the_key_of_older_versions_goes_on(home: Path) -> None:
    home.mkdir()
    (home / FILE).write_text(SEED.hex())
    assert find_key(at=NOON).seed == SEED
    (home / FILE).unlink()  # another host, which never had it
    assert find_key(at=NOON).seed == SEED


@pytest.mark.parametrize("given", ["no key", "00ff"])
def test_what_is_no_key_is_told_with_the_mend(given: str, settings: Settings) -> None:
    settings.SIGNING_KEY = given
    with pytest.raises(NoSigningKey, match="openssl rand -hex 32"):
        find_key(at=NOON)


def test_the_next_key_is_known_before_it_signs_and_the_one_before_counts_for_a_while() -> None:
    old = find_key(at=NOON)
    trust = signing_keys.rotate(root=None, now=NOON)
    new = trust.keys.keys[1].public
    assert trust.keys.version == FIRST + 1
    assert find_key(at=NOON + AHEAD - HOUR).public == old.public
    assert find_key(at=NOON + AHEAD).public == new
    signature = old.sign(b"list", comment="list")
    assert trust.keys.verify(b"list", signature, at=NOON + AHEAD + AFTER - HOUR) == "list"
    with pytest.raises(NotSigned):
        trust.keys.verify(b"list", signature, at=NOON + AHEAD + AFTER)
    with pytest.raises(NotAllowed, match="announced already"):
        signing_keys.rotate(root=None, now=NOON + HOUR)
    ended = signing_keys.rotate(root=None, now=NOON + AHEAD + AFTER)
    assert [key.public for key in ended.keys.keys[:-1]] == [new]


def test_a_clock_that_was_set_back_leaves_somebody_to_sign() -> None:
    key = find_key(at=NOON)
    assert find_key(at=NOON - timedelta(days=400)).public == key.public


def test_a_revoked_key_counts_for_nothing_and_another_signs_at_once() -> None:
    stolen = find_key(at=NOON)
    before = read_stamp()
    trust = signing_keys.revoke(stolen.public, root=None, now=NOON)
    assert read_stamp() > before  # every list is signed anew
    assert find_key(at=NOON).public != stolen.public
    with pytest.raises(NotSigned):
        trust.keys.verify(b"list", stolen.sign(b"list", comment=""), at=NOON)
    assert PlaylistKey.objects.get(public=stolen.public).sealed == ""
    with pytest.raises(NotAllowed, match="revoked before"):
        signing_keys.revoke(stolen.public, root=None, now=NOON)
    with pytest.raises(UnknownName):
        signing_keys.revoke("RWQ", root=None, now=NOON)


def test_the_announced_key_takes_the_place_of_a_revoked_one() -> None:
    stolen = find_key(at=NOON)
    new = signing_keys.rotate(root=None, now=NOON).keys.keys[1].public
    trust = signing_keys.revoke(stolen.public, root=None, now=NOON)
    assert [(key.public, key.until) for key in trust.keys.keys] == [(new, None)]
    assert find_key(at=NOON).public == new


def test_keys_are_listed_with_what_they_do() -> None:
    one = find_key(at=NOON).public
    two = signing_keys.rotate(root=None, now=NOON).keys.keys[1].public
    signing_keys.revoke(one, root=None, now=NOON)
    assert list(signing_keys.list_keys(now=NOON)) == [
        KeyState(two, NOON + AHEAD, None, revoked=False, signs=True, here=True),
        KeyState(one, None, None, revoked=True, signs=False, here=False),
    ]


def test_a_root_of_ones_own_signs_from_a_stick(home: Path, tmp_path: Path) -> None:
    stick = tmp_path / "stick" / "root"
    stick.parent.mkdir()
    public = signing_keys.make_root(stick)
    assert stick.stat().st_mode & 0o077 == 0
    trust = signing_keys.issue(root=stick, now=NOON)
    assert (trust.root, trust.keys.version, home.exists()) == (public, FIRST, False)
    stick = stick.rename(tmp_path / "elsewhere")
    with pytest.raises(NotAllowed, match="--root FILE"):
        signing_keys.rotate(root=None, now=NOON)
    assert signing_keys.rotate(root=stick, now=NOON).keys.version == FIRST + 1
    with pytest.raises(NoSigningKey):
        signing_keys.rotate(root=tmp_path / "nothing", now=NOON, ahead=timedelta(0))


def test_another_root_is_taken_only_when_told_so(tmp_path: Path) -> None:
    old = find_trust(at=NOON).root
    new = signing_keys.make_root(tmp_path / "root")
    with pytest.raises(NotAllowed, match="another root key"):
        signing_keys.issue(root=tmp_path / "root", now=NOON)
    assert find_trust(at=NOON).root == old
    trust = signing_keys.issue(root=tmp_path / "root", now=NOON, replace_root=True)
    assert (trust.root, trust.keys.version) == (new, FIRST + 1)


def test_the_drawn_root_is_carried_away(home: Path, tmp_path: Path) -> None:
    root = find_trust(at=NOON).root
    assert signing_keys.take_root_away(tmp_path / "root") == root
    assert not (home / ROOT).exists()
    with pytest.raises(NotAllowed, match="root key"):
        signing_keys.rotate(root=None, now=NOON)
    assert signing_keys.rotate(root=tmp_path / "root", now=NOON).root == root


def test_no_key_is_ever_written_over_another(tmp_path: Path) -> None:
    public = signing_keys.make_root(tmp_path / "root")
    with pytest.raises(NotAllowed, match="already"):
        signing_keys.make_root(tmp_path / "root")
    find_key(at=NOON)
    with pytest.raises(NotAllowed, match="already"):
        signing_keys.take_root_away(tmp_path / "root")
    assert seeds.read(tmp_path / "root").public == public
    assert [path.name for path in tmp_path.glob("root*")] == ["root"]


def test_while_the_database_is_away_the_last_key_signs_on(monkeypatch: pytest.MonkeyPatch) -> None:
    key, trust = lasting.find_key(at=NOON), lasting.find_trust(at=NOON)

    def fail(*_: object) -> None:
        raise DatabaseError

    monkeypatch.setattr(outages, "is_on", lambda: True)
    monkeypatch.setattr(SignedKeys.objects, "first", fail)
    assert (lasting.find_key(at=NOON + HOUR).seed, lasting.find_trust(at=NOON + HOUR)) == (key.seed, trust)


def test_every_version_is_kept_as_it_was_signed() -> None:
    find_key(at=NOON)
    signing_keys.rotate(root=None, now=NOON)
    rows = SignedKeys.objects.order_by("version")
    root = PublicKey(find_trust(at=NOON).root)
    opened = [open_keys(row.text.encode(), row.signature.encode(), root=root) for row in rows]
    assert [keys.version for keys in opened] == [FIRST, FIRST + 1]
    assert opened[1] == read_keys(rows[1].text.encode())


def test_after_an_older_copy_was_brought_back_the_next_list_is_above_all_that_players_have_seen() -> None:
    find_key(at=NOON)
    signing_keys.rotate(root=None, now=NOON)
    seen = signing_keys.issue(root=None, now=NOON + HOUR).keys.version
    SignedKeys.objects.exclude(version=FIRST).delete()
    assert signing_keys.rotate(root=None, now=NOON + 2 * HOUR).keys.version > seen
