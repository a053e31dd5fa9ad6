"""Plans, spots and releases as tests need them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, time
from pathlib import Path

from campaign.schedule.dayparts import WEEK, Daypart, Weekday
from campaign.schedule.flight import Flight, Priority
from campaign.schedule.plan import FILES, Plan, read_plan
from campaign.schedule.release import Release, Spot, freeze_release
from campaign.spec.channels import Channel, Hours
from campaign.spec.content import Kind
from campaign.spec.digest import hash_bytes
from tests.factories.values import make_channel

SCHEDULES = Path(__file__).parents[2] / "schedules"


def read_samples() -> dict[str, str]:
    """The texts of the project's own schedule files."""
    return {name: (SCHEDULES / name).read_text(encoding="utf-8") for name in FILES}


def read_sample_plan() -> Plan:
    return read_plan(read_samples())


def make_screen(id_: str = "tram", *, opens: str = "05:00", closes: str = "00:30", slots: int = 6) -> Channel:
    """A channel of 10-second slots in Sofia, in Bulgarian and English."""
    hours = Hours(time.fromisoformat(opens), time.fromisoformat(closes))
    return replace(make_channel(id_, languages=("bg", "en")), hours=hours, loop_seconds=10 * slots)


def make_daypart(id_: str, start: str, end: str, *, weekdays: tuple[Weekday, ...] = WEEK) -> Daypart:
    return Daypart(id_, {"en": id_}, time.fromisoformat(start), time.fromisoformat(end), weekdays)


def make_flight(
    id_: str = "flight",
    *,
    campaign: str = "together",
    item: str = "",
    tag: str = "",
    channels: tuple[str, ...] = ("tram",),
    share: float = 50,
    since: date = date(2026, 1, 1),
    until: date = date(2027, 12, 31),
    weekdays: tuple[Weekday, ...] = WEEK,
    dayparts: tuple[str, ...] = (),
    priority: Priority = Priority.NORMAL,
    plays_per_hour: float = 0,
    plays: int = 0,
    gap_seconds: int = 0,
    excludes: tuple[str, ...] = (),
    only_on: tuple[str, ...] = (),
) -> Flight:
    """A flight of a campaign, unless an item or a tag is given; its share counts unless plays are given."""
    return Flight(
        id=id_,
        channels=channels,
        since=since,
        until=until,
        share=0 if plays_per_hour or plays else share,
        campaign="" if item or tag else campaign,
        item=item,
        tag=tag,
        weekdays=weekdays,
        dayparts=dayparts,
        priority=priority,
        plays_per_hour=plays_per_hour,
        plays=plays,
        gap_seconds=gap_seconds,
        excludes=excludes,
        only_on=only_on,
    )


def make_spot(
    ref: str = "together/ana",
    *,
    language: str = "bg",
    channel: str = "tram",
    seconds: float = 10,
    tags: tuple[str, ...] = (),
    until: date | None = None,
    alt: str = "Ана чете",
) -> Spot:
    """A loop, or a still when it lasts 0 seconds; its material's id names all of it."""
    campaign, _, item = ref.partition("/")
    material = f"{channel}.{campaign}.{item}.{language}"
    digest = hash_bytes(material.encode())
    kind, media_type = ("mp4", "video/mp4") if seconds else ("png", "image/png")
    return Spot(
        material=material,
        campaign=campaign,
        item=item,
        language=language,
        channel=channel,
        name=f"{digest}.{kind}",
        sha256=digest,
        media_type=media_type,
        size=1000,
        seconds=seconds,
        width=320,
        height=180,
        alt=alt,
        key=digest,
        kind=Kind.STORY,
        tags=tags,
        until=until,
    )


def make_spots(*refs: str, channel: str = "tram", seconds: float = 10, until: date | None = None) -> tuple[Spot, ...]:
    """Every item in both languages."""
    return tuple(
        make_spot(ref, language=language, channel=channel, seconds=seconds, until=until)
        for ref in refs
        for language in ("bg", "en")
    )


def make_release(
    *,
    channels: Sequence[Channel] = (),
    dayparts: Sequence[Daypart] = (),
    flights: Sequence[Flight] = (),
    spots: Iterable[Spot] = (),
    fallbacks: Mapping[str, tuple[str, ...]] | None = None,
) -> Release:
    """Release № 1 of one tram unless told otherwise; its fallback is together/project."""
    screens = tuple(channels) or (make_screen(),)
    found = fallbacks if fallbacks is not None else {screen.id: ("together/project",) for screen in screens}
    plan = Plan(screens, tuple(dayparts), tuple(flights), found)
    return freeze_release(plan, number=1, why="test", spots=spots).release
