"""The film under the drawn pictures, as ffmpeg does it. In: a plan with a film. Out: its inputs and filters."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path

from campaign.render.cuts import Source, filter_cut, read_cut
from campaign.render.pans import filter_pan, read_photo
from campaign.render.ports import Cut, Film, Hole, Take, VideoPlan

TAGS = "setsar=1,setparams=range=tv:color_primaries=bt709:color_trc=bt709:colorspace=bt709:chroma_location=left"
"""All that a stream says of its pixels, the same whether they were drawn or filmed."""


def read_film(film: Film, sources: Sequence[Source], *, photos: Sequence[Path], fps: int) -> tuple[str, ...]:
    """The words of the film's inputs, from ffmpeg's input 1 on, one a take; `sources` are those of its cuts and
    `photos` the files with the pixels of its pans, each in order."""
    left, files = iter(sources), iter(photos)
    inputs = (
        read_cut(take.source, next(left))
        if isinstance(take.source, Cut)
        else read_photo(take.source.photo, next(files), fps=fps)
        for take in film.takes
    )
    return tuple(word for words in inputs for word in words)


def compose_film(plan: VideoPlan, film: Film, sources: Sequence[Source]) -> str:
    """Filters that end in [film]: the whole picture with the takes in its hole, held after the last."""
    hole, fps = film.hole, plan.profile.fps
    left = iter(sources)
    hold = f"tpad=stop_mode=clone:stop={plan.frames}"
    frame = f"pad={plan.width}:{plan.height}:{hole.left}:{hole.top},{hold}[film]"
    played = [
        f"[{at}:v]{_play(take, hole=hole, fps=fps, sources=left)},{TAGS},{_wait(take) if at == 1 else ''}"
        for at, take in enumerate(film.takes, start=1)
    ]
    if len(played) == 1:
        return f"{played[0]}{frame}"
    stands = [*(_stand(take, after) for take, after in pairwise(film.takes)), hold]
    parts = [f"{chain}{stand}[take{at}]" for at, (chain, stand) in enumerate(zip(played, stands, strict=True), start=1)]
    return ";".join((*parts, *_join(film.takes, fps=fps), f"[joined{len(parts)}]{frame}"))


def _play(take: Take, *, hole: Hole, fps: int, sources: Iterator[Source]) -> str:
    """So many frames of the hole."""
    if isinstance(take.source, Cut):
        return filter_cut(take.source, next(sources), hole=hole, frames=take.frames, fps=fps)
    return filter_pan(take.source, hole=hole, frames=take.frames)


def _wait(take: Take) -> str:
    """Its first picture stands until it moves; counted anew, for tpad forgets at the end by how much it was late."""
    return f"tpad=start_mode=clone:start={take.first},setpts=N," if take.first else ""


def _stand(take: Take, after: Take) -> str:
    """Its last picture stands until the next take has dissolved in."""
    frames = after.first + after.fade - take.first
    return f"tpad=stop_mode=clone:stop=-1,trim=end_frame={frames}"


def _join(takes: Sequence[Take], *, fps: int) -> Iterator[str]:
    """One after the other, from [take1] to the [joined] of the last."""
    before = "[take1]"
    for at, take in enumerate(takes[1:], start=2):
        yield f"{before}[take{at}]{_dissolve(take, fps=fps)}[joined{at}]"
        before = f"[joined{at}]"


def _dissolve(take: Take, *, fps: int) -> str:
    if not take.fade:
        return "concat=n=2:v=1:a=0"
    return f"xfade=transition=fade:duration={take.fade / fps:.6f}:offset={take.first / fps:.6f}"
