"""Joins of spots: what flashes across one stops a release, and is told before anybody proposes it (checks.md C)."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest

from campaign.checks.flashing import Sample, Stretch
from campaign.checks.joins import Edges, cut_edges
from campaign.data.convert import read_release
from campaign.data.models import Companion, Material
from campaign.schedule.release import Release
from campaign.services import releases
from campaign.services.companions import keep_bytes
from campaign.services.drafts import draft
from campaign.services.joins import cut_still, find_flashing_joins
from campaign.services.standing import read_revoked
from campaign.services.storage import get_store
from campaign.spec.errors import BrokenMedia, NotAllowed
from campaign.spec.findings import Severity
from tests.factories.rows import NOON, keep_edges, make_channel, make_material, make_person, make_still, make_version
from tests.factories.schedules import write_schedules
from tests.factories.values import make_item

pytestmark = pytest.mark.django_db

FPS, FRAMES = 25, 250


@dataclass(frozen=True)
class Spots:
    folder: Path
    ana: Material
    boris: Material

    @property
    def release(self) -> Release:
        return draft(now=NOON, schedules=self.folder).release


@pytest.fixture
def spots(tmp_path: Path) -> Spots:
    make_channel()
    folder = write_schedules(tmp_path / "schedules")
    return Spots(
        folder, make_material(state="approved"), make_material(make_version(make_item("boris")), state="approved")
    )


def cut(is_lit: Callable[[int], bool]) -> Edges:
    samples = (Sample(at, np.full((18, 32, 3), 255 * is_lit(at), np.uint8)) for at in range(FRAMES))
    return cut_edges(samples, Stretch(FPS, FRAMES, 400))


ENDS_WITH_TWO = cut(lambda frame: frame >= FRAMES - 12 and frame % 6 < 3)
BEGINS_WITH_TWO = cut(lambda frame: frame < 12 and frame % 6 >= 3)


def list_found(release: Release) -> list[tuple[str, str, str, str]]:
    found = find_flashing_joins(release, now=NOON, revoked=read_revoked())
    return [(one.rule, one.severity.value, one.place.channel, str(one.message)) for one in found]


def test_spots_that_hold_still_follow_each_other_in_any_order(spots: Spots) -> None:
    assert list_found(spots.release) == []


def test_two_flashes_at_an_end_and_two_at_a_beginning_are_told_with_both_names(spots: Spots) -> None:
    keep_edges(spots.ana, ENDS_WITH_TWO)
    keep_edges(spots.boris, BEGINS_WITH_TWO)
    message = "“together/boris” (bg) right after “together/ana” (bg) flashes: this can cause seizures."
    assert list_found(spots.release) == [("C1", "error", "tram", message), ("C4", "error", "tram", message)]


def test_two_flashes_at_one_of_the_two_are_none_too_many(spots: Spots) -> None:
    keep_edges(spots.ana, ENDS_WITH_TWO)
    assert list_found(spots.release) == []


def test_a_release_with_such_a_join_does_not_go_out(spots: Spots) -> None:
    keep_edges(spots.ana, ENDS_WITH_TWO)
    keep_edges(spots.boris, BEGINS_WITH_TWO)
    row = releases.propose(by=make_person("lead"), now=NOON, schedules=spots.folder, why="Пролет").row
    second = make_person("lead", name="second")
    with pytest.raises(NotAllowed, match="tram: together/ana → together/boris"):
        releases.release(row, by=second, now=NOON)
    keep_edges(spots.boris)
    assert releases.release(row, by=second, now=NOON + timedelta(hours=1)).released_at is not None


def test_a_loop_without_kept_edges_is_a_warning_and_stops_nothing(spots: Spots) -> None:
    Companion.objects.filter(rendering=spots.ana.loop).delete()
    release = spots.release
    found = find_flashing_joins(release, now=NOON, revoked=read_revoked())
    assert [(one.severity, one.place.item) for one in found] == [(Severity.WARNING, "together/ana")]
    row = releases.propose(by=make_person("lead"), now=NOON, schedules=spots.folder, why="Пролет").row
    assert replace(read_release(row), why="") == release
    assert releases.release(row, by=make_person("lead", name="second"), now=NOON).released_at == NOON


def test_a_still_is_one_picture_that_stays() -> None:
    with get_store().open(make_still().name) as file:
        edges = cut_still(file.read(), fps=FPS, seconds=10)
    assert [len(edges.first), len(edges.last)] == [1, 1]
    assert edges.first[0].pixels.shape == (18, 32, 3)
    assert np.ptp(edges.first[0].pixels, axis=(0, 1)).tolist() == [0, 0, 0]


def test_edges_that_were_damaged_name_their_material(spots: Spots) -> None:
    keep_edges(spots.ana, ENDS_WITH_TWO)
    companion = Companion.objects.get(kind=Companion.Kind.EDGES, rendering=spots.ana.loop)
    companion.file = keep_bytes(b"hostile", suffix="bin", store=get_store())
    companion.save()
    with pytest.raises(BrokenMedia, match=r"^together/ana · bg: The kept edges of a loop are damaged"):
        find_flashing_joins(spots.release, now=NOON, revoked=read_revoked())
