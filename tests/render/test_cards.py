"""A title card, the film, a partners' card: on whole frames, each dissolving into the next, in so few slots as hold
them."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from campaign.adapters.blitz import BlitzEngine
from campaign.adapters.ffmpeg import FfmpegEncoder
from campaign.adapters.timeline import arrange_scenes
from campaign.render.cards import Card, Drawn, Face, Lengths, Scenes, find_cue, mix, plan_scenes
from campaign.render.clip import plan_clip, render_poster
from campaign.render.folder import load_template
from campaign.render.job import Job
from campaign.render.loop import render_loop
from campaign.render.ports import Cut, Hole, VideoPlan
from campaign.render.projection import project_frames
from campaign.render.sample import make_sample_job
from campaign.spec.channels import Medium
from campaign.spec.errors import InvalidValue
from campaign.spec.formats import Format
from tests.factories.films import read_frames

ENGINE = BlitzEngine()
ENCODER = FfmpegEncoder()
TEMPLATE = Path(__file__).parents[2] / "templates" / "clip"
BOTH = Lengths(title=2.0, film=6.0, partners=2.4, least=5.0, reading=2.9)


class Timeline:
    """An encoder that lays scenes out by hand."""

    name = "timeline"

    def arrange(self, scenes: Sequence[float], *, overlap: float) -> tuple[tuple[float, float], ...]:
        spans: list[tuple[float, float]] = []
        for seconds in scenes:
            start = spans[-1][1] - overlap if spans else 0.0
            spans.append((start, start + seconds))
        return tuple(spans)

    def encode(
        self, plan: VideoPlan, frames: Iterable[bytes], *, out: Path, on_progress: Callable[[float], None]
    ) -> None:
        raise NotImplementedError

    def grab(self, cut: Cut, *, hole: Hole, second: float) -> bytes:
        raise NotImplementedError


def plan(lengths: Lengths, *, slot: int = 10) -> Scenes:
    return plan_scenes(lengths, slot_seconds=slot, fps=25, encoder=Timeline())


@pytest.mark.parametrize(
    ("lengths", "slot", "expected"),
    [
        # what the slot has left over goes to the title's reading first, then to the partners
        (BOTH, 10, Scenes(250, 10, True, film=50, filmed=150, partners=190, closing=240)),
        (BOTH, 5, Scenes(250, 10, True, film=50, filmed=150, partners=190, closing=240)),
        (replace(BOTH, film=8.0), 10, Scenes(500, 10, True, film=62, filmed=200, partners=252, closing=490)),
        (replace(BOTH, title=0.0), 10, Scenes(250, 10, False, film=0, filmed=150, partners=140, closing=240)),
        (replace(BOTH, title=0.0, film=8.0), 10, Scenes(250, 10, False, film=0, filmed=200, partners=190, closing=240)),
        (replace(BOTH, partners=0.0), 10, Scenes(250, 10, True, film=62, filmed=150, partners=250, closing=240)),
        (Lengths(0.0, 6.0, 0.0, least=5.0), 10, Scenes(250, 10, False, film=0, filmed=150, partners=250, closing=240)),
        (replace(BOTH, film=0.4), 5, Scenes(125, 5, True, film=60, filmed=10, partners=65, closing=120)),
    ],
)
def test_the_scenes_fill_their_slots(lengths: Lengths, slot: int, expected: Scenes) -> None:
    assert plan(lengths, slot=slot) == expected


@pytest.mark.parametrize("scenes", [[2.0, 6.0, 2.4], [6.0], [0.08, 0.04, 1.0]])
def test_moviepy_lays_scenes_out_on_the_frame(scenes: list[float]) -> None:
    overlap = 0.4 if min(scenes) > 0.4 else 0.0
    laid = arrange_scenes(scenes, overlap=overlap)
    expected = Timeline().arrange(scenes, overlap=overlap)
    assert [[round(second * 25, 4) for second in span] for span in laid] == [
        [round(second * 25, 4) for second in span] for span in expected
    ]


def test_each_frame_shows_what_its_scene_asks_for() -> None:
    scenes = plan(BOTH)
    over = Face(cue="Да")
    title, partners = Face(Card.TITLE), Face(Card.PARTNERS)
    dark, darker = (replace(card, bare=True) for card in (title, partners))
    found = {frame: scenes.find(frame, cue="Да") for frame in (0, 49, 50, 59, 60, 189, 190, 199, 200, 239, 240, 249)}
    assert {frame: (drawn.face, drawn.after) for frame, drawn in found.items()} == {
        0: (title, None),
        49: (title, None),
        50: (title, dark),
        59: (dark, over),
        60: (over, None),
        189: (over, None),
        190: (over, darker),
        199: (darker, partners),
        200: (partners, None),
        239: (partners, None),
        240: (partners, dark),
        249: (dark, title),
    }
    assert 0 < found[50].share < found[59].share < 1


def test_words_never_lie_over_other_words() -> None:
    scenes = plan(BOTH)
    mixed = [scenes.find(frame, cue="Да") for frame in range(scenes.frames)]
    assert all(drawn.face.bare != drawn.after.bare for drawn in mixed if drawn.after)


@pytest.mark.parametrize(
    ("film", "spoken", "seen"),
    [
        (6.0, 5.6, 140),  # said before the partners' card comes up
        (6.0, 5.8, 145),
        (6.0, 6.0, 150),
        (6.3, 6.3, 150),  # the slot has two frames left
        (6.0, 0.0, 140),
    ],
)
def test_the_last_subtitle_is_read_before_the_partners_come(film: float, spoken: float, seen: int) -> None:
    scenes = plan(replace(BOTH, film=film, spoken=spoken))
    assert (scenes.partners - scenes.film, scenes.filmed, scenes.frames) == (seen, round(film * 25), 250)


def test_a_card_without_its_words_keeps_the_strip() -> None:
    job = make_clip_job()
    whole, mixed = (image for _, image in project_frames(job, (0, 55), engine=ENGINE, encoder=ENCODER))
    ground = np.asarray(mixed.convert("RGB"))[:300]
    assert np.ptp(ground.reshape(-1, 3).astype(int), axis=0).max() < 60  # the film has hardly begun to come through
    assert np.array_equal(np.asarray(whole)[325:], np.asarray(mixed)[325:])


def test_only_what_differs_is_drawn() -> None:
    moments = plan(BOTH).list_moments([70, 120, 260])
    assert moments == (0, *range(50, 61), 70, 120, *range(190, 201), *range(240, 250))


def test_a_subtitle_is_found_by_its_frame() -> None:
    changes = ((50, ""), (70, "Да"), (90, ""))
    assert [find_cue(changes, frame) for frame in (0, 50, 70, 89, 90)] == ["", "", "Да", "Да", ""]


def test_a_dissolve_covers_the_film_as_much_as_the_card_is_there() -> None:
    card, page = Face(Card.TITLE), Face()
    images = {card: Image.new("RGBa", (2, 1), (200, 100, 0, 255)), page: Image.new("RGBa", (2, 1), (0, 0, 0, 0))}
    assert mix(Drawn(card, page, 0.25), images).convert("RGBA").getpixel((0, 0)) == (200, 100, 0, 191)


def make_clip_job(**clip: object) -> Job:
    job = make_sample_job(load_template(TEMPLATE), language="bg", screen=Format(640, 360, 32, 2), medium=Medium.LOOP)
    sample = dict(job.item.values["clip"])
    return replace(job, item=replace(job.item, values={**job.item.values, "clip": {**sample, **clip}}))


@pytest.mark.parametrize(
    ("cards", "shown"),
    [("both", {"", "title", "partners"}), ("title", {"", "title"}), ("partners", {"", "partners"}), ("none", {""})],
)
def test_an_item_chooses_its_cards(cards: str, shown: set[str]) -> None:
    pictures = plan_clip(make_clip_job(cards=cards), engine=ENGINE, encoder=ENCODER).pictures
    assert {drawn.face.card for drawn in pictures} == shown


def test_an_unknown_card_is_named() -> None:
    with pytest.raises(InvalidValue, match=r"clip.cards: “some” is not among the options.*both, title, partners, none"):
        plan_clip(make_clip_job(cards="some"), engine=ENGINE, encoder=ENCODER)


@pytest.mark.parametrize("focus", [[50], [50, 101], "left"])
def test_a_focal_point_outside_the_film_is_refused(focus: object) -> None:
    with pytest.raises(InvalidValue, match=r"clip.focus: The focal point is two numbers from 0 to 100"):
        plan_clip(make_clip_job(focus=focus), engine=ENGINE, encoder=ENCODER)


def test_the_film_is_cut_around_its_focal_point() -> None:
    film = plan_clip(make_clip_job(focus=[20, 60]), engine=ENGINE, encoder=ENCODER).video.film
    assert film is not None
    assert isinstance(film.takes[0].source, Cut)
    assert (film.takes[0].source.focus_x, film.takes[0].source.focus_y) == (20.0, 60.0)


@pytest.mark.parametrize("cards", ["both", "title", "partners", "none"])
def test_the_loop_is_what_single_frames_of_it_show(tmp_path: Path, cards: str) -> None:
    job = make_clip_job(cards=cards)
    render_loop(job, engine=ENGINE, encoder=ENCODER, out=tmp_path / "loop.mp4", on_progress=lambda _: None)
    loop = read_frames(tmp_path / "loop.mp4", width=640, height=360).astype(int)
    wanted = (0, 54, 62, 125, 187, 194, 210, 239, 244, 249)
    drawn = project_frames(job, wanted, engine=ENGINE, encoder=ENCODER)
    off = {frame: np.abs(np.asarray(image.convert("RGB")) - loop[frame]).mean() for frame, image in drawn}
    assert [frame for frame, levels in off.items() if levels > 3] == []
    assert len(loop) == 250
    # the statement stands on every frame, and the end leads back to the beginning
    strip = loop[:, 325:]
    assert np.abs(strip - strip[0]).mean(axis=(1, 2, 3)).max() < 3
    assert np.abs(loop[249] - loop[0]).mean() < np.abs(loop[239] - loop[0]).mean() / 4


def test_the_poster_is_a_picture_of_the_film() -> None:
    posters = [
        render_poster(replace(make_clip_job(cards=cards), medium=Medium.STILL), engine=ENGINE, encoder=ENCODER)
        for cards in ("both", "none")
    ]
    assert posters[0] == posters[1]
