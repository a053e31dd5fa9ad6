"""How long a service day takes to plan, on one core. In: nothing. Out: a table, or JSON.

A city of channels with 200 flights sold on all of them: a tenth runs all day, the others in six dayparts, at 1 to
3 %. No two channels are alike: loops have 6 to 30 slots, hours differ, and each lacks some of the materials. A day is
all that playlists.days makes: stretches, loops, stories, languages, windows. Processor time, so that others on the
machine count little; the best of some turns. docs/make_growth.py draws how it grows.
Run: python -m benchmarks.schedules [--json] [--turns 1] [--small]
"""

import gc
import time
from collections.abc import Iterator
from datetime import date
from datetime import time as clock
from itertools import pairwise
from random import Random

from benchmarks.figures import Figure, make_parser, measure, print_figure
from campaign.playlists.days import Made, build_day
from campaign.schedule.dayparts import Daypart
from campaign.schedule.flight import Flight
from campaign.schedule.release import Release, Spot
from campaign.spec.channels import Channel, Hours
from campaign.spec.content import Kind
from campaign.spec.digest import hash_bytes
from campaign.spec.formats import Format

CHANNELS, FLIGHTS = 1000, 200
GOAL_SECONDS = 10.0
DAY = date(2026, 11, 23)
DAYPARTS = ("05:00", "08:00", "11:00", "14:00", "17:00", "20:00", "00:30")
SHARES = (1, 1, 1, 2, 2, 2, 2, 3)
"""Per cent of a loop."""
SLOTS = (6, 10, 12, 15, 20, 24, 30)
"""Of ten seconds, in a loop."""
LACKING = 0.05
"""The part of the flights that have no material for a channel."""


def make_release(channels: int, flights: int) -> Release:
    """A city of so many channels, all of whose flights run everywhere."""
    dayparts = tuple(
        Daypart(f"part-{at}", {"en": f"Part {at}"}, clock.fromisoformat(start), clock.fromisoformat(end))
        for at, (start, end) in enumerate(pairwise(DAYPARTS))
    )
    screens = tuple(_make_channel(at) for at in range(channels))
    return Release(
        number=1,
        why="A benchmark",
        channels=screens,
        dayparts=dayparts,
        flights=tuple(_make_flight(at, flights, screens, dayparts) for at in range(flights)),
        spots=(),
        fallbacks={screen.id: ("city/project", "city/notice") for screen in screens},
    )


def _make_channel(at: int) -> Channel:
    slots = SLOTS[at % len(SLOTS)]
    return Channel(
        id=f"channel-{at:04}",
        title={"en": f"Channel {at}"},
        format=Format(1920, 1080),
        venue=10801,
        hours=Hours(clock(4 + at % 3, 15 * (at % 4)), clock(0, 30)),
        loop_seconds=10 * slots,
        slot_seconds=10,
        languages=("bg", "en"),
    )


def _make_flight(at: int, flights: int, screens: tuple[Channel, ...], dayparts: tuple[Daypart, ...]) -> Flight:
    all_day = at < flights // 10
    return Flight(
        id=f"flight-{at:03}",
        channels=tuple(screen.id for screen in screens),
        since=date(2026, 1, 1),
        until=date(2026, 12, 31),
        share=SHARES[at % len(SHARES)] * FLIGHTS / flights,
        campaign=f"campaign-{at:03}",
        dayparts=() if all_day else (dayparts[at % len(dayparts)].id,),
    )


def make_spots(release: Release, channel: Channel, *, seed: int) -> tuple[Spot, ...]:
    """One to three stories of each flight's campaign in both languages, but of some nothing."""
    chance = Random(seed)
    refs = list(release.fallbacks[channel.id])
    for flight in release.flights:
        stories = 0 if chance.random() < LACKING else chance.randint(1, 3)
        refs += [f"{flight.campaign}/story-{number}" for number in range(stories)]
    return tuple(_make_spot(ref, language, channel) for ref in refs for language in channel.languages)


def _make_spot(ref: str, language: str, channel: Channel) -> Spot:
    campaign, _, item = ref.partition("/")
    digest = hash_bytes(f"{channel.id} {ref} {language}".encode())
    return Spot(
        material=digest[:12],
        campaign=campaign,
        item=item,
        language=language,
        channel=channel.id,
        name=f"{digest}.mp4",
        sha256=digest,
        media_type="video/mp4",
        size=1_000_000,
        seconds=10.0,
        width=channel.format.width,
        height=channel.format.height,
        alt="",
        key=digest,
        kind=Kind.STORY,
    )


def time_day(channels: int, flights: int, *, turns: int) -> tuple[float, int]:
    """(processor seconds for the service day of all channels, plays written out in its windows)."""
    # What is loaded is left alone by the collector of garbage, as in the web server (campaign.wsgi).
    gc.collect()
    gc.freeze()
    release = make_release(channels, flights)
    seconds, written = 0.0, 0
    for at, channel in enumerate(release.channels):
        spots = make_spots(release, channel, seed=at)
        rows: list[int] = []

        def build(channel: Channel = channel, spots: tuple[Spot, ...] = spots, rows: list[int] = rows) -> None:
            day = build_day(release, channel, DAY, spots, base_url="https://screens.example", made=Made())
            rows.append(sum(len(window.items) for window in day))

        seconds += measure(build, turns=turns, clock=time.process_time)[0]
        written += rows[0]
    return seconds, written


def measure_growth(*, turns: int, small: bool) -> Iterator[tuple[int, int, float]]:
    """(channels, flights, seconds): by channels with all flights, then by flights with a fifth of the channels."""
    channels, flights = (20, 40) if small else (CHANNELS, FLIGHTS)
    for part in (1, 2, 3, 4, 5):
        yield channels * part // 5, flights, time_day(channels * part // 5, flights, turns=turns)[0]
    for part in (1, 2, 3, 4):
        yield channels // 5, flights * part // 5, time_day(channels // 5, flights * part // 5, turns=turns)[0]


def measure_all(*, turns: int, small: bool) -> Iterator[Figure]:
    """The goal's day, how its time grows with the channels, and what it writes out."""
    channels, flights = (20, 40) if small else (CHANNELS, FLIGHTS)
    seconds, written = time_day(channels, flights, turns=turns)
    part, _ = time_day(channels // 4, flights, turns=turns)
    name = f"a service day, {channels:,} channels × {flights} flights"
    yield Figure(f"{name}: goal of {GOAL_SECONDS:g} s over the seconds it took", GOAL_SECONDS / seconds, 1)
    yield Figure(f"{name}: seconds", seconds)
    yield Figure(f"{name}: milliseconds a channel", 1000 * seconds / channels)
    yield Figure("linear growth: a quarter of the channels, four times over, against all", 4 * part / seconds, 0.8)
    yield Figure("plays written out for a channel's day", written / channels)


def main() -> None:
    words = make_parser(__doc__, turns=1, small="20 channels × 40 flights").parse_args()
    for figure in measure_all(turns=words.turns, small=words.small):
        print_figure(figure, as_json=words.json)


if __name__ == "__main__":
    main()
