"""The list of keys: what is written is read, and nothing else."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign.playlists.key_list import KeyList, KeyRevoked, ListedKey, open_keys, read_keys, write_keys
from campaign.playlists.signature import NotSigned, PublicKey, SigningKey
from campaign.spec.errors import InvalidDocument

ROOT, ONE, TWO = (SigningKey(letter * 32) for letter in (b"r", b"1", b"2"))
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
DAY = timedelta(days=1)
KEYS = KeyList(3, NOON, (ListedKey(ONE.public, NOON, NOON + DAY), ListedKey(TWO.public, NOON + DAY)))


def test_what_is_written_is_read_and_the_root_says_so() -> None:
    keys = replace(KEYS, revoked=(ROOT.public,))
    text = write_keys(keys)
    assert read_keys(text) == keys
    assert open_keys(text, ROOT.sign(text, comment=""), root=PublicKey(ROOT.public)) == keys
    with pytest.raises(NotSigned):
        open_keys(text, ONE.sign(text, comment=""), root=PublicKey(ROOT.public))


@given(st.binary(max_size=200) | st.sampled_from([b"null", b"[]", b'{"kind": "campaign keys"}', b"[" * 100_000]))
def test_anything_else_is_no_list(data: bytes) -> None:
    with pytest.raises(InvalidDocument):
        read_keys(data)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"version":3', '"version":0'),
        ('"version":3', '"version":"3"'),
        ("campaign keys", "campaign list"),
        ("+00:00", ""),
        (ONE.public, "RWQ"),
    ],
)
def test_a_list_with_one_thing_wrong_is_none(old: str, new: str) -> None:
    with pytest.raises(InvalidDocument):
        read_keys(write_keys(KEYS).replace(old.encode(), new.encode()))


def test_a_signature_counts_by_its_key_and_its_time() -> None:
    by_one, by_two = (key.sign(b"list", comment="tram") for key in (ONE, TWO))
    assert KEYS.verify(b"list", by_one, at=NOON) == "tram"
    assert KEYS.verify(b"list", by_two, at=NOON) == "tram"  # announced
    with pytest.raises(NotSigned):
        KEYS.verify(b"list", by_one, at=NOON + DAY)
    with pytest.raises(NotSigned):
        KEYS.verify(b"other", by_two, at=NOON)
    with pytest.raises(NotSigned):
        KEYS.verify(b"list", ROOT.sign(b"list", comment=""), at=NOON)
    with pytest.raises(KeyRevoked):
        KEYS.revoke(TWO.public, now=NOON).verify(b"list", by_two, at=NOON)
    for odd in (b"", b"\xff\n\xff", b"one\ntwo", b"a\nRUQ\n"):
        with pytest.raises(NotSigned):
            KEYS.verify(b"list", odd, at=NOON)
