"""Any sane film, cut exactly to a frame and seen the right way up; whatever is not one is told so."""

import socket
import threading
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest

from campaign.adapters.ffmpeg import FfmpegEncoder
from campaign.render.ports import Cut, Film, Hole, Take, VideoPlan
from campaign.spec.channels import Profile
from campaign.spec.errors import BrokenMedia, CampaignError
from tests.factories.films import Frames, make_film, read_frames, run_ffmpeg
from tests.factories.numbered import HEIGHT, WIDTH, make_numbered_film, read_number

ENCODER = FfmpegEncoder()
WHOLE = Hole(0, 0, WIDTH, HEIGHT)
QUARTERS = (
    "color=red:s=160x90:r=25[a];color=lime:s=160x90:r=25[b];color=blue:s=160x90:r=25[c];"
    "color=white:s=160x90:r=25[d];[a][b]hstack[t];[c][d]hstack[u];[t][u]vstack"
)
COLOURS = {(255, 0, 0): "red", (0, 255, 0): "lime", (0, 0, 255): "blue", (255, 255, 255): "white"}


def show(cut: Cut, *, hole: Hole = WHOLE, frames: int = 25) -> Frames:
    """The loop's frames of the cut, nothing drawn over it."""
    take = Take(cut, first=0, frames=frames)
    plan = VideoPlan(WIDTH, HEIGHT, frames, 1, Profile(), Film(hole, (take,)), (0,))
    out = cut.path.with_name(f"{cut.path.name}.loop.mp4")
    ENCODER.encode(plan, iter([bytes(WIDTH * HEIGHT * 4)]), out=out, on_progress=lambda _: None)
    return read_frames(out)


def grab(cut: Cut, second: float, *, hole: Hole = WHOLE) -> Frames:
    data = ENCODER.grab(cut, hole=hole, second=second)
    return np.frombuffer(data, np.uint8).reshape(hole.height, hole.width, 4)[..., :3]


def name_corners(frame: Frames) -> list[str]:
    """The colours of the four corners, read as one reads."""
    rows, columns = (frame.shape[0] // 5, frame.shape[0] * 4 // 5), (frame.shape[1] // 5, frame.shape[1] * 4 // 5)
    found = [frame[row, column].astype(int) for row in rows for column in columns]
    return [COLOURS[tuple(255 * (part > 127) for part in pixel)] for pixel in found]


@pytest.mark.parametrize(
    ("name", "fps", "words", "start", "first"),
    [
        ("even.mp4", "25", (), 1.0, [25, 26, 27]),
        ("beginning.mp4", "25", (), 0.0, [0, 1, 2]),
        ("between.mp4", "25", ("-bf", "3", "-g", "100"), 1.08, [27, 28, 29]),
        ("ntsc.mp4", "30000/1001", (), 2.002, [60, 61, 62]),
        ("fast.mp4", "50", (), 1.0, [50, 52, 54]),
        ("slow.mp4", "1", (), 2.5, [2] * 13 + [3]),
        ("late.mp4", "25", ("-output_ts_offset", "7"), 1.0, [25, 26, 27]),
        ("late.mkv", "25", ("-output_ts_offset", "7"), 1.0, [25, 26, 27]),
        ("milliseconds.webm", "25", ("-c:v", "libvpx", "-b:v", "2M"), 1.0, [25, 26, 27]),
        ("gap.mp4", "25", ("-vf", "select='not(between(n,20,40))'", "-fps_mode", "vfr"), 1.0, [19] * 16 + [41, 42]),
    ],
)
def test_a_cut_begins_on_its_frame(
    tmp_path: Path, *, name: str, fps: str, words: tuple[str, ...], start: float, first: list[int]
) -> None:
    film = make_numbered_film(tmp_path / name, fps=fps, words=words)
    cut = Cut(film, start, start + 1)
    assert [read_number(frame) for frame in show(cut)[: len(first)]] == first
    assert [read_number(grab(cut, at / 25)) for at in (0, len(first) - 1)] == [first[0], first[-1]]


def test_a_cut_ends_on_its_frame_and_stands(tmp_path: Path) -> None:
    film = make_numbered_film(tmp_path / "film.mp4")
    frames = show(Cut(film, 1.0, 1.4), frames=10)
    assert [read_number(frame) for frame in frames] == list(range(25, 35))
    assert read_number(grab(Cut(film, 1.0, 1.4), 9.0)) == 34


def test_a_thousand_frames_a_second_are_sampled(tmp_path: Path) -> None:
    film = make_numbered_film(tmp_path / "film.mp4", frames=250, fps="1000")
    numbers = [read_number(frame) for frame in show(Cut(film, 0.0, 0.2), frames=5)]
    assert [abs(number - 40 * at) <= 20 for at, number in enumerate(numbers)] == [True] * 5


@pytest.fixture(scope="module")
def quarters(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("quarters") / "quarters.mp4"
    run_ffmpeg("-f", "lavfi", "-i", QUARTERS, "-t", "1", "-c:v", "libx264", "-pix_fmt", "yuv420p", str(path))
    return path


@pytest.mark.parametrize(
    ("turn", "corners"),
    [
        (("-display_rotation", "90"), ["lime", "white", "red", "blue"]),
        (("-display_rotation", "180"), ["white", "blue", "lime", "red"]),
        (("-display_rotation", "270"), ["blue", "red", "white", "lime"]),
        (("-display_hflip",), ["lime", "red", "white", "blue"]),
    ],
)
def test_a_turned_film_stands_upright(
    quarters: Path, tmp_path: Path, *, turn: tuple[str, ...], corners: list[str]
) -> None:
    film = tmp_path / "turned.mp4"
    run_ffmpeg(*turn, "-i", str(quarters), "-c", "copy", str(film))
    cut = Cut(film, 0.0, 1.0)
    assert name_corners(show(cut)[0]) == corners
    assert name_corners(grab(cut, 0.0)) == corners


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("422.mp4", ("-c:v", "libx264", "-pix_fmt", "yuv422p")),
        ("444.mp4", ("-c:v", "libx264", "-pix_fmt", "yuv444p10le")),
        ("full.mp4", ("-c:v", "libx264", "-vf", "scale=out_range=pc", "-pix_fmt", "yuvj420p")),
        (
            "rgb.mp4",
            (
                "-c:v",
                "libx264rgb",
            ),
        ),
        ("odd.mp4", ("-c:v", "libx264", "-pix_fmt", "yuv444p", "-vf", "scale=319:177")),
        ("hevc.mp4", ("-c:v", "libx265", "-pix_fmt", "yuv420p10le", "-x265-params", "log-level=none")),
        ("prores.mov", ("-c:v", "prores_ks")),
        ("sound.mov", ("-c:v", "mpeg4", "-q:v", "2")),
    ],
)
def test_the_colours_of_any_kind_of_film_are_true(tmp_path: Path, *, name: str, words: tuple[str, ...]) -> None:
    film = tmp_path / name
    run_ffmpeg("-f", "lavfi", "-i", QUARTERS, "-f", "lavfi", "-i", "sine", "-t", "0.4", *words, str(film))
    frame = show(Cut(film, 0.0, 0.4), frames=10)[3].astype(int)
    seen = [frame[row, column].tolist() for row, column in ((30, 40), (30, 280), (150, 40), (150, 280))]
    assert np.abs(np.array(seen) - np.array(list(COLOURS))).max() <= 6


def test_a_grey_film_stays_grey(tmp_path: Path) -> None:
    film = make_numbered_film(tmp_path / "grey.mp4", frames=10, words=("-c:v", "libx264", "-pix_fmt", "gray"))
    frame = show(Cut(film, 0.0, 0.4), frames=10)[5].astype(int)
    assert read_number(frame.astype(np.uint8)) == 5
    assert (frame.max(axis=2) - frame.min(axis=2)).max() <= 2


def test_what_shines_through_is_black(tmp_path: Path) -> None:
    film = tmp_path / "half.webm"
    half = "color=c=red@0.5:s=320x180:r=25,format=yuva420p"
    run_ffmpeg("-f", "lavfi", "-i", half, "-t", "0.4", "-c:v", "libvpx-vp9", str(film))
    cut = Cut(film, 0.0, 0.4)
    assert show(cut, frames=10)[3][90, 160].tolist() == pytest.approx((127, 0, 0), abs=5)
    assert grab(cut, 0.1)[90, 160].tolist() == pytest.approx((127, 0, 0), abs=5)


def test_wide_pixels_are_wide(tmp_path: Path) -> None:
    film = make_numbered_film(tmp_path / "wide.mp4", words=("-vf", "setsar=2"))
    # only the middle half of twice as wide a picture is left: each of its four bars takes two places
    bits = f"{read_number(show(Cut(film, 0.52, 1.52))[0]):08b}"
    assert bits == "".join(bit * 2 for bit in f"{13:08b}"[2:6])


def test_a_film_whose_pictures_have_no_times_is_named(tmp_path: Path) -> None:
    film, source = tmp_path / "timeless.mkv", ("-f", "lavfi", "-i", "testsrc2=s=320x180:r=25:d=8")
    before = ("-output_ts_offset", "-3", "-avoid_negative_ts", "disabled")
    run_ffmpeg(*source, "-c:v", "libx264", "-preset", "ultrafast", *before, str(film))
    with pytest.raises(BrokenMedia, match=r"^timeless.mkv: The film is damaged where it is shown"):
        show(Cut(film, 0.5, 4.5), frames=100)


@pytest.mark.parametrize("change", [("-s", "320x240"), ("-pix_fmt", "yuv444p")])
def test_what_lies_over_a_film_keeps_its_moments_where_the_film_changes(
    tmp_path: Path, change: tuple[str, ...]
) -> None:
    parts = []
    for words in (("-pix_fmt", "yuv420p"), change):
        grey = ("-f", "lavfi", "-i", "color=gray:s=160x90:r=25", "-t", "1")
        parts.append(run_ffmpeg(*grey, *words, "-c:v", "libx264", "-preset", "ultrafast", "-f", "h264", "pipe:1"))
    film = tmp_path / "changes.mkv"
    run_ffmpeg("-f", "h264", "-r", "25", "-i", "pipe:0", "-c", "copy", str(film), data=b"".join(parts))
    clear, red = bytes(WIDTH * HEIGHT * 4), bytes((255, 0, 0, 255)) * (WIDTH * HEIGHT)
    take = Take(Cut(film, 0.0, 2.0), first=0, frames=50)
    plan = VideoPlan(WIDTH, HEIGHT, 50, 3, Profile(), Film(WHOLE, (take,)), (0, 30, 40))
    ENCODER.encode(plan, [clear, red, clear], out=tmp_path / "loop.mp4", on_progress=lambda _: None)
    middles = read_frames(tmp_path / "loop.mp4", width=WIDTH, height=HEIGHT)[:, HEIGHT // 2, WIDTH // 2].astype(int)
    assert [frame for frame, (r, g, _) in enumerate(middles) if r - g > 128] == list(range(30, 40))


@pytest.mark.parametrize(("focus", "corners"), [(0.0, ["red", "red"]), (100.0, ["lime", "lime"])])
def test_a_film_is_cropped_around_its_focal_point(quarters: Path, focus: float, corners: list[str]) -> None:
    upright = Hole(100, 0, 80, 180)
    cut = Cut(quarters, 0.0, 1.0, focus_x=focus)
    assert name_corners(show(cut, hole=upright)[0][:, 100:180])[:2] == corners
    assert name_corners(grab(cut, 0.0, hole=upright))[:2] == corners


def test_a_film_of_another_kind_under_a_films_name_reaches_nothing(tmp_path: Path) -> None:
    inner = make_film(tmp_path / "inner.mp4", seconds=0.4, sound=False)
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.5)
        url = f"http://127.0.0.1:{server.getsockname()[1]}/a.ts"
        heard: list[object] = []
        listener = threading.Thread(target=lambda: heard.extend(accept(server)))
        listener.start()
        for text in (
            f"#EXTM3U\n#EXTINF:4,\n{url}\n",
            f"ffconcat version 1.0\nfile '{url}'\n",
            f"ffconcat version 1.0\nfile '{inner.name}'\n",
            f'<?xml version="1.0"?><MPD><BaseURL>{url}</BaseURL></MPD>',
            f"[playlist]\nFile1={url}\n",
        ):
            for name in ("list.mp4", "list.webm", "list.mkv"):
                lure = tmp_path / name
                lure.write_text(text)
                with pytest.raises(BrokenMedia):
                    show(Cut(lure, 0.0, 1.0))
                with pytest.raises(BrokenMedia):
                    grab(Cut(lure, 0.0, 1.0), 0.0)
        elsewhere = point_elsewhere(inner, url, out=tmp_path / "elsewhere.mov")
        with suppress(CampaignError):
            show(Cut(elsewhere, 0.0, 0.4), frames=10)
        listener.join()
    assert heard == []


def accept(server: socket.socket) -> list[object]:
    try:
        return [server.accept()]
    except TimeoutError:
        return []


def point_elsewhere(film: Path, url: str, *, out: Path) -> Path:
    """The film, its samples said to lie at an address (ISO 14496-12 § 8.7.2: a `url ` entry without the flag)."""
    data = bytearray(film.read_bytes())
    at = data.index(b"url \0\0\0\1")
    data[at + 7] = 0
    head = url.encode() + b"\0"
    grown = len(head)
    data[at + 8 : at + 8] = head
    data[at - 4 : at] = (12 + grown).to_bytes(4, "big")
    for box in (b"dref", b"dinf", b"minf", b"mdia", b"trak", b"moov"):
        start = data.rindex(box, 0, at) - 4
        size = int.from_bytes(data[start : start + 4], "big") + grown
        data[start : start + 4] = size.to_bytes(4, "big")
    out.write_bytes(data)
    return out


def test_a_film_whose_header_lies_is_told_or_shown(tmp_path: Path) -> None:
    film = make_numbered_film(tmp_path / "film.mp4", words=("-movflags", "+faststart"))
    honest = film.read_bytes()
    lies = {
        "longer": (b"mdhd", 20, 0x7FFFFFFF),
        "clock": (b"mdhd", 16, 0x7FFFFFFF),
        "more": (b"stts", 12, 0x7FFFFFFF),
        "none": (b"stsz", 12, 0),
        "huge": (b"stsz", 12, 0x0FFFFFFF),
        "wide": (b"avc1", 28, 0x1E0010E0),
    }
    told: dict[str, str] = {}
    for name, (box, offset, value) in lies.items():
        data = bytearray(honest)
        at = data.index(box, data.index(b"stsd") if box == b"avc1" else 0) + offset
        data[at : at + 4] = value.to_bytes(4, "big")
        liar = Cut(tmp_path / f"{name}.mp4", 1.0, 2.0)
        liar.path.write_bytes(data)
        try:
            told[name] = f"{read_number(show(liar)[0])}"
        except BrokenMedia as error:
            told[name] = str(error).split(": ")[1].split(".")[0]
    assert told == {
        "longer": "25",
        "clock": "The film lasts 0",
        "more": "The film breaks off",
        "none": "No frame of the film can be shown",
        "huge": "The film is broken",
        "wide": "25",
    }
