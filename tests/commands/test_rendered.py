"""`campaign check FILE`: a stranger's film is looked at for flashes and its seam, at arm's length."""

import json
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from typer.testing import CliRunner, Result

from benchmarks.corpus.emblems import Painting, paint, plain
from campaign.adapters import films
from campaign.cli import app
from campaign.spec.rules.table import RULES
from tests.factories.films import make_film, make_hdr_film, run_ffmpeg

STROBE = "color=c=white:s=320x180:r=25,geq=lum='if(lt(mod(N,5),2),235,16)':cb=128:cr=128"
"""Five times a second white."""


ALWAYS = {rule for rule in RULES if rule[0] in "EF" and rule not in ("F6", "F7")} | {
    "A1", "A2", "A3", "A4", "A6", "A7", "A8", "A12", "A13", "A14", "A15", "B1", "B2", "B3", "B4", "B6", "B8",
}  # fmt: skip
"""What no pixels tell."""
MOVING = {"B5", "D1", "D2", "D3", "D4", "D5", "D6"}
NOWHERE = {"A9", "G1", "G2"}
"""What only a channel's screens tell."""


def run(*words: str | Path) -> Result:
    funder = () if "--funder" in words else ("--funder", "none")
    return CliRunner().invoke(app, ["check", *map(str, words), *funder])


def make_marked_film(path: Path, *, words: tuple[str, ...] = ()) -> Path:
    """Two seconds of an emblem on white."""
    picture = path.with_suffix(".png")
    Image.fromarray(paint(plain(), Painting(32), left=20, top=130)).save(picture)
    code = ("-c:v", "libx264", "-preset", "ultrafast", "-crf", "26", "-pix_fmt", "yuv420p", "-r", "25", "-an")
    run_ffmpeg("-loop", "1", "-t", "2", "-i", str(picture), *words, *code, str(path))
    return path


def find(*words: str | Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(run(*words, "--json").stdout)
    return found


def list_rules(found: list[dict[str, Any]], severity: str) -> set[str]:
    return {each["rule"] for each in found if each["severity"] == severity}


@pytest.mark.parametrize("suffix", ["mp4", "webm"])
def test_a_strangers_film_that_flashes_is_told_with_its_second(suffix: str, tmp_path: Path) -> None:
    film = make_film(tmp_path / f"strobe.{suffix}", seconds=2, size="", picture=STROBE)
    assert run(film).exit_code == 1
    found = find(film)
    assert list_rules(found, "error") == {"C1"}
    flash = next(each for each in found if each["rule"] == "C1")
    assert flash["place"]["file"] == f"strobe.{suffix}"
    assert 0 <= flash["place"]["second"] < 2


def test_a_calm_film_is_good_and_what_could_not_be_told_is_said(tmp_path: Path) -> None:
    film = make_film(tmp_path / "calm.mp4", seconds=1, picture="color=c=teal")
    result = run(film)
    lines = result.stdout.splitlines()
    assert (result.exit_code, lines[0]) == (0, "calm.mp4: 1 checked")
    assert "  C4 not told" in lines
    assert lines[lines.index("  C4 not told") + 1] == "    It depends on how bright the screen is: name its channel."
    assert list_rules(find(film), "untold") == ALWAYS | MOVING | NOWHERE | {"B7", "C4"}


def test_a_named_channel_tells_its_brightness_and_what_it_plays(tmp_path: Path) -> None:
    film = make_film(tmp_path / "strobe.mp4", seconds=2, size="", picture=STROBE)
    found = find(film, "--channel", "tram")
    assert {"C1", "C4", "G1"} <= list_rules(found, "error")
    assert list_rules(found, "warning") == {"B7", "G3"}
    assert list_rules(found, "untold") == ALWAYS | MOVING
    assert {each["place"]["channel"] for each in found if each["severity"] != "untold"} == {"tram"}


def test_a_film_that_jumps_where_it_starts_again_is_warned_of(tmp_path: Path) -> None:
    fade = "color=c=white:s=320x180:r=25,geq=lum='16+N*3':cb=128:cr=128"
    film = make_film(tmp_path / "fade.mp4", seconds=2.5, size="", picture=fade)
    found = find(film)
    assert (list_rules(found, "warning"), run(film).exit_code) == ({"G3"}, 0)


def test_high_dynamic_range_is_said_to_be_untold(tmp_path: Path) -> None:
    untold = list_rules(find(make_hdr_film(tmp_path / "phone.mp4")), "untold")
    assert untold == ALWAYS | MOVING | NOWHERE | {"B7", "C1", "C4"}


def test_frames_that_come_as_they_like_are_looked_at_by_their_times(tmp_path: Path) -> None:
    whole = make_film(tmp_path / "whole.mp4", seconds=2, size="", picture=STROBE, sound=False)
    film = tmp_path / "varies.mp4"
    select = ("-vf", "select='not(eq(mod(n\\,5)\\,1))'", "-fps_mode", "vfr", "-c:v", "libx264", "-preset", "ultrafast")
    run_ffmpeg("-i", str(whole), *select, str(film))
    flash = next(each for each in find(film) if each["rule"] == "C1")
    assert 0 <= flash["place"]["second"] < 2


def test_a_film_of_a_thousand_frames_a_second_is_looked_at_and_its_gaps_are_told(tmp_path: Path) -> None:
    film = make_film(tmp_path / "fast.mp4", seconds=0.5, fps=1000, size="64x36", sound=False)
    untold = [each["message"] for each in find(film) if each["severity"] == "untold"]
    assert "Of 1000 frames a second only 60 were looked at." in untold


def test_a_film_of_one_frame_is_looked_at(tmp_path: Path) -> None:
    assert run(make_film(tmp_path / "one.mp4", seconds=1, fps=1, sound=False)).exit_code == 0


def test_a_film_too_long_for_a_loop_is_not_looked_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    film = make_film(tmp_path / "interview.mp4", seconds=303, fps=1, size="16x16", picture="color=c=teal", sound=False)
    assert list_rules(find(film), "untold") == {"A1", "A5", "A9", "A10", "C1", "C2", "C4", "G3"}


def test_what_takes_too_long_is_refused_in_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(films, "SECONDS", 0.001)
    result = run(make_film(tmp_path / "slow.mp4", seconds=1))
    assert result.exit_code == 1
    assert "slow.mp4" in result.stderr
    assert "could not be decoded" in result.stderr


@pytest.mark.parametrize("cut", [100, 3000])
def test_a_film_that_breaks_off_is_refused(cut: int, tmp_path: Path) -> None:
    film = make_film(tmp_path / "torn.mp4", seconds=1)
    film.write_bytes(film.read_bytes()[:cut])
    result = run(film)
    assert (result.exit_code, "torn.mp4" in result.stderr, "Traceback" in result.output) == (1, True, False)


def test_a_playlist_with_a_films_name_is_refused_and_followed_nowhere(tmp_path: Path) -> None:
    film = tmp_path / "list.mp4"
    film.write_text("#EXTM3U\n#EXTINF:10,\nhttp://127.0.0.1:9/secret.ts\n")
    assert run(film, "--channel", "tram").exit_code == 1


@pytest.mark.parametrize(
    ("name", "data"),
    [("list.mp4", b"#EXTM3U\nhttp://127.0.0.1:9/a.ts\n"), ("moving.mp4", b"GIF89a"), ("text.webm", b"%PDF-1.4\n")],
)
def test_what_is_no_film_under_a_films_name_is_told_so(name: str, data: bytes, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(data)
    result = run(tmp_path / name)
    assert (result.exit_code, result.stderr.splitlines()[:3]) == (
        1,
        [name, "  This is not a film of a kind that is taken.", "  → Save it as MP4, MOV, MKV or WebM."],
    )


def test_a_film_that_changes_its_size_is_told_where(tmp_path: Path) -> None:
    raw = ("-t", "1", "-c:v", "libx264", "-preset", "ultrafast", "-f", "h264", "pipe:1")
    parts = [run_ffmpeg("-f", "lavfi", "-i", f"testsrc2=s={size}:r=25", *raw) for size in ("320x180", "160x120")]
    film = tmp_path / "changes.mkv"
    run_ffmpeg("-f", "h264", "-r", "25", "-i", "pipe:0", "-c", "copy", str(film), data=b"".join(parts))
    result = run(film)
    assert (result.exit_code, result.stderr.splitlines()[:2]) == (
        1,
        ["changes.mkv · 1.00 s", "  The film's pictures change their size."],
    )


def test_a_film_is_asked_for_the_emblem_where_the_money_is_the_unions(tmp_path: Path) -> None:
    good, bare = make_marked_film(tmp_path / "good.mp4"), make_film(tmp_path / "bare.mp4", seconds=1)
    assert list_rules(find(good, "--funder", "cerv-2021-2027"), "error") == set()
    assert list_rules(find(bare, "--funder", "cerv-2021-2027"), "error") == {"A1"}
    assert list_rules(find(bare, "--funder", ""), "error") == {"A1"}


def test_a_film_is_told_from_when_the_emblem_is_gone(tmp_path: Path) -> None:
    hide = ("-vf", "drawbox=x=0:y=100:w=200:h=80:color=white:t=fill:enable='between(t,0.8,1.4)'")
    (gone,) = find(make_marked_film(tmp_path / "gone.mp4", words=hide), "--funder", "")[:1]
    assert (gone["rule"], gone["place"]["second"]) == ("A10", 0.8)


def test_a_strangers_emblem_is_measured_on_the_named_channel(tmp_path: Path) -> None:
    picture = tmp_path / "small.png"
    Image.fromarray(paint(plain(width=1280, height=720), Painting(20), left=40, top=650)).save(picture)
    found = find(picture, "--funder", "", "--channel", "tram")
    assert [(each["rule"], each["allowed"]) for each in found if each["severity"] == "error"] == [("A9", "10 mm")]


def test_an_unknown_funder_is_named_with_those_that_exist(tmp_path: Path) -> None:
    result = run(make_film(tmp_path / "a.mp4", seconds=1), "--funder", "nobody")
    assert (result.exit_code, "cerv-2021-2027, " in result.stderr, "none" in result.stderr) == (1, True, True)
