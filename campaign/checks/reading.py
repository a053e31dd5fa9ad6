"""Whether every text is up long enough to be read (checks.md B5). In: a scene. Out: findings.

The time of a text is the time its ink can be read, summed over the loop: what arrives late or goes early has less. A
loop comes again, but nobody waits for it, so each pass must do. One person reads one text after the other: whatever
stretch of the loop one takes, the words that are to be seen in it alone must fit into it. So forty words in eight
seconds are too many though each text is up for eight, and a caption has only its own time, a headline that stays all.
Subtitles have a shortest time and a comfortable pace of their own (D2, D3); here they may not be too quick.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from campaign.checks.letters import Strokes, find_strokes
from campaign.checks.luminance import measure_contrast, measure_luminance
from campaign.checks.words import count_read, count_words, is_message, shorten
from campaign.render.scene import Moment, Scene, Wording
from campaign.spec.boxes import join_boxes
from campaign.spec.errors import Place
from campaign.spec.findings import Finding, Severity
from campaign.spec.message import say
from campaign.spec.rules.legibility import INK_LEAST, INK_SHARE, PACE_GOOD, PACE_MOST, READING_LEAST

SAMPLES = 400
"""Pixels of a text that tell whether it is there."""
CUE = "cue"
GRACE = 0.05
"""Seconds: moments lie on whole frames."""


@dataclass(eq=False)
class _Text:
    """A text, wherever in the loop it stands, and the moments at which it can be read."""

    wording: Wording
    up: list[int] = field(default_factory=list)


@dataclass(frozen=True)
class Stretch:
    """From moment `first` to moment `last`: `words` that can be read only then, in `seconds`."""

    first: int
    last: int
    words: float
    seconds: float
    wordings: tuple[Wording, ...]

    @property
    def pace(self) -> float:
        return self.words / self.seconds if self.seconds else float("inf")


class Reading:
    """Watches a loop. A still is shown for `slot` seconds where its channel shows stills; 0 where it is not shown."""

    def __init__(self, scene: Scene, *, slot: float = 0.0):
        self._scene, self._slot = scene, slot
        self._texts: dict[tuple[str, str], _Text] = {}
        self._strokes: dict[Wording, Strokes | None] = {}
        self._moments: list[tuple[float, float]] = []

    def see(self, moment: Moment) -> None:
        index = len(self._moments)
        self._moments.append((moment.second, moment.lasts))
        for wording in self._scene.wordings if moment.wordings is None else moment.wordings:
            if wording not in self._strokes:
                self._strokes[wording] = find_strokes(wording, self._scene.rest if moment.wordings is None else moment)
            strokes = self._strokes[wording]
            text = self._texts.setdefault((wording.field, wording.text), _Text(wording))
            if strokes and can_be_read(strokes, moment) and index not in text.up[-1:]:
                text.up.append(index)

    def tell(self) -> Iterator[Finding]:
        if not self._moments and self._slot:
            self.see(replace(self._scene.rest, lasts=self._slot))
        hurried = list(self._judge_texts())
        yield from hurried
        if not hurried:
            yield from self._judge_stretches()

    def _judge_texts(self) -> Iterator[Finding]:
        """Each by itself. One that is never up breaks another rule (B3)."""
        for text in self._texts.values():
            seconds = sum(self._moments[index][1] for index in text.up)
            if text.up and is_message(text.wording):
                yield from _judge_text(text.wording, seconds, first=self._moments[text.up[0]][0])

    def _judge_stretches(self) -> Iterator[Finding]:
        texts = [text for text in self._texts.values() if text.up and count_words(text.wording.text)]
        read = [text for text in texts if is_message(text.wording)]
        calm = [text for text in read if text.wording.field != CUE]
        hurried, stretch = (max(self._list_stretches(each), key=_rank, default=None) for each in (read, calm))
        is_error = hurried is not None and hurried.pace > PACE_MOST.value
        stretch = hurried if is_error else stretch
        if stretch is None or stretch.pace <= PACE_GOOD.value:
            return
        limit = PACE_MOST.value if is_error else PACE_GOOD.value
        words, seconds = round(stretch.words), round(stretch.seconds, 1)
        longest = max(stretch.wordings, key=lambda wording: count_words(wording.text))
        box = join_boxes(wording.box for wording in stretch.wordings)
        yield Finding(
            "B5",
            Severity.ERROR if is_error else Severity.WARNING,
            say("%(words)d words stand for %(seconds)g seconds, too short to read them.", words=words, seconds=seconds)
            if is_error
            else say(
                "%(words)d words stand for %(seconds)g seconds: who reads slowly misses some.",
                words=words,
                seconds=seconds,
            ),
            say(
                "Say it in fewer words, or let the loop last longer: %(needed)g seconds.",
                needed=round(stretch.words / PACE_GOOD.value + GRACE, 1),
            ),
            Place(field=longest.field, box=box, second=self._moments[stretch.first][0]),
            f"{stretch.pace:.1f} words in 1 s",
            f"≤ {limit:g} words in 1 s",
        )

    def _list_stretches(self, texts: Sequence[_Text]) -> Iterator[Stretch]:
        """All that begin with a text and end with one; those that lie inside others say more of less."""
        for first in sorted({text.up[0] for text in texts}):
            for last in sorted({text.up[-1] for text in texts if text.up[-1] >= first}):
                inside = [text for text in texts if first <= text.up[0] and text.up[-1] <= last]
                if inside:
                    yield self._measure(first, last, inside)

    def _measure(self, first: int, last: int, inside: Sequence[_Text]) -> Stretch:
        words = count_read((text.wording.text for text in inside), language=self._scene.language)
        shown = {index for text in inside for index in text.up}
        seconds = sum(self._moments[index][1] for index in shown)
        return Stretch(first, last, words, seconds + GRACE, tuple(text.wording for text in inside))


def _rank(stretch: Stretch) -> tuple[float, float]:
    return stretch.pace, stretch.words


def can_be_read(strokes: Strokes, moment: Moment) -> bool:
    """Whether the text is there: its strokes stand out where they lie at rest."""
    step = max(1, len(strokes.core[0]) // SAMPLES)
    places = (strokes.core[0][::step], strokes.core[1][::step])
    shown, behind = (measure_luminance(pixels[places]) for pixels in (moment.picture, moment.ground))
    ratios = measure_contrast(shown, behind)
    return bool(np.mean(ratios >= INK_LEAST.value) >= INK_SHARE.value)


def _judge_text(wording: Wording, seconds: float, *, first: float) -> Iterator[Finding]:
    """`first` is the second in which it comes up; a subtitle is seen on the picture only then."""
    words, is_cue = count_words(wording.text), wording.field == CUE
    least = max(words / PACE_MOST.value, 0.0 if is_cue else READING_LEAST.value)
    good = least if is_cue else words / PACE_GOOD.value
    if seconds + GRACE >= max(least, good):
        return
    is_error = seconds + GRACE < least
    yield Finding(
        "B5",
        Severity.ERROR if is_error else Severity.WARNING,
        say(
            "“%(text)s” can be read for %(seconds)g seconds only.",
            text=shorten(wording.text),
            seconds=round(seconds, 1),
        ),
        say("Let it arrive sooner and stay longer, or say it in fewer words."),
        Place(field=wording.field, box=wording.box, second=first if is_cue else None),
        f"{seconds:.1f} s",
        f"≥ {least if is_error else good:.1f} s",
    )
