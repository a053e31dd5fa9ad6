"""What a loop says in writing, moment for moment. In: the plan of a clip or an essay. Out: the changes of its words, as
the picture shows them: while one picture dissolves into another the one that is seen more counts.
"""

from collections.abc import Mapping, Sequence

from campaign.render.cards import Drawn
from campaign.render.context import Shown
from campaign.render.subtitles import Changes, drop_repeats
from campaign.render.turns import Mix
from campaign.spec.text import read_also

HALF = 0.5


def hear_clip(moments: Sequence[int], pictures: Sequence[Drawn]) -> Changes:
    """The subtitles of a clip's drawn pictures, picture k from frame `moments[k]` on."""
    return drop_repeats((frame, _read_drawn(drawn)) for frame, drawn in zip(moments, pictures, strict=True))


def hear_essay(mixes: Sequence[Mix], rows: Sequence[Mapping[str, Shown]], *, bilingual: bool) -> Changes:
    """The captions of an essay, whose photos have these rows; in two languages a line each. While the last photo
    dissolves back into the first its own words stay: those of the first begin with the loop."""
    captions = [_read_caption(row, bilingual=bilingual) for row in rows]
    turns = ((mix.frame, mix.one if mix.share < HALF or mix.other < mix.one else mix.other) for mix in mixes)
    return drop_repeats((frame, captions[turn - 1]) for frame, turn in turns)


def _read_drawn(drawn: Drawn) -> str:
    shown = drawn.after if drawn.after and drawn.share >= HALF else drawn.face
    return shown.cue


def _read_caption(row: Mapping[str, Shown], *, bilingual: bool) -> str:
    """The words of a photo: its caption, or all of them one after the other."""
    texts = [text for text in row.values() if isinstance(text, str)]
    first = " · ".join(texts)
    if not bilingual:
        return first
    second = " · ".join(read_also(text) or text for text in texts)
    return f"{first}\n{second}" if second else first
