"""What decoders master. In: a codec, a size, a rate. Out: the codec's lowest level that covers them.

Every codec numbers its levels alike, but they mean other limits: 4.1 covers 1920 × 1080 at 30 frames a second in H.264,
at 60 in the others.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from campaign.spec.channels import Codec


@dataclass(frozen=True)
class Level:
    """Most pixels a second, in a frame, in its width and its height; kbit/s."""

    pixels_a_second: int
    pixels: int
    width: int
    height: int
    kbps: int


def _count_blocks(blocks_a_second: int, blocks: int, kbps: int) -> Level:
    """H.264 and its macroblocks; A.3.1 (f), (g) for the sides."""
    side = math.floor(math.sqrt(8 * blocks)) * 16
    return Level(blocks_a_second * 256, blocks * 256, side, side, kbps)


def _count_samples(samples_a_second: int, samples: int, kbps: int) -> Level:
    """HEVC, A.4.1 (b), (c) for the sides."""
    side = math.floor(math.sqrt(8 * samples))
    return Level(samples_a_second, samples, side, side, kbps)


LEVELS: Mapping[Codec, Mapping[str, Level]] = {
    # ITU-T H.264 table A-1, bit rates × 1.25 for High
    Codec.H264: {
        "3.0": _count_blocks(40_500, 1_620, 12_500),
        "3.1": _count_blocks(108_000, 3_600, 17_500),
        "3.2": _count_blocks(216_000, 5_120, 25_000),
        "4.0": _count_blocks(245_760, 8_192, 25_000),
        "4.1": _count_blocks(245_760, 8_192, 62_500),
        "4.2": _count_blocks(522_240, 8_704, 62_500),
        "5.0": _count_blocks(589_824, 22_080, 168_750),
        "5.1": _count_blocks(983_040, 36_864, 300_000),
        "5.2": _count_blocks(2_073_600, 36_864, 300_000),
    },
    # ITU-T H.265 tables A.8 and A.9, Main tier
    Codec.HEVC: {
        "3.0": _count_samples(16_588_800, 552_960, 6_000),
        "3.1": _count_samples(33_177_600, 983_040, 10_000),
        "4.0": _count_samples(66_846_720, 2_228_224, 12_000),
        "4.1": _count_samples(133_693_440, 2_228_224, 20_000),
        "5.0": _count_samples(267_386_880, 8_912_896, 25_000),
        "5.1": _count_samples(534_773_760, 8_912_896, 40_000),
        "5.2": _count_samples(1_069_547_520, 8_912_896, 60_000),
    },
    # VP9 levels, webmproject.org/vp9/levels
    Codec.VP9: {
        "3.0": Level(20_736_000, 552_960, 2_048, 2_048, 7_200),
        "3.1": Level(36_864_000, 983_040, 2_752, 2_752, 12_000),
        "4.0": Level(83_558_400, 2_228_224, 4_160, 4_160, 18_000),
        "4.1": Level(160_432_128, 2_228_224, 4_160, 4_160, 30_000),
        "5.0": Level(311_951_360, 8_912_896, 8_384, 8_384, 60_000),
        "5.1": Level(588_251_136, 8_912_896, 8_384, 8_384, 120_000),
        "5.2": Level(1_176_502_272, 8_912_896, 8_384, 8_384, 180_000),
    },
    # AV1 specification A.3, Main tier
    Codec.AV1: {
        "3.0": Level(19_975_680, 665_856, 4_352, 2_448, 6_000),
        "3.1": Level(31_950_720, 1_065_024, 5_504, 3_096, 10_000),
        "4.0": Level(70_778_880, 2_359_296, 6_144, 3_456, 12_000),
        "4.1": Level(141_557_760, 2_359_296, 6_144, 3_456, 20_000),
        "5.0": Level(267_386_880, 8_912_896, 8_192, 4_352, 30_000),
        "5.1": Level(534_773_760, 8_912_896, 8_192, 4_352, 40_000),
        "5.2": Level(1_069_547_520, 8_912_896, 8_192, 4_352, 60_000),
    },
}


def find_level(width: int, height: int, *, fps: int, codec: Codec = Codec.H264) -> str:
    """The lowest level whose decoders master these pixels, or "" when none does."""
    if codec is Codec.H264:  # decodes whole macroblocks
        width, height = (math.ceil(side / 16) * 16 for side in (width, height))
    for name, level in LEVELS[codec].items():
        fits = width <= level.width and height <= level.height
        if fits and width * height <= level.pixels and width * height * fps <= level.pixels_a_second:
            return name
    return ""


def covers(level: str, needed: str) -> bool:
    """Whether decoders of a level master what needs another; nothing does for "", none at all."""
    return bool(level and needed) and float(needed) <= float(level)
