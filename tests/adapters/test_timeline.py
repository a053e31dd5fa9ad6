"""A clip's bounds are those of the film, and its pictures those of its seconds."""

from pathlib import Path

import numpy as np
import pytest

from campaign.adapters.sources import find_source
from campaign.adapters.timeline import take_picture, trim_cut
from campaign.render.ports import Cut, Hole
from campaign.spec.errors import BrokenMedia
from tests.factories.films import make_film


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    # a quarter of a turn of hue each second: the picture tells its time
    picture = "color=c=red:s=64x36:r=25,hue=h=90*floor(t)"
    return make_film(tmp_path_factory.mktemp("film") / "film.mp4", seconds=2, picture=picture, size="")


HOLE = Hole(0, 0, 32, 18)


def make_cut(film: Path, start: float, end: float) -> Cut:
    return Cut(film, start, end)


def read_colour(data: bytes) -> list[int]:
    return [int(part) for part in np.frombuffer(data, np.uint8).reshape(18, 32, 4)[9, 16]]


def test_an_end_rounded_up_is_trimmed_to_the_film(film: Path) -> None:
    assert trim_cut(make_cut(film, 0.5, 2.1), length=find_source(film).seconds).end == pytest.approx(2.0, abs=0.01)
    assert trim_cut(make_cut(film, 0.5, 1.5), length=find_source(film).seconds).end == 1.5


def test_a_stretch_beyond_the_film_is_refused(film: Path) -> None:
    with pytest.raises(BrokenMedia, match=r"^film.mp4 · clip.to: The film lasts 2.0 seconds, “to” says 4.0"):
        trim_cut(make_cut(film, 0.0, 4.0), length=find_source(film).seconds)
    with pytest.raises(BrokenMedia, match=r"“to” says 2.1"):
        trim_cut(make_cut(film, 2.0, 2.1), length=find_source(film).seconds)


def test_a_picture_is_the_one_of_its_second(film: Path) -> None:
    first, second = (read_colour(take_picture(make_cut(film, 0.0, 2.0), hole=HOLE, second=at)) for at in (0.5, 1.5))
    assert first[0] > 200
    assert second[0] < 150


def test_a_picture_after_the_end_is_the_last_one(film: Path) -> None:
    cut = make_cut(film, 0.0, 0.9)
    assert take_picture(cut, hole=HOLE, second=9.0) == take_picture(cut, hole=HOLE, second=0.85)
