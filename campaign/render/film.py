"""The film under the drawn pictures, as ffmpeg does it. In: a plan with a film. Out: its inputs and filters."""

from collections.abc import Sequence

from campaign.render.cuts import Source, filter_cut, read_cut
from campaign.render.ports import Cut, Film, Take, VideoPlan

TAGS = "setsar=1,setparams=range=tv:color_primaries=bt709:color_trc=bt709:colorspace=bt709:chroma_location=left"
"""All that a stream says of its pixels, the same whether they were drawn or filmed."""


def read_film(film: Film, sources: Sequence[Source]) -> tuple[str, ...]:
    """The words of the film's inputs, from ffmpeg's input 1 on; `sources` are those of its cuts, in order."""
    cuts = [take.source for take in film.takes if isinstance(take.source, Cut)]
    return tuple(word for cut, source in zip(cuts, sources, strict=True) for word in read_cut(cut, source))


def compose_film(plan: VideoPlan, film: Film, sources: Sequence[Source]) -> str:
    """Filters that end in [film]: the whole picture with the takes in its hole, held after the last."""
    hole, fps = film.hole, plan.profile.fps
    take, source = film.takes[0], sources[0]
    return (
        f"[1:v]{filter_cut(source, hole=hole, frames=take.frames, fps=fps)},{TAGS},{_wait(take)}"
        f"pad={plan.width}:{plan.height}:{hole.left}:{hole.top},"
        f"tpad=stop_mode=clone:stop={plan.frames}[film]"
    )


def _wait(take: Take) -> str:
    """Its first picture stands until it moves."""
    return f"tpad=start_mode=clone:start={take.first}," if take.first else ""
