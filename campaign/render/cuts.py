"""A stretch of a video file, as ffmpeg reads it. In: a cut, what its file is like. Out: input words, filters.

One demuxer and the file protocol only: a playlist under a film's name reaches nothing.
"""

from dataclasses import dataclass

from campaign.render.codecs import THREADS
from campaign.render.ports import Cut, Hole

_FLAGS = "bicubic+bitexact+accurate_rnd"


@dataclass(frozen=True)
class Source:
    """How to read a clip: the demuxer its bytes ask for, the colour matrix where the file names none, and the
    transfer function where its light goes beyond what ordinary screens show (phones film so unless told otherwise)."""

    demuxer: str
    matrix: str
    hdr: str = ""


def read_cut(cut: Cut, source: Source) -> tuple[str, ...]:
    """The words of one input of ffmpeg."""
    return (
        *("-protocol_whitelist", "file", "-format_whitelist", source.demuxer, "-f", source.demuxer),
        *("-threads", str(THREADS), "-an", "-sn", "-dn"),
        *("-ss", f"{cut.start:.6f}", "-t", f"{cut.end - cut.start:.6f}", "-i", f"file:{cut.path}"),
    )


def filter_cut(source: Source, *, hole: Hole, frames: int, fps: int) -> str:
    """From what the file holds to so many frames of the hole, at the loop's rate, in BT.709."""
    size = f"{hole.width}:{hole.height}"
    tone = _map_tones(source.hdr) if source.hdr else ""
    return (
        f"fps={fps}:start_time=0,trim=end_frame={frames},{tone}"
        f"scale={size}:force_original_aspect_ratio=increase:reset_sar=1:in_color_matrix={source.matrix}"
        f":out_color_matrix=bt709:out_range=tv:flags={_FLAGS},crop={size},format=yuv420p"
    )


def _map_tones(transfer: str) -> str:
    """BT.2020 light to BT.709's range: highlights are rolled off, not clipped."""
    return (
        f"setparams=color_primaries=bt2020:color_trc={transfer}:colorspace=bt2020nc:range=tv,"
        "zscale=transfer=linear:npl=100,format=gbrpf32le,zscale=primaries=bt709,tonemap=hable:desat=0,"
        "zscale=transfer=bt709:matrix=bt709:range=tv,format=yuv420p,"
    )
