"""What players send is read row by row; what is none of a row is told apart from what is no report."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any
from unittest.mock import Mock, patch

import pytest

from campaign.playlists.playlog import LONGEST_PART, read_playlog
from campaign.playlists.proof import Row
from campaign.playlists.reported import MOST_ROWS, Unreadable, read_rows
from campaign.spec.digest import hash_bytes
from campaign.spec.errors import InvalidDocument
from campaign.spec.spans import Span

START = datetime(2026, 11, 22, 6, 0, 10, tzinfo=UTC)
PLAY = {"id": "a1", "material": "12", "start": "2026-11-22T08:00:10.000+02:00", "seconds": 10.0, "screen": ""}
LOG = """<?xml version="1.0" encoding="UTF-8"?>
<report xmlns="http://schemas.garlic-player.com/gapi-1.0"><date>2026-11-22T06:01:00Z</date><player id="{device}">
<contentPlayLog>
<contentPlayed><contentId>12</contentId><startTime>2026-11-22T08:00:10+02:00</startTime><endTime>2026-11-22T08:00:20+02:00</endTime></contentPlayed>
<contentPlayed><contentId>13</contentId><startTime>2026-11-22T08:00:20+02:00</startTime><endTime></endTime></contentPlayed>
</contentPlayLog></player></report>"""


def read(*plays: Any) -> tuple[Row | Unreadable, ...]:
    return read_rows(json.dumps({"plays": plays}).encode())


def test_a_play_is_read_with_its_moment_in_utc() -> None:
    assert read(PLAY) == (Row("a1", "12", Span(START, START + timedelta(seconds=10))),)
    assert read({**PLAY, "material": 12, "later": True}) == read(PLAY)


@pytest.mark.parametrize(
    "change",
    [
        {"start": "2026-11-22T08:00:10"},  # of what place?
        {"start": "yesterday"},
        {"start": "0001-01-01T00:00:00+23:00"},
        {"start": 1732262400},
        {"seconds": 0},
        {"seconds": -3},
        {"seconds": "10"},
        {"seconds": True},
        {"seconds": float("nan")},
        {"seconds": float("inf")},
        {"seconds": 10**400},
        {"seconds": None},
        {"material": None},
        {"material": ""},
        {"material": "1" * 41},
        {"screen": 3},
        {"screen": "s" * 41},
        {"screen": "\x00"},
    ],
)
def test_a_row_that_cannot_be_meant_is_told_by_its_name(change: dict[str, Any]) -> None:
    assert read(PLAY, {**PLAY, **change}) == (*read(PLAY), Unreadable("a1"))


@pytest.mark.parametrize(
    "play", [None, 3, [], "x", {}, {**PLAY, "id": 7}, {**PLAY, "id": "i" * 65}, {**PLAY, "id": ""}]
)
def test_a_row_without_a_name_is_unreadable_too(play: Any) -> None:
    assert read(play) == (Unreadable(),)


@pytest.mark.parametrize("data", [b"", b"{", b"[]", b"3", b'{"plays": {}}', b"[" * 100_000, b"\xff", b'{"plays": 1e9}'])
def test_what_is_no_report_is_refused_whole(data: bytes) -> None:
    with pytest.raises(InvalidDocument, match="no report"):
        read_rows(data)


def test_a_report_has_an_end() -> None:
    assert len(read(*[PLAY] * MOST_ROWS)) == MOST_ROWS
    with pytest.raises(InvalidDocument, match="more than 500"):
        read(*[PLAY] * (MOST_ROWS + 1))


def test_a_playlog_is_read_and_its_rows_known_by_what_they_say() -> None:
    first, second = read_playlog(LOG.format(device="4a6f-device").encode())
    assert isinstance(first, Row)
    assert (first.material, first.span, first.screen) == (
        "12",
        Span(START, START + timedelta(seconds=10)),
        "4a6f-device",
    )
    assert isinstance(second, Unreadable)
    again, _ = read_playlog(LOG.format(device="4a6f-device").replace("06:01", "09:30").encode())
    other, _ = read_playlog(LOG.format(device="another").encode())
    assert again == first
    assert isinstance(other, Row)
    assert other.name != first.name


@pytest.mark.parametrize(
    "text",
    [
        "",
        "<report>",
        '<!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "&b;&b;">]><report>&c;</report>',
        '<?xml version="1.0" encoding="nothing"?><report/>',
    ],
)
def test_a_playlog_that_is_broken_or_could_explode_is_refused(text: str) -> None:
    with pytest.raises(InvalidDocument):
        read_playlog(text.encode())


def test_a_playlog_without_plays_is_empty() -> None:
    assert read_playlog(b"<report><player id='a'><contentId>3</contentId></player></report>") == ()


def test_what_is_said_over_and_over_costs_no_more_than_it_is_long() -> None:
    again = "<contentId>abc</contentId>" * 100
    text = f"<log><contentPlayed>{again}<startTime>{'2' * 9_000}</startTime></contentPlayed></log>"
    reading = Mock(wraps=hash_bytes)
    with patch("campaign.playlists.playlog.hash_bytes", reading):
        assert isinstance(read_playlog(text.encode())[0], Unreadable)
    assert [len(call.args[0]) for call in reading.mock_calls] == [2 * LONGEST_PART + 3]
