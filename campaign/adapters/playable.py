"""A film as any browser plays it. In: a film of any kind that is taken. Out: a small MP4 with its sound, to look at.

Phones film in HEVC, cameras in MKV: few browsers play them. Its clock is the film's own, so seconds read off it are
those of the film.
"""

from pathlib import Path

from campaign.adapters.reading import run_reader
from campaign.adapters.sources import find_source
from campaign.render.cuts import read_source
from campaign.spec.errors import BrokenMedia, RenderFailed
from campaign.spec.message import say

MOST_SECONDS = 300
"""Of the film; what people choose of it lasts seconds."""
SECONDS = 90.0
HEIGHT = 480
KEYS = 12
"""Frames from one key frame to the next: jumping about in it is quick."""


def write_playable(path: Path, *, out: Path) -> None:
    """Write the first MOST_SECONDS as MP4 (H.264, AAC) of HEIGHT lines. Raises BrokenMedia."""
    source = find_source(path)
    words = [word for word in read_source(source) if word != "-an"]
    matrix = "bt2020" if source.hdr else source.matrix
    words += ["-t", str(MOST_SECONDS), "-i", f"file:{path}", "-map", "0:v:0", "-map", "0:a:0?"]
    words += ["-vf", f"scale=-2:{HEIGHT}:in_color_matrix={matrix}:out_color_matrix=bt709,format=yuv420p"]
    words += ["-c:v", "libx264", "-preset", "ultrafast", "-crf", "26", "-g", str(KEYS), "-threads", "2"]
    words += ["-c:a", "aac", "-ac", "2", "-b:a", "96k", "-movflags", "+faststart", "-map_metadata", "-1"]
    words += ["-f", "mp4", "-y", str(out)]
    try:
        reading = run_reader(("-loglevel", "error", *words), seconds=SECONDS)
    except RenderFailed:
        reading = None
    if reading is None or reading.code or not out.is_file():
        raise BrokenMedia(
            say("The film could not be made ready for your browser."),
            hint=say("Choose by the pictures, or export it as MP4 (H.264)."),
        )
