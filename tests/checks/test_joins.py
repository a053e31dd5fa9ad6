"""What is kept of a spot's first and last second, and what flashes where two meet (checks.md C)."""

import struct
import zlib
from collections.abc import Callable

import numpy as np
import pytest

from benchmarks.corpus.flicker import BLACK, WHITE, fill, paint
from campaign.checks.flashing import Sample, Stretch
from campaign.checks.joins import Edges, check_join, cut_edges, pack_edges, unpack_edges
from campaign.spec.errors import BrokenMedia

FRAMES = 250


def cut(is_lit: Callable[[int], bool], *, fps: int = 25, frames: int = FRAMES, part: float = 1.0) -> Edges:
    lit = paint(fill(BLACK), (0, 0, 160, round(90 * part)), WHITE)
    samples = (Sample(at, lit if is_lit(at) else fill(BLACK)) for at in range(frames))
    return cut_edges(samples, Stretch(fps, frames, 400))


def end(count: int, *, fps: int = 25) -> Edges:
    """So many flashes of a fifteenth of a second before the end of ten seconds."""
    step = fps // 8
    return cut(
        lambda at: 0 <= (left := 10 * fps - 1 - at) < 2 * step * count and left // step % 2 == 1,
        fps=fps,
        frames=10 * fps,
    )


def begin(count: int, *, fps: int = 25) -> Edges:
    step = fps // 8
    return cut(lambda at: at < 2 * step * count and at // step % 2 == 1, fps=fps, frames=10 * fps)


def find_rules(before: Edges, after: Edges, *, nits: int = 400) -> list[str]:
    return [finding.rule for finding in check_join(before, after, peak_nits=nits)]


@pytest.mark.parametrize(
    ("last", "first", "rules"), [(2, 2, ["C1", "C4"]), (1, 3, ["C1", "C4"]), (1, 2, []), (2, 1, [])]
)
def test_flashes_of_both_are_counted_together(last: int, first: int, rules: list[str]) -> None:
    assert find_rules(end(last), begin(first)) == rules


def test_flashes_that_one_has_alone_are_its_own() -> None:
    assert find_rules(end(4), begin(0)) == []
    assert find_rules(end(0), begin(4)) == []


def test_a_cut_from_dark_to_light_is_one_change() -> None:
    light, dark = cut(lambda _: True), cut(lambda _: False)
    assert find_rules(light, dark) == find_rules(dark, light) == []


def test_areas_that_do_not_meet_pass() -> None:
    small = cut(lambda at: at >= FRAMES - 12 and at % 6 < 3, part=0.05)
    assert find_rules(small, begin(2)) == []


def test_the_second_counts_from_the_join() -> None:
    found = check_join(end(2), begin(2), peak_nits=400)
    assert [finding.place.second for finding in found] == [-0.48, -0.48]


def test_spots_of_two_rates_meet_in_time() -> None:
    assert find_rules(end(2, fps=50), begin(2, fps=25)) == ["C1", "C4"]
    assert find_rules(end(1, fps=50), begin(2, fps=25)) == []


def test_what_holds_still_is_one_sample_and_a_few_bytes() -> None:
    edges = cut(lambda _: True)
    assert (len(edges.first), len(edges.last)) == (1, 1)
    assert len(pack_edges(edges)) < 100


def test_of_a_long_loop_the_first_and_the_last_second_are_kept() -> None:
    edges = cut(lambda at: at in (3, 100, 240))
    assert [sample.frame for sample in edges.first] == [0, 3, 4]
    assert [sample.frame for sample in edges.last] == [0, 15, 16]


def test_a_loop_shorter_than_a_second_is_in_both() -> None:
    edges = cut(lambda at: at == 5, frames=10)
    assert [sample.frame for sample in edges.first] == [sample.frame for sample in edges.last] == [0, 5, 6]


def test_what_was_seen_before_the_last_second_is_its_first_sample() -> None:
    samples = [Sample(0, fill(BLACK)), Sample(100, fill(WHITE))]
    edges = cut_edges(samples, Stretch(25, FRAMES, 400))
    assert [(sample.frame, int(sample.pixels[0, 0, 0])) for sample in edges.last] == [(0, WHITE)]
    assert [(sample.frame, int(sample.pixels[0, 0, 0])) for sample in edges.first] == [(0, BLACK)]


def test_noise_of_the_encoder_is_not_kept() -> None:
    chance = np.random.default_rng(1)
    samples = [
        Sample(at, (fill(100) + chance.integers(0, 3, (90, 160, 3), dtype=np.uint8)).astype(np.uint8))
        for at in range(50)
    ]
    assert len(cut_edges(samples, Stretch(25, 50, 400)).first) == 1


@pytest.mark.parametrize("shape", [(90, 160), (180, 320), (320, 180), (24, 320), (320, 20), (8, 8), (1, 300)])
def test_cells_keep_the_light_of_any_shape(shape: tuple[int, int]) -> None:
    edges = cut_edges([Sample(0, fill(180, shape=shape))], Stretch(25, FRAMES, 400))
    assert set(edges.first[0].pixels.ravel().tolist()) == {180}
    assert max(edges.first[0].pixels.shape) <= 32


def test_a_cell_is_the_mean_of_light_and_not_of_codes() -> None:
    stripes = fill(BLACK, shape=(160, 320))
    stripes[:, ::2] = WHITE
    edges = cut_edges([Sample(0, stripes)], Stretch(25, FRAMES, 400))
    assert set(edges.first[0].pixels.ravel().tolist()) == {188}


@pytest.mark.parametrize("edges", [end(2), begin(3), cut(lambda at: at % 2 == 0), end(3, fps=60)])
def test_packed_and_unpacked_they_are_the_same(edges: Edges) -> None:
    data = pack_edges(edges)
    again = unpack_edges(data)
    assert again.fps == edges.fps
    for one, other in ((again.first, edges.first), (again.last, edges.last)):
        assert [sample.frame for sample in one] == [sample.frame for sample in other]
        assert all(np.array_equal(a.pixels, b.pixels) for a, b in zip(one, other, strict=True))
    assert pack_edges(again) == data
    assert len(data) < 60_000


GOOD = pack_edges(end(2))
HEAD = struct.Struct(">2sBBBBBB")


def spoil(**changed: int) -> bytes:
    names = ("mark", "version", "fps", "height", "width", "first", "last")
    values = dict(zip(names, HEAD.unpack_from(GOOD), strict=True)) | changed
    return HEAD.pack(*values.values()) + GOOD[HEAD.size :]


def repack(plain: bytes) -> bytes:
    return GOOD[: HEAD.size] + zlib.compress(plain)


PLAIN = zlib.decompress(GOOD[HEAD.size :])


@pytest.mark.parametrize(
    "data",
    [
        b"",
        GOOD[:5],
        GOOD[:-3],
        GOOD + b"x",
        b"XX" + GOOD[2:],
        spoil(version=2),
        spoil(fps=0),
        spoil(fps=255),
        spoil(height=33),
        spoil(width=0),
        spoil(first=0),
        spoil(last=0),
        spoil(first=200),
        spoil(height=17),
        repack(PLAIN + b"\0"),
        repack(PLAIN[:-1]),
        repack(b"\5" + PLAIN[1:]),
        repack(bytes([0, *PLAIN[1:2], 0]) + PLAIN[3:]),
        repack(bytes(100_000_000)),
    ],
    ids=lambda data: f"{len(data)} {data[:12].hex()}",
)
def test_other_bytes_are_refused(data: bytes) -> None:
    with pytest.raises(BrokenMedia, match="edges of a loop are damaged"):
        unpack_edges(data)


def test_edges_need_the_first_frame() -> None:
    with pytest.raises(ValueError, match="first frame"):
        cut_edges([Sample(3, fill(BLACK))], Stretch(25, FRAMES, 400))
