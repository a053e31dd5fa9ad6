"""docs/playlist.xsd says what our SMIL is: all that we write keeps to it, and each trap that it can tell breaks it."""

import re
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from lxml import etree

from campaign.playlists.build import build_playlist
from campaign.playlists.bundle import make_bundle
from campaign.playlists.items import Playlist, Revoked
from campaign.playlists.signature import SigningKey
from campaign.playlists.smil import write_smil
from campaign.schedule.reigns import Reign
from campaign.schedule.release import Release
from tests.factories.emergencies import make_message
from tests.factories.schedule import make_daypart, make_flight, make_release, make_screen, make_spot, make_spots

SCHEMA = etree.XMLSchema(file=str(Path(__file__).resolve().parents[2] / "docs" / "playlist.xsd"))
SOFIA = ZoneInfo("Europe/Sofia")
NOON = datetime(2026, 11, 23, 12, tzinfo=SOFIA)
RELEASE = make_release(
    dayparts=(make_daypart("peak", "07:00", "09:00"),),
    flights=(make_flight("a", share=50), make_flight("b", campaign="other", share=50, dayparts=("peak",))),
    spots=(*make_spots("together/ana", "other/maria", "together/project"), *make_spots("together/ivo", seconds=0)),
)


def build(release: Release = RELEASE, *, at: datetime = NOON, revoked: Revoked | None = None) -> Playlist:
    given = {"channel": "tram", "at": at, "revoked": revoked or Revoked()}
    return build_playlist([Reign(release, None)], **given, base_url="https://screens.example")  # type: ignore[arg-type]


def build_with_message() -> Playlist:
    """It begins in the middle of a minute, while the channel is closed, and another release takes over later."""
    message = make_message(NOON.replace(hour=3, second=17), NOON.replace(hour=6, minute=30))
    reigns = (Reign(RELEASE, None), Reign(replace(RELEASE, number=2, flights=RELEASE.flights[:1]), NOON))
    return build_playlist(
        reigns,
        channel="tram",
        at=NOON,
        revoked=Revoked(),
        base_url="https://screens.example",
        emergencies=(message,),
    )


def list_faults(data: bytes) -> list[str]:
    SCHEMA.validate(etree.fromstring(data))
    return [error.message for error in SCHEMA.error_log]


WORDS = replace(make_spot("together/ana"), alt='<&> "кавички"\nнов ред')
ROUND_THE_CLOCK = make_screen(opens="00:00", closes="00:00")
CASES = {
    "a week of films and stills": build(),
    "a message that takes over, and a release that does": build_with_message(),
    "nothing but the plain picture": build(revoked=Revoked(everything=True)),
    "no flights": build(make_release(spots=make_spots("together/project"))),
    "films of a broken length": build(
        make_release(flights=(make_flight(share=100),), spots=make_spots("together/ana", seconds=8.48))
    ),
    "words that need escaping": build(make_release(flights=(make_flight(share=100),), spots=(WORDS,))),
    "the night when clocks go back": build(
        make_release(
            channels=(ROUND_THE_CLOCK,),
            dayparts=(make_daypart("late", "02:30", "03:45"), make_daypart("later", "03:45", "05:00")),
            flights=(make_flight("a", share=60, dayparts=("late",)), make_flight("b", share=70, dayparts=("later",))),
            spots=make_spots("together/ana", "together/project"),
        ),
        at=datetime(2026, 10, 25, 12, tzinfo=SOFIA),
    ),
    "the night when they go forward": build(
        make_release(
            channels=(ROUND_THE_CLOCK,),
            dayparts=(make_daypart("late", "02:30", "03:45"),),
            flights=(make_flight("a", share=60, dayparts=("late",)),),
            spots=make_spots("together/ana", "together/project"),
        ),
        at=datetime(2027, 3, 28, 12, tzinfo=SOFIA),
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_what_we_write_keeps_to_the_schema(case: str) -> None:
    assert list_faults(write_smil(CASES[case])) == []


def test_the_smil_of_a_bundle_keeps_to_it_too() -> None:
    bundle = make_bundle(build(), player={}, sizes={}, key=SigningKey(bytes(32)))
    (smil,) = (part.data for part in bundle.parts if part.path == "playlist.smil")
    assert list_faults(smil or b"") == []


@pytest.mark.parametrize(
    ("written", "broken"),
    [
        ("<layout>", '<meta name="title" content="Трамвай"/><layout>'),
        ('content="60"', 'content="30"'),
        ('regionName="screen"', 'regionName="main"'),
        ('xml:id="screen"', 'xml:id="main"'),
        (' z-index="1"', ""),
        ('fit="fill"', 'fit="cover"'),
        (' peers="stop"', ""),
        ('lower="defer"', 'lower="pause"'),
        ("wallclock(2026-11-23T05:00:00)", "wallclock(2026-11-23T05:00:00Z)"),
        ("wallclock(2026-11-23T05:00:00)", "wallclock(2026-11-23T05:00:00+02:00)"),
        ("wallclock(2026-11-23T05:00:00)", "wallclock(R/2026-11-23T05:00:00/P1D)"),
        ("wallclock(2026-11-23T05:00:00)", "wallclock(2026-11-23T05:00:00);wallclock(2026-11-24T05:00:00)"),
        ('dur="10s"', 'dur="10500ms"'),
        ('dur="10s"', 'dur="10.5s"'),
        ('dur="10s"', 'dur="0s"'),
        ('region="screen" ', ""),
        (r' src="[^"]*"', ""),
        (r"<param [^>]*/>", ""),
        (r' popCustomId="[^"]*"', ""),
        (r"<seq ([^>]*)>", r'<seq \1><prefetch src="a.mp4"/>'),
        (r"<seq ([^>]*)>", r'<seq \1><seq repeatCount="indefinite"/>'),
        ("</priorityClass>", '<par begin="0"/></priorityClass>'),
    ],
)
def test_a_trap_breaks_the_schema(written: str, broken: str) -> None:
    """Once each, so that the schema tells this one."""
    text = write_smil(build()).decode()
    pattern = written if written.startswith((" src", "<param", " popC", "<seq")) else re.escape(written)
    spoilt, count = re.subn(pattern, broken if "\\1" in broken else broken.replace("\\", r"\\"), text, count=1)
    assert count == 1
    assert len(list_faults(spoilt.encode())) >= 1


def test_a_still_without_a_duration_breaks_the_schema() -> None:
    text = write_smil(build()).decode()
    spoilt, count = re.subn(r'(<img [^>]*) dur="10s"', r"\1", text, count=1)
    assert (count, len(list_faults(spoilt.encode()))) == (1, 1)
