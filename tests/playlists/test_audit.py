"""The second look finds what must never play, and finds nothing in what is built."""

from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from campaign.playlists.audit import audit_playlist
from campaign.playlists.build import build_playlist
from campaign.playlists.items import Playlist, Revoked
from campaign.schedule.reigns import Reign
from campaign.schedule.release import Release, freeze_release
from tests.factories.schedule import make_flight, make_release, make_spots, read_sample_plan

NOON = datetime(2026, 11, 23, 12, tzinfo=ZoneInfo("Europe/Sofia"))
RELEASE = make_release(
    flights=(make_flight(share=100),), spots=make_spots("together/ana", "together/ivo", "together/project")
)


def build(release: Release = RELEASE, *, channel: str = "tram", revoked: Revoked | None = None) -> Playlist:
    return build_playlist([Reign(release)], channel=channel, at=NOON, revoked=revoked or Revoked(), base_url="")


def audit(playlist: Playlist, *, release: Release = RELEASE) -> list[tuple[str, str]]:
    return [(str(finding.message), finding.place.item) for finding in audit_playlist(playlist, release=release)]


def test_every_channel_of_ours_plays_nothing_it_must_not() -> None:
    plan = read_sample_plan()
    spots = [
        replace(spot, seconds=0, media_type="image/jpeg") if channel.medium == "still" else spot
        for channel in plan.channels
        for flight in plan.flights
        for spot in make_spots(f"{flight.campaign}/a", f"{flight.campaign}/project", channel=channel.id)
    ]
    release = freeze_release(plan, number=1, why="", spots=dict.fromkeys(spots)).release
    for channel in plan.channels:
        playlist = build(release, channel=channel.id, revoked=Revoked(items=frozenset({"conet-sofia/a"})))
        assert audit(playlist, release=release) == []


def test_the_plain_picture_is_allowed() -> None:
    assert audit(build(revoked=Revoked(everything=True))) == []


def test_what_was_withdrawn_later_is_found() -> None:
    playlist = replace(build(), revoked=Revoked(items=frozenset({"together/ana"})))
    assert set(audit(playlist)) == {("What plays was withdrawn.", "together/ana")}
    assert {finding.rule for finding in audit_playlist(playlist, release=RELEASE)} == {"F6"}


def test_what_has_expired_is_found() -> None:
    spots = (*make_spots("together/ana", until=date(2026, 11, 22)), *make_spots("together/ivo", "together/project"))
    expired = make_release(flights=(make_flight(share=100),), spots=spots)
    assert set(audit(build(), release=expired)) == {("What plays has expired.", "together/ana")}


def test_what_is_of_another_release_is_found() -> None:
    other = make_release(flights=(make_flight(share=100),), spots=make_spots("together/ivo", "together/project"))
    assert set(audit(build(), release=other)) == {("What plays is not of this channel's release.", "together/ana")}


def test_a_loop_that_its_spots_cannot_fill_is_found() -> None:
    release = make_release(flights=(make_flight(share=100),), spots=make_spots("together/ana", seconds=40))
    (finding,) = audit_playlist(build(release), release=release)
    assert (finding.rule, finding.measured, finding.allowed) == ("G4", "40 s", "60 s")
    loops = sum(len(window.loops) for window in build(release).windows)
    assert str(finding.message).startswith(f"{loops} of {loops} loops do not last as long")
