"""A stretch of a video file, as ffmpeg reads it. In: a cut, what its file is like. Out: input words, filters.

One demuxer and the file protocol only: a playlist under a film's name reaches nothing.
"""

from dataclasses import dataclass

from campaign.render.codecs import THREADS
from campaign.render.ports import Cut, Hole

MOST_PIXELS = 4096 * 2304
"""A 4K camera's film; above it no screen of ours gains and the decoder's time grows without bound."""

_FLAGS = "bicubic+bitexact+accurate_rnd"
_MARGIN = 0.001
"""Seconds by which a file's clock may be rounded: WebM counts milliseconds."""


@dataclass(frozen=True)
class Source:
    """How to read a clip: the demuxer its bytes ask for, the colour matrix where the file names none, and the
    transfer function where its light goes beyond what ordinary screens show (phones film so unless told otherwise).

    It lasts `seconds`, its longest picture stands for `longest` of them; `interlaced` pictures are two fields in one;
    `turned` ones are to be turned or mirrored; what is transparent lies on black, and `decoder` is the one that sees it
    where the ordinary one does not."""

    demuxer: str
    matrix: str
    hdr: str = ""
    seconds: float = 0.0
    longest: float = 0.0
    interlaced: bool = False
    turned: bool = False
    transparent: bool = False
    decoder: str = ""


def read_cut(cut: Cut, source: Source) -> tuple[str, ...]:
    """The words of one input of ffmpeg: it seeks, then decodes no more than the cut needs."""
    lead = _find_lead(cut, source)
    # Where a film changes its size or colours, ffmpeg would set up all filters anew, and what lies over the film would
    # begin again. Scaling takes whatever comes; what turns or weaves pictures does not.
    steady = () if source.turned or source.interlaced else ("-reinit_filter", "0")
    return (
        *read_source(source),
        *steady,
        *("-ss", f"{cut.start - lead:.6f}", "-t", f"{cut.end - cut.start + lead:.6f}", "-i", f"file:{cut.path}"),
    )


def read_source(source: Source) -> tuple[str, ...]:
    """The words before an input that say how its file is read."""
    return (
        *("-protocol_whitelist", "file", "-format_whitelist", source.demuxer, "-f", source.demuxer),
        *("-threads", str(THREADS), "-max_pixels", str(MOST_PIXELS), "-an", "-sn", "-dn"),
        *(("-c:v", source.decoder) if source.decoder else ()),
    )


def filter_cut(cut: Cut, source: Source, *, hole: Hole, frames: int, fps: int) -> str:
    """From what the file holds to so many frames of the hole, at the loop's rate, in BT.709."""
    size = f"{hole.width}:{hole.height}"
    weave = "bwdif=mode=send_frame:parity=auto:deint=all," if source.interlaced else ""
    matrix = "bt2020" if source.hdr else source.matrix
    pixels = "yuv420p10le" if source.hdr else "yuva420p" if source.transparent else "yuv420p"
    scale = f"scale={size}:force_original_aspect_ratio=increase:reset_sar=1:in_color_matrix={matrix}"
    after = ",premultiply=inplace=1,setparams=alpha_mode=straight,format=yuv420p" if source.transparent else ""
    return (
        f"{weave}fps={fps}:start_time={_find_lead(cut, source):.6f},trim=end_frame={frames},setpts=PTS-STARTPTS,"
        f"{scale}:out_color_matrix={'bt2020' if source.hdr else 'bt709'}:out_range=tv:flags={_FLAGS},"
        f"crop={size}:(iw-ow)*{cut.focus_x / 100:.4f}:(ih-oh)*{cut.focus_y / 100:.4f},format={pixels}"
        f"{_map_tones(source.hdr) if source.hdr else after}"
    )


def _find_lead(cut: Cut, source: Source) -> float:
    """Seconds before the cut to read from: the picture that stands when it begins may have come long before."""
    return min(cut.start, source.longest + _MARGIN)


def _map_tones(transfer: str) -> str:
    """BT.2020 light to BT.709's range: highlights are rolled off, not clipped. It comes after scaling, for it costs
    more than all else."""
    return (
        f",setparams=color_primaries=bt2020:color_trc={transfer}:colorspace=bt2020nc:range=tv,"
        "zscale=transfer=linear:npl=100,format=gbrpf32le,zscale=primaries=bt709,tonemap=hable:desat=0,"
        "zscale=transfer=bt709:matrix=bt709:range=tv,format=yuv420p"
    )
