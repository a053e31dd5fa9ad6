"""Reports of what was played. In: a time, and maybe a campaign, channel or flight. Out: planned against played."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

from django.db.models import Sum
from django.utils.timezone import localtime

from campaign.data import convert, queries
from campaign.data.models import Campaign, Channel, Item, PlayRefusal, User
from campaign.playlists.overlay import FLIGHT as EMERGENCY
from campaign.schedule.flight import Flight
from campaign.schedule.reigns import Reign
from campaign.services.channels import find_channel
from campaign.services.ledger import Entry, Ledger, Reach, read_ledger
from campaign.services.reigns import list_reigns
from campaign.services.rights import AUTHORS, OPERATORS, WATCHERS, has_role
from campaign.spec.channels import Channel as Screen
from campaign.spec.errors import InvalidValue, NotAllowed, UnknownName
from campaign.spec.languages import Texts
from campaign.spec.message import Message, say
from campaign.spec.report import (
    HOUR,
    ChannelLine,
    Counted,
    Figures,
    FlightLine,
    ItemLine,
    PlayReport,
    Scope,
    add_figures,
)

LONGEST = 3 * 366
"""Days of a report."""


def make_report(scope: Scope, *, by: User | None, now: datetime) -> PlayReport:
    """For a person, or for the machine's own operator (None), who sees all. Raises NotAllowed, InvalidValue,
    UnknownName."""
    allowed = find_campaigns(by)
    _check(scope, allowed)
    campaigns = frozenset({scope.campaign}) if scope.campaign else allowed
    ledger = read_ledger(scope, campaigns=campaigns, now=now)
    reigns = _list_reigns(scope)
    screens = _list_screens(reigns)
    flights = tuple(_list_flights(ledger, _find_flights(reigns), screens))
    shown = {channel for channel, _ in ledger.entries}
    return PlayReport(
        scope=scope,
        made_at=localtime(now),
        titles=_name_campaigns(campaigns),
        flights=flights,
        items=tuple(_list_items(ledger)),
        days=dict(sorted(ledger.days.items())),
        total=_add_up(ledger, flights),
        refused=_count_refused(scope),
        sources=tuple(_list_sources(screen for name, screen in screens.items() if name in shown)),
        releases=tuple(sorted({reign.release.number for reign in reigns if reign.release.number})),
    )


def find_campaigns(by: User | None) -> frozenset[str] | None:
    """The campaigns that a person may see reports of; None: all. Raises NotAllowed."""
    if by is None or has_role(by, OPERATORS):
        return None
    if not has_role(by, WATCHERS):
        raise NotAllowed(say("Reports are for those who run campaigns or screens."), hint=say("Ask a lead."))
    return frozenset(queries.find_campaigns(by, AUTHORS).values_list("slug", flat=True))


def _check(scope: Scope, allowed: frozenset[str] | None) -> None:
    if not 0 <= (scope.until - scope.since).days < LONGEST:
        raise InvalidValue(
            say("These days end before they begin, or last more than three years."),
            hint=say("“until” is the last of the days, “since” the first."),
        )
    known = set(Campaign.objects.values_list("slug", flat=True)) if allowed is None else allowed
    if scope.campaign and scope.campaign not in known:
        raise UnknownName(
            say("There is no campaign “%(slug)s”.", slug=scope.campaign),
            hint=say("Use one of: %(known)s.", known=", ".join(sorted(known))),
        )
    if scope.channel:
        find_channel(scope.channel)


def _list_reigns(scope: Scope) -> tuple[Reign, ...]:
    """Those that decided anything on the days, by any time zone's clock."""
    since = datetime.combine(scope.since, time(), UTC) - timedelta(days=1)
    until = datetime.combine(scope.until, time(), UTC) + timedelta(days=2)
    return tuple(reign for reign in list_reigns(since=since) if reign.has_begun(until))


def _list_screens(reigns: Iterable[Reign]) -> Mapping[str, Screen]:
    """As the newest release of the time has them; channels that came later as they are now."""
    screens = {row.slug: convert.read_channel(row) for row in Channel.objects.all()}
    return screens | {channel.id: channel for reign in reigns for channel in reign.release.channels}


def _find_flights(reigns: Iterable[Reign]) -> Mapping[str, Flight]:
    return {flight.id: flight for reign in reigns for flight in reign.release.flights}


def _list_flights(ledger: Ledger, flights: Mapping[str, Flight], screens: Mapping[str, Screen]) -> Iterable[FlightLine]:
    """In the order of the schedule, then those that it does not have any more, messages and the rest last."""
    sums: defaultdict[str, dict[str, Entry]] = defaultdict(dict)
    for (channel, part), entry in ledger.entries.items():
        sums[part.flight].setdefault(channel, Entry()).add(entry)
    ranks = {name: place for place, name in enumerate(flights)} | {EMERGENCY: len(flights) + 1, "": len(flights) + 2}
    order = {name: place for place, name in enumerate(screens)}
    for name in sorted(sums, key=lambda name: (ranks.get(name, len(flights)), name)):
        lines = []
        for channel in sorted(sums[name], key=lambda slug: (order.get(slug, len(order)), slug)):
            reach = ledger.reaches.get((channel, name), Reach())
            figures = _make_figures(sums[name][channel], reach, screens.get(channel), beside=not name)
            lines.append(ChannelLine(channel, screens[channel].title if channel in screens else {}, figures))
        yield _describe(name, flights.get(name), tuple(lines))


def _make_figures(entry: Entry, reach: Reach, screen: Screen | None, *, beside: bool) -> Figures:
    """Of what plays beside all flights nothing was promised, so nothing is told as planned."""
    contacts = screen.audience.per_hour * entry.seconds / HOUR if screen and screen.audience else None
    if beside:
        return Figures(played=entry.played, seconds=entry.seconds, screens=reach.screens, contacts=contacts)
    return Figures(
        planned=entry.planned,
        planned_seconds=entry.planned_seconds,
        played=entry.played,
        seconds=entry.seconds,
        due_seconds=reach.due_seconds,
        screens=reach.screens,
        due_screens=reach.due_screens,
        contacts=contacts,
    )


def _describe(name: str, flight: Flight | None, lines: tuple[ChannelLine, ...]) -> FlightLine:
    line = FlightLine(name, {}, add_figures(line.figures for line in lines), lines)
    if flight is None:
        return line
    return replace(line, title=flight.title, since=flight.since, until=flight.until, promise=_tell_promise(flight))


def _tell_promise(flight: Flight) -> Message:
    if flight.plays:
        return say("%(plays)d plays by the end", plays=flight.plays)
    if flight.plays_per_hour:
        return say("%(plays)g plays an hour on each screen", plays=flight.plays_per_hour)
    if flight.share:
        return say("%(share)g %% of the loop", share=flight.share)
    return say("the whole loop")


def _list_items(ledger: Ledger) -> Iterable[ItemLine]:
    """The most played first; messages are no items."""
    seconds: Counter[tuple[str, str]] = Counter()
    languages: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for (_, part), entry in ledger.entries.items():
        if part.item and (entry.played or entry.seconds):
            seconds[part.campaign, part.item] += entry.seconds  # type: ignore[assignment]  # a sum, not a count
            languages[part.campaign, part.item][part.language] += entry.played
    titles = _name_items(languages)
    lines = [
        ItemLine(*key, titles.get(key, {}), sum(counts.values()), seconds[key], dict(sorted(counts.items())))
        for key, counts in languages.items()
    ]
    return sorted(lines, key=lambda line: (-line.played, -line.seconds, line.campaign, line.item))


def _name_items(keys: Iterable[tuple[str, str]]) -> Mapping[tuple[str, str], Texts]:
    rows = Item.objects.filter(campaign__slug__in={campaign for campaign, _ in keys}).exclude(current=None)
    return {
        (row.campaign.slug, row.slug): convert.read_item(row.current).title
        for row in rows.select_related("campaign", "current")
        if row.current
    }


def _name_campaigns(campaigns: frozenset[str] | None) -> tuple[Texts, ...]:
    if campaigns is None:
        return ()
    rows = Campaign.objects.filter(slug__in=campaigns).order_by("slug")
    return tuple(convert.read_campaign(row).title for row in rows)


def _add_up(ledger: Ledger, flights: Iterable[FlightLine]) -> Figures:
    """All flights together; their shares of time cannot be added. Each screen counts once."""
    most: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0])
    for channel, part in ledger.entries:
        reach = ledger.reaches.get((channel, part.flight), Reach())
        if part.flight:
            most[channel] = [max(most[channel][0], reach.screens), max(most[channel][1], reach.due_screens)]
    total = add_figures(line.figures for line in flights if line.flight)
    screens, due = (sum(pair[place] for pair in most.values()) for place in (0, 1))
    return replace(total, due_seconds=0, screens=screens, due_screens=due)


def _count_refused(scope: Scope) -> Mapping[str, int]:
    """Rows that came on these days; of all campaigns, as a refused row belongs to none."""
    rows = PlayRefusal.objects.filter(day__range=(scope.since, scope.until))
    rows = rows.filter(player__channel__slug=scope.channel) if scope.channel else rows
    return dict(rows.order_by().values_list("reason").annotate(sum=Sum("count")).order_by("-sum", "reason"))


def _list_sources(screens: Iterable[Screen]) -> Iterable[Counted]:
    for screen in screens:
        if screen.audience:
            yield Counted(screen.id, screen.title, screen.audience.per_hour, screen.audience.source)
