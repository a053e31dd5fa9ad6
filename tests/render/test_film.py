"""Takes of a film follow one another on whole frames, and nothing but bare pixels is read of a photo."""

from pathlib import Path

from campaign.render.film import compose_film, read_film
from campaign.render.ports import Film, Hole, Pan, Photo, Take, VideoPlan, View
from campaign.spec.channels import Profile

HOLE = Hole(0, 0, 200, 100)
PHOTO = Photo(240, 120, bytes(240 * 120 * 3))
WHOLE, CLOSE = View(0, 0, 1, 1), View(0.1, 0.1, 0.8, 0.8)


def make_plan(*takes: Take) -> VideoPlan:
    return VideoPlan(320, 180, 250, 1, Profile(), film=Film(HOLE, takes), moments=(0,))


def compose(*takes: Take) -> str:
    plan = make_plan(*takes)
    assert plan.film is not None
    return compose_film(plan, plan.film, ())


def test_a_photo_is_read_as_bare_pixels_of_one_named_file() -> None:
    words = read_film(Film(HOLE, (Take(Pan(PHOTO, WHOLE, CLOSE), 0, 50),)), (), photos=(Path("/a/b.rgb"),), fps=30)
    assert words == (
        *("-protocol_whitelist", "file", "-format_whitelist", "rawvideo", "-f", "rawvideo"),
        *("-pixel_format", "rgb24", "-video_size", "240x120", "-framerate", "30", "-i", "file:/a/b.rgb"),
    )


def test_a_photo_that_rests_is_drawn_once() -> None:
    still = compose(Take(Pan(PHOTO, CLOSE, CLOSE), 0, 50))
    moving = compose(Take(Pan(PHOTO, WHOLE, CLOSE), 0, 50))
    assert "eval=init,crop=200:100:0:0:exact=1,loop=loop=49:size=1" in still
    assert "loop=loop=49:size=1,perspective=" in moving
    assert "eval=frame,crop=200:100:0:0:exact=1" in moving


def test_each_take_stands_until_the_next_has_dissolved_in() -> None:
    pan = Pan(PHOTO, WHOLE, CLOSE)
    graph = compose(Take(pan, 0, 87), Take(pan, 75, 87, fade=12), Take(pan, 150, 60, fade=0))
    assert "[take1][take2]xfade=transition=fade:duration=0.480000:offset=3.000000[joined2]" in graph
    assert "[joined2][take3]concat=n=2:v=1:a=0[joined3]" in graph
    assert "trim=end_frame=87[take1]" in graph
    assert "trim=end_frame=75[take2]" in graph
    assert graph.endswith("[joined3]pad=320:180:0:0,tpad=stop_mode=clone:stop=250[film]")


def test_a_closing_take_is_no_reason_to_call_a_loop_restless() -> None:
    pan = Pan(PHOTO, WHOLE, CLOSE)
    film = Film(HOLE, (Take(pan, 0, 100), Take(Pan(PHOTO, WHOLE, WHOLE), 240, 10, fade=10)))
    plan = VideoPlan(320, 180, 250, 11, Profile(), film=film, moments=(0, *range(240, 250)), closing=10)
    assert (plan.rests, plan.resumes) == (99, 240)
