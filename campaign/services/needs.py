"""What is still needed of all that lies in the store. In: a moment. Out: the files that nothing needs.

Needed is what people wrote (every version, draft and campaign: any of them may be gone back to), what screens show or
may show, what an approval or a release stands for as long as proof may be asked for, what joins spots in one film, and
whatever is still being made. All else was drawn for something that has changed since.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from django.conf import settings
from django.db.models import Q, QuerySet

from campaign.data import convert
from campaign.data.models import (
    Approval,
    Campaign,
    Channel,
    Companion,
    Draft,
    EmergencyPicture,
    ItemVersion,
    JoinedLoop,
    Material,
    Release,
    Rendering,
    StoredFile,
    TemplateVersion,
)
from campaign.playlists.blank import draw_blank
from campaign.services import reigns, standing

State = Rendering.State


@dataclass(frozen=True)
class Needs:
    """What was needed at the moment `now`. What has come to be needed since took the mark off its files itself
    (storage.keep_row, rendering.plan_rendering)."""

    now: datetime

    def list_unneeded(self, rows: QuerySet[StoredFile]) -> Iterator[StoredFile]:
        """Those of these files that nothing needs."""
        for file in rows.exclude(self._named):
            if file.pk not in self._digests and file.name not in self._names:
                yield file

    @cached_property
    def renderings(self) -> QuerySet[Rendering]:
        """What is shown by a material that counts, and what is on its way."""
        shown = Q(pk__in=self._materials.values("still"))
        shown |= Q(pk__in=self._materials.exclude(loop=None).values("loop"))
        return Rendering.objects.filter(shown | Q(state__in=(State.DUE, State.QUEUED, State.RUNNING)))

    @cached_property
    def _named(self) -> Q:
        files = Q(pk__in=ItemVersion.files.through.objects.values("storedfile"))
        files |= Q(pk__in=Draft.files.through.objects.values("storedfile"))
        files |= Q(pk__in=self.renderings.exclude(file=None).values("file"))
        files |= Q(pk__in=Companion.objects.filter(rendering__in=self.renderings).values("file"))
        files |= Q(pk__in=EmergencyPicture.objects.values("file"))
        files |= Q(pk__in=TemplateVersion.objects.exclude(archive=None).values("archive"))
        return files | Q(name__in=JoinedLoop.objects.values("name"))

    @cached_property
    def _materials(self) -> QuerySet[Material]:
        """Those whose pictures are kept: the newest, what is approved, and what was approved or let out so lately that
        somebody may ask what it was."""
        approved = Approval.objects.filter(at__gt=self._proof).values("material")
        counts = Q(current=True) | Q(state=Material.State.APPROVED) | Q(pk__in=approved)
        return Material.objects.filter(counts | Q(pk__in=self._released))

    @cached_property
    def _proof(self) -> datetime:
        return self.now - timedelta(days=settings.PROOF_DAYS)

    @cached_property
    def _released(self) -> set[int]:
        """Materials that are off the screens and were approved long ago, but played since. Releases are read only where
        there are such."""
        off = Material.objects.filter(current=False).exclude(state=Material.State.APPROVED)
        old = set(off.exclude(approvals=None).exclude(approvals__at__gt=self._proof).values_list("pk", flat=True))
        if not old:
            return old
        playing = [reign.release for reign in reigns.list_reigns(since=self._proof)]
        proposed = Release.objects.filter(released_at=None, called_off_at=None)
        frozen = [*playing, *(convert.read_release(row) for row in proposed)]
        return old & {int(spot.material) for release in frozen for spot in release.spots if spot.material.isdigit()}

    @cached_property
    def _digests(self) -> frozenset[str]:
        """Of all that campaigns call theirs, and of logos that lie in pictures which are looked at again."""
        digests = {digest for media in Campaign.objects.values_list("media", flat=True) for digest in media.values()}
        for media in self.renderings.values_list("job__media", flat=True).iterator():
            digests |= {name.partition(".")[0] for name in (media or {}).values()}
        return frozenset(digests)

    @cached_property
    def _names(self) -> frozenset[str]:
        """Of all that players may fetch, and of the plain pictures."""
        now = standing.find_standing(at=self.now)
        screens = {screen.id: screen for reign in now.reigns for screen in reign.release.channels}
        formats = {screen.format for screen in screens.values()}
        formats |= {convert.read_channel(row).format for row in Channel.objects.all()}
        return frozenset(now.names) | {draw_blank(one).name for one in formats}
