"""How a film wants to be read. In: a path, whose bytes may be anything. Out: its Source, or BrokenMedia.

Its clock is measured on every picture of its index, not believed from its header; fields are looked for only where
the film says that it has some, and a film that says so wrongly is not touched.
"""

import re
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import av
from av.container import InputContainer
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from campaign.adapters.probe import MOST_PACKETS, find_demuxer, open_film
from campaign.adapters.reading import run_reader
from campaign.render.cuts import Source, read_source
from campaign.spec.errors import BrokenMedia, Place
from campaign.spec.message import say

HDR_TRANSFERS = {16: "smpte2084", 18: "arib-std-b67"}  # ITU-T H.273 table 3: PQ, HLG
UNSAID = (2, None)
"""H.273 table 4: the matrix is not named."""
HD_HEIGHT = 720
"""Films that name no matrix follow the habit of their time: BT.709 from HD on, BT.601 before."""
FIELDS = frozenset({2, 3, 4, 5})
"""AVFieldOrder: two fields in a picture, whichever comes first."""
ALPHA_DECODERS = {"vp8": "libvpx", "vp9": "libvpx-vp9"}
"""In WebM the alpha lies beside the picture, where only these look."""
FIELD_SECONDS = 4.0
READ_SECONDS = 30.0
_COUNTED = re.compile(r"Multi frame detection: TFF:\s*(\d+) BFF:\s*(\d+) Progressive:\s*(\d+)")


def find_source(path: Path) -> Source:
    """How the encoder should read a clip. Raises BrokenMedia when it is no film that is taken."""
    demuxer = find_demuxer(path)
    if not demuxer:
        raise BrokenMedia(
            say("This is not a film of a kind that is taken."),
            place=Place(file=path.name),
            hint=say("Save it as MP4, MOV, MKV or WebM."),
        )
    with open_film(path, demuxer) as (container, video):
        context = video.codec_context
        matrix = "auto" if context.colorspace not in UNSAID else ("bt709" if context.height >= HD_HEIGHT else "bt601")
        beside = video.metadata.get("alpha_mode") == "1"
        source = Source(
            demuxer,
            matrix,
            hdr=HDR_TRANSFERS.get(int(context.color_trc or 0), ""),
            transparent=beside or _has_alpha(context.pix_fmt or ""),
            decoder=ALPHA_DECODERS.get(context.name, "") if beside else "",
        )
        has_fields = context.field_order in FIELDS
        source = _measure_clock(container, video, source)
    return replace(source, interlaced=has_fields and _shows_fields(path, source))


def _has_alpha(pixels: str) -> bool:
    return bool(pixels) and any(part.is_alpha for part in av.VideoFormat(pixels, 16, 16).components)


def _measure_clock(container: InputContainer, video: VideoStream, source: Source) -> Source:
    """With its seconds from the container's beginning, from which cuts count, to the end of the last picture; the
    longest time that a picture stands; and whether the first one says that it is to be turned."""
    video.codec_context.thread_count = 1
    first: VideoFrame | None = None
    tick = float(video.time_base or 0)
    begins = (container.start_time or 0) / av.time_base
    shown: list[int] = []
    end = 0
    for packet in container.demux(video):
        first = first or next(iter(packet.decode()), None)
        if packet.size and packet.pts is not None and not packet.is_discard:
            shown.append(packet.pts)
            end = max(end, packet.pts + (packet.duration or 0))
        if len(shown) > MOST_PACKETS:
            break
    shown.sort()
    steps = [after - before for before, after in pairwise(shown)]
    last = end - shown[-1] if shown else 0
    return replace(
        source,
        seconds=max(0.0, end * tick - begins),
        longest=max([last, *steps]) * tick,
        turned=first is not None and first.side_data.get("DISPLAYMATRIX") is not None,
    )


def _shows_fields(path: Path, source: Source) -> bool:
    """Measured by comparing the lines of moving pictures; a still film tells nothing and is believed."""
    words = (
        *("-loglevel", "info", *read_source(source), "-t", f"{FIELD_SECONDS}", "-i", f"file:{path}"),
        *("-map", "0:v:0", "-vf", "idet", "-f", "null", "-"),
    )
    found = _COUNTED.findall(run_reader(words, seconds=READ_SECONDS).said)
    if not found:
        return True
    top, bottom, whole = map(int, found[-1])
    return top + bottom >= whole
