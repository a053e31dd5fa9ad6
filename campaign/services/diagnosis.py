"""What is wrong with an installation that runs. In: the moment. Out: ailments in words, each with its mend.

Every function asks about one thing and yields nothing where that is well. All together take some seconds, however much
there is, but for those that say that they read every file.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from hashlib import sha256

from django.conf import settings
from django.db.models import Count, F, Q
from redis import Redis
from redis.exceptions import RedisError

from campaign.data.models import Mail, Material, Player, Rendering, StoredFile
from campaign.services import audit_chain, beats, dispatch, metrics
from campaign.services.hearing import QUIET
from campaign.services.idle import list_plain
from campaign.services.signing import find_key, find_trust
from campaign.services.standing import find_standing
from campaign.services.storage import get_store
from campaign.spec.errors import BrokenMedia, CampaignError, UnknownName
from campaign.spec.message import Message, say

State = Rendering.State
SWEPT = timedelta(minutes=1)
WAITED = 15 * 60.0
"""Seconds that work may wait before somebody should look."""
STUCK = timedelta(minutes=2)
"""A run that has been silent for so long would have been given to another worker, did anybody sweep."""
DRIFT = 5.0
"""Seconds between clocks; releases and takedowns are told to the minute."""
SAMPLE = 200
"""Files that are looked at unless all are asked for."""
SOON = timedelta(days=14)
SHOWN = 5
"""Of many things that ail alike as many are named."""


class Ailment(CampaignError):
    """Something is not as it should be."""


def check_clocks(*, now: datetime) -> Iterator[Ailment]:
    """This host's against the database's and the broker's, and those of the workers' hosts."""
    drifts = {"PostgreSQL": beats.find_drift(now)}
    if settings.BROKER_URL:
        drifts["Redis"] = _find_broker_drift(now)
    for name, drift in drifts.items():
        if abs(drift) > DRIFT:
            yield _ail(
                say("This host's clock is %(seconds)d seconds off that of %(name)s.", seconds=round(drift), name=name),
                say("Let every host set its clock by the network (NTP): timedatectl set-ntp true."),
            )
    for row in beats.find_alive(now=now):
        if abs(row.drift) > DRIFT:
            yield _ail(
                say("The clock of %(name)s is %(seconds)d seconds off.", name=row.name, seconds=round(row.drift)),
                say("Let every host set its clock by the network (NTP): timedatectl set-ntp true."),
            )


def check_work(*, now: datetime) -> Iterator[Ailment]:
    """Beat, workers, and what waits for them."""
    swept = beats.find_sweep()
    if swept is None or now - swept > SWEPT:
        yield _ail(
            say("Nobody has swept for %(minutes)d minutes: lost work stays lost.", minutes=_count_minutes(swept, now))
            if swept
            else say("Nobody has ever swept: lost work stays lost."),
            say("Start beat and a worker for housekeeping: campaign worker --beat-only, campaign worker."),
        )
    served = {queue for row in beats.find_alive(now=now) for queue in row.queues.split(",")}
    if missing := [queue for queue in dispatch.QUEUES if queue not in served]:
        yield _ail(
            say("No worker serves: %(queues)s.", queues=", ".join(missing)),
            say("Start one: campaign worker. If one runs, look at its log and at CAMPAIGN_BROKER on its host."),
        )
    for queue, seconds in metrics.measure_waiting(now).items():
        if seconds > WAITED:
            yield _ail(
                say("Work in the queue “%(queue)s” waits for %(minutes)d minutes.", queue=queue, minutes=seconds // 60),
                say("Start more workers for it, or wait: the studio's page of renders says how long."),
            )


def check_renders(*, now: datetime) -> Iterator[Ailment]:
    """Runs whose worker is gone, and what failed and is needed."""
    stuck = Rendering.objects.filter(state=State.RUNNING, heartbeat_at__lt=now - STUCK).count()
    if stuck:
        yield _ail(
            say("%(number)d renders stand still: their worker is gone.", number=stuck),
            say("Start beat and a worker for housekeeping, which give them to others."),
        )
    failed = Material.objects.filter(current=True).filter(Q(still__state=State.FAILED) | Q(loop__state=State.FAILED))
    if number := failed.count():
        yield _ail(
            say("%(number)d materials could not be rendered.", number=number),
            say("Look at each in the studio (Renders and imports): it says why, and can be tried again."),
        )


def check_approvals() -> Iterator[Ailment]:
    """Approved materials whose file is not there, or not the one that was approved."""
    approved = Material.objects.filter(state=Material.State.APPROVED, current=True).select_related("still", "loop")
    for row in approved.filter(Q(still__file=None) | Q(loop__isnull=False, loop__file=None))[:SHOWN]:
        yield _ail(
            say("Material %(number)d is approved, and its file was never made.", number=row.pk),
            say("Return it for changes and submit it again: it is rendered anew."),
        )
    right = Q(approvals__key=F("still__key"), loop=None) | Q(approvals__key=F("loop__key"))
    counted = approved.annotate(right=Count("approvals", filter=right))
    for row in counted.filter(right=0)[:SHOWN]:
        yield _ail(
            say("Material %(number)d is approved, but not in the form it has now.", number=row.pk),
            say("Return it for changes, look at it and approve it again."),
        )


def check_release(*, now: datetime) -> Iterator[Ailment]:
    """Channels that have nothing to show once no flight runs."""
    names = tuple(list_plain(find_standing(at=now), at=now))
    if names:
        yield _ail(
            say("Channels without a fallback that may be shown: %(names)s.", names=_name_some(names)),
            say("Choose one for each channel, or write it into flights.yaml, and release the schedule."),
        )


def check_screens(*, now: datetime) -> Iterator[Ailment]:
    """Players that were heard of, and are no more."""
    rows = Player.objects.filter(revoked_at=None, seen_at__lte=now - QUIET)
    counts = Counter(rows.values_list("channel__slug", flat=True))
    if counts:
        told = ", ".join(f"{name}: {count}" for name, count in counts.most_common(SHOWN))
        yield _ail(
            say("%(number)d players are silent (%(told)s).", number=counts.total(), told=told),
            say("The studio's page of players says since when. Look at their network and power, or revoke them."),
        )


def check_keys(*, now: datetime) -> Iterator[Ailment]:
    """Whether what signs playlists can be opened, and goes on to. Raises NoSigningKey."""
    find_key(at=now)
    keys = find_trust(at=now).keys
    if not keys.sort_signers(at=now + SOON):
        yield _ail(
            say("No key signs playlists any more in %(days)d days.", days=SOON.days),
            say("Announce the next one now, so that players know it by then: campaign signing rotate."),
        )


def check_letters() -> Iterator[Ailment]:
    if number := Mail.objects.filter(sent_at=None, tries__gt=2).count():
        yield _ail(
            say("%(number)d letters were refused several times.", number=number),
            say("The page of people says why. Look at CAMPAIGN_MAIL and at the mail server."),
        )


def check_files(*, deep: bool) -> Iterator[Ailment]:
    """Rows against the store: the newest, or all, and then byte by byte."""
    rows = StoredFile.objects.filter(unneeded_since=None).order_by("-made_at", "pk")
    lost: list[str] = []
    broken: list[str] = []
    for row in rows.iterator() if deep else rows[:SAMPLE]:
        try:
            (_read_whole if deep else get_store().size)(row.name)
        except UnknownName:
            lost.append(row.name)
        except BrokenMedia:
            broken.append(row.name)
        else:
            if get_store().size(row.name) != row.size:
                broken.append(row.name)
    mend = say("Bring them back from the backup of the store.")
    if lost:
        told = _name_some(lost)
        yield _ail(say("%(number)d files are gone from the store: %(told)s.", number=len(lost), told=told), mend)
    if broken:
        told = _name_some(broken)
        yield _ail(say("%(number)d files are not what they were: %(told)s.", number=len(broken), told=told), mend)


def check_audit() -> Iterator[Ailment]:
    """Every link of the audit log."""
    for trouble in audit_chain.verify().troubles[:SHOWN]:
        yield _ail(trouble, say("Somebody changed the audit log: compare it with the backups, and see who could."))


def _read_whole(name: str) -> None:
    """Raises BrokenMedia, UnknownName."""
    digest = sha256()
    with get_store().open(name) as file:
        while piece := file.read(1 << 20):
            digest.update(piece)
    if digest.hexdigest() != name.partition(".")[0]:
        raise BrokenMedia(say("“%(name)s” is not what it was.", name=name))


def _find_broker_drift(now: datetime) -> float:
    """0 where it does not tell: another part says that it is down."""
    try:
        with Redis.from_url(settings.BROKER_URL, socket_connect_timeout=3, socket_timeout=3) as client:
            seconds, micros = client.time()
    except (RedisError, ValueError, OSError):
        return 0.0
    return now.timestamp() - (int(seconds) + int(micros) / 1e6)


def _count_minutes(since: datetime | None, now: datetime) -> int:
    return int((now - since).total_seconds()) // 60 if since else 0


def _name_some(names: tuple[str, ...] | list[str]) -> str:
    return ", ".join(names[:SHOWN]) + (" …" if len(names) > SHOWN else "")


def _ail(message: Message, hint: Message) -> Ailment:
    return Ailment(message, hint=hint)
