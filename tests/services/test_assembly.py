"""A channel's whole loop as one file: all that plays, nothing that was withdrawn, joined only when that changes."""

from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from threading import Barrier, BrokenBarrierError, Thread

import numpy as np
import pytest
from pytest_django import Settings

from campaign.adapters import joining
from campaign.data.models import Material, StoredFile
from campaign.services import assembly, content, players, publishing, withdrawals
from campaign.services.storage import get_store
from campaign.spec.channels import Medium
from campaign.spec.errors import BrokenMedia, NotAllowed, UnknownName
from tests.factories.films import read_frames
from tests.factories.rows import NOON, make_person
from tests.factories.screens import Screen, make_screen
from tests.factories.spots import COLOURS, give_film, make_film_screen
from tests.factories.values import make_channel

pytestmark = pytest.mark.django_db
INK = (20, 33, 61)


@pytest.fixture
def screen(tmp_path: Path, settings: Settings) -> Screen:
    settings.STORE = f"file:{tmp_path / 'store'}"
    return make_film_screen(tmp_path / "schedules")


def look(file: StoredFile, folder: Path) -> list[tuple[int, int, int]]:
    """The colour in the middle of the picture, every ten seconds."""
    get_store().fetch(file.name, to=folder / "joined.mp4")
    middles = read_frames(folder / "joined.mp4")[::250, 90, 160]
    known = (*COLOURS.values(), INK)
    return [min(known, key=lambda colour: int(np.abs(np.subtract(colour, middle)).sum())) for middle in middles]


def test_all_that_plays_is_in_it_in_order(screen: Screen, tmp_path: Path) -> None:
    joined = assembly.loop("tram", at=NOON)
    names = list_names(publishing.playlist("tram", at=NOON, kind="m3u8", base_url="").body)
    colours = {find_name(screen.ana): COLOURS["ana"], find_name(screen.boris): COLOURS["boris"]}
    assert joined.body.decode().splitlines() == names
    assert look(joined.file, tmp_path) == [colours[name] for name in names]
    assert set(colours) == set(names)
    assert (joined.file.seconds, joined.file.media_type) == (10.0 * len(names), "video/mp4")
    assert len(names) * 10 % 60 == 0


def list_names(m3u: bytes) -> list[str]:
    return [line.rpartition("/")[2] for line in m3u.decode().splitlines() if not line.startswith("#")]


def find_name(material: Material) -> str:
    file = material.shown.file
    assert file is not None
    return file.name


def test_a_file_is_joined_anew_only_when_other_spots_run(screen: Screen, monkeypatch: pytest.MonkeyPatch) -> None:
    runs: list[int] = []

    def count(films: list[Path], *, out: Path) -> int:
        runs.append(len(films))
        return joining.join_films(films, out=out)

    monkeypatch.setattr("campaign.services.assembly.join_films", count)
    first = assembly.loop("tram", at=NOON)
    again = assembly.loop("tram", at=NOON + timedelta(minutes=1))
    players.revoke(players.create(channel="tram", name="Трамвай 5").player, now=NOON)
    after = assembly.loop("tram", at=NOON + timedelta(minutes=2))
    assert (len(runs), first.file.sha256) == (1, again.file.sha256)
    assert (after.file.sha256, len(runs)) == (first.file.sha256, 1)
    withdrawals.withdraw(scope="item", ref="together/boris", by=make_person("staff"), why="Съгласие", now=NOON)
    assert assembly.loop("tram", at=NOON).file.sha256 != first.file.sha256
    assert len(runs) == 2


def test_players_that_ask_at_once_cost_one_join(monkeypatch: pytest.MonkeyPatch) -> None:
    both, made = Barrier(2, timeout=0.5), []

    def make(items: object, channel: object, body: bytes) -> assembly.Joined:
        made.append(body)
        with suppress(BrokenBarrierError):
            both.wait()
        return assembly.Joined(body, StoredFile(sha256="0" * 64))

    monkeypatch.setattr(assembly, "_make", make)
    threads = [Thread(target=assembly._join, args=((), make_channel())) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert made == [b""]


def test_what_is_withdrawn_is_gone_at_the_next_poll(screen: Screen, tmp_path: Path) -> None:
    assembly.loop_for(screen.token, at=NOON)
    withdrawals.withdraw(scope="item", ref="together/boris", by=make_person("staff"), why="Съгласие", now=NOON)
    file = assembly.loop_for(screen.token, at=NOON)
    assert file is not None
    assert set(look(file, tmp_path)) == {COLOURS["ana"]}


def test_where_all_was_withdrawn_a_plain_picture_plays(screen: Screen, tmp_path: Path) -> None:
    withdrawals.withdraw(scope="everything", ref="", by=make_person("lead"), why="Спрете", now=NOON)
    joined = assembly.loop("tram", at=NOON)
    assert (look(joined.file, tmp_path), joined.file.seconds) == ([INK], 10.0)


def test_it_is_for_its_players_alone(screen: Screen) -> None:
    file = assembly.loop_for(screen.token, at=NOON)
    assert file is not None
    assert get_store().exists(file.name)
    assert publishing.find_public_file(file.name, at=NOON) is None
    assert assembly.loop_for("unknown", at=NOON) is None


def test_another_moments_loop_has_another_date(screen: Screen) -> None:
    today, later = (assembly.loop("tram", at=NOON + timedelta(days=days)) for days in (0, 400))
    assert today.file.made_at < later.file.made_at


def test_an_unknown_channel_is_named(screen: Screen) -> None:
    with pytest.raises(UnknownName, match="There is no channel “bus”"):
        assembly.loop("bus", at=NOON)


def test_a_channel_of_stills_has_none(screen: Screen) -> None:
    content.import_channels({"stop": make_channel("stop", medium=Medium.STILL)})
    with pytest.raises(NotAllowed, match="no loop in one file"):
        assembly.loop("stop", at=NOON)


def test_a_spot_that_is_no_film_is_named(tmp_path: Path, settings: Settings) -> None:
    settings.STORE = f"file:{tmp_path / 'store'}"
    make_screen(tmp_path / "schedules")
    with pytest.raises(BrokenMedia, match="cannot be joined with others"):
        assembly.loop("tram", at=NOON)


def test_one_changed_story_costs_one_spot(screen: Screen, tmp_path: Path) -> None:
    before = assembly.loop("tram", at=NOON).body.splitlines()
    give_film(screen.boris, (20, 33, 61))
    screen.release(share=60)
    after = assembly.loop("tram", at=NOON)
    assert set(after.body.splitlines()) & set(before) == {find_name(screen.ana).encode()}
    assert set(look(after.file, tmp_path)) == {COLOURS["ana"], INK}
