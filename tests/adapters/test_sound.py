"""A film's loudness is told by tenths of a second, and nothing of it is kept."""

from pathlib import Path

import numpy as np

from campaign.adapters.sound import measure_sound
from tests.factories.films import make_film, run_ffmpeg


def test_a_tone_is_heard_and_a_pause_is_silent(tmp_path: Path) -> None:
    """ffmpeg's sine has an eighth of full scale: −21 dBFS; it is switched off from 1 to 2 s."""
    path = tmp_path / "a.mp4"
    picture = ("-f", "lavfi", "-i", "testsrc2=s=64x36:r=25")
    sound = ("-f", "lavfi", "-i", "sine", "-af", "volume=0:enable='between(t,1,2)'")
    run_ffmpeg(*picture, *sound, "-t", "3", "-c:v", "libx264", "-preset", "ultrafast", str(path))
    loudness = np.array(measure_sound(path, start=0.5, end=2.5))
    assert loudness.shape == (20,)
    assert np.all(np.abs(loudness[:4] + 21) < 1)
    assert np.all(loudness[7:13] < -60)
    assert np.all(np.abs(loudness[16:] + 21) < 1)


def test_a_film_without_sound_has_none(tmp_path: Path) -> None:
    film = make_film(tmp_path / "a.mp4", seconds=0.5, size="64x36", sound=False)
    assert measure_sound(film, start=0, end=0.5) == ()


def test_what_cannot_be_read_is_not_heard(tmp_path: Path) -> None:
    path = tmp_path / "a.mp4"
    path.write_bytes(b"\0\0\0\x14ftypisom" + b"\0" * 99)
    assert measure_sound(path, start=0, end=1) == ()
