"""Whether every text stands out from the worst that is behind it (checks.md B3). In: a scene. Out: findings.

A text counts from the moment it has arrived: its strokes have their own colour where they stand at rest. From then on
no moment may make it worse, such as a photo that glides under it; one that never arrives is an error.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import floor, nan

import numpy as np
from numpy.typing import NDArray

from campaign.checks.letters import Strokes, find_strokes, measure_worst
from campaign.checks.words import shorten
from campaign.render.scene import Moment, Scene, Wording
from campaign.spec.errors import Place
from campaign.spec.findings import Finding, Severity
from campaign.spec.formats import Format
from campaign.spec.message import say
from campaign.spec.rules.legibility import BOLD_STEM, CONTRAST_GOOD, CONTRAST_LEAST, LARGE_BOLD_CAP, LARGE_CAP

SAMPLES = 256
"""Pixels of a text that tell whether it is there."""
SAME = 4
"""Codes of 255 by which a colour may differ and be the same: smoothing rounds."""
APART = 40
"""Codes of 255 from which on text and ground can be told apart where they meet."""
THERE = 0.99
"""So much of a text has its own colour once it has arrived: a counter that has not ended differs by one figure."""
MIXED = 0.8
"""Of the strength that it has at rest: a text that lets its ground shine through is there."""
PASSING = 0.5
"""Seconds: a text that comes or goes, as the loop closes on its beginning, may look paler for less."""


@dataclass(frozen=True, eq=False)
class Sight:
    """A text at a moment: samples of picture and ground where its strokes belong, and its contrast at its worst, which
    is not measured (nan) where the text is not there anyway."""

    second: float
    lasts: float
    worst: float
    shown: NDArray[np.int16]
    behind: NDArray[np.int16]

    @property
    def strength(self) -> float:
        """How far picture and ground are apart."""
        return float(np.median(np.abs(self.shown - self.behind).max(axis=1)))


@dataclass(eq=False)
class _Seen:
    """What was seen of a text; at rest apart from the moments of the loop."""

    wording: Wording
    strokes: Strokes | None
    rest: Sight | None
    sights: list[Sight]


class Contrast:
    """Watches a loop; without moments it tells of the scene at rest."""

    def __init__(self, scene: Scene):
        self._scene = scene
        self._seen: dict[Wording, _Seen] = {}
        for wording in scene.wordings:
            strokes = find_strokes(wording, scene.rest)
            rest = _look(strokes, scene.rest) if strokes else None
            self._seen[wording] = _Seen(wording, strokes, rest, [])

    def see(self, moment: Moment) -> None:
        for wording in self._scene.wordings if moment.wordings is None else moment.wordings:
            seen = self._seen.setdefault(wording, _Seen(wording, None, None, []))
            seen.strokes = seen.strokes or find_strokes(wording, moment)
            if seen.strokes:
                seen.sights.append(_look(seen.strokes, moment, rest=seen.rest, before=seen.sights[-1:]))

    def tell(self) -> Iterator[Finding]:
        for seen in self._seen.values():
            yield from _judge(seen, screen=self._scene.format)


def _look(strokes: Strokes, moment: Moment, *, rest: Sight | None = None, before: Sequence[Sight] = ()) -> Sight:
    """What did not change since `before`, or is as at rest, has the same contrast."""
    step = max(1, len(strokes.core[0]) // SAMPLES)
    places = (strokes.core[0][::step], strokes.core[1][::step])
    shown, behind = (pixels[places].astype(np.int16) for pixels in (moment.picture, moment.ground))
    sight = Sight(moment.second, moment.lasts, nan, shown, behind)
    for known in (*before, *filter(None, (rest,))):
        if np.array_equal(shown, known.shown) and np.array_equal(behind, known.behind):
            return replace(sight, worst=known.worst)
    if rest and _tell_state(sight, rest.shown) is False and not _is_mixed(sight, rest):
        return sight
    return replace(sight, worst=measure_worst(strokes, picture=moment.picture, ground=moment.ground))


def _judge(seen: _Seen, *, screen: Format) -> Iterator[Finding]:
    wording = seen.wording
    if not seen.strokes:
        if wording.ink is None and not wording.cut:
            yield _tell_unseen(wording)
        return
    if not seen.sights:
        if seen.rest:
            yield from _tell_pale(wording, seen.rest, screen=screen)
        return
    up = find_up(seen.sights, rest=seen.rest) or _find_mixed(seen)
    if up:
        worst = min(up, key=lambda sight: sight.worst)
        yield from _tell_pale(wording, worst, screen=screen, second=worst.second)
    else:
        yield _tell_unseen(wording)


def find_up(sights: Sequence[Sight], *, rest: Sight | None) -> tuple[Sight, ...]:
    """The moments at which the text is there: it has the colour that it has at rest, or else the one that stands out
    most from its ground. Between two of them it does not go for the moment in which it merges with its ground. What
    passes right before it goes, or after it came, is left out."""
    own = (rest or max(sights, key=lambda sight: sight.strength)).shown
    states = [_tell_state(sight, own) for sight in sights]
    there = [index for index, state in enumerate(states) if state is True]
    if not there:
        return ()
    up = [bool(state) or (state is None and there[0] < at < there[-1]) for at, state in enumerate(states)]
    return tuple(sight for at, sight in enumerate(sights) if up[at] and not _passes(sights, up, at))


def _passes(sights: Sequence[Sight], up: Sequence[bool], at: int) -> bool:
    """Whether the text is on its way out or in: within PASSING of a moment without it, round the loop's end too, and
    not where it stays."""
    count = len(sights)
    for step in (1, -1):
        seconds, other = 0.0, at
        while up[other] and seconds < PASSING:
            seconds += sights[other].lasts
            other = (other + step) % count
            if other == at:
                return False
        if not up[other] and seconds < PASSING:
            return True
    return False


def _find_mixed(seen: _Seen) -> tuple[Sight, ...]:
    """A text that lets its ground shine through has never quite its own colour: there, where it is as strong as at
    rest."""
    rest = seen.rest
    return tuple(sight for sight in seen.sights if rest and _is_mixed(sight, rest))


def _is_mixed(sight: Sight, rest: Sight) -> bool:
    return sight.strength >= max(SAME, MIXED * rest.strength)


def _tell_state(sight: Sight, own: NDArray[np.int16]) -> bool | None:
    """Whether the text is there; None where its ground has its colour, so that nobody can tell."""
    apart = np.abs(sight.behind - own).max(axis=1) > APART
    same = np.abs(sight.shown - own).max(axis=1) <= SAME
    if np.count_nonzero(apart) < (1 - THERE) * len(own):
        return None if same.mean() >= THERE else False
    return bool(same[apart].mean() >= THERE and same.mean() >= THERE)


def is_large(wording: Wording, *, screen: Format) -> bool:
    """Large scale text of WCAG 2.2, as large to whoever stands before the panel as it is there to who sits before a
    page: 4.5 : 1 is enough for it in 1.4.6 too."""
    share = wording.cap / screen.px_per_mm / (screen.viewing_distance_m * 1000)
    is_bold = wording.stem >= BOLD_STEM.value * wording.cap
    return share >= (LARGE_BOLD_CAP.value if is_bold else LARGE_CAP.value)


def _tell_pale(wording: Wording, sight: Sight, *, screen: Format, second: float | None = None) -> Iterator[Finding]:
    least = CONTRAST_LEAST.value
    good = least if is_large(wording, screen=screen) else CONTRAST_GOOD.value
    ratio = floor(sight.worst * 100) / 100
    if ratio >= good:
        return
    is_error = ratio < least
    yield Finding(
        "B3",
        Severity.ERROR if is_error else Severity.WARNING,
        say("“%(text)s” does not stand out from what is behind it.", text=shorten(wording.text))
        if is_error
        else say("“%(text)s” stands out from what is behind it, but not strongly.", text=shorten(wording.text)),
        say("Change the text's colour or darken what is behind it; over a photo lay a plain ground or a scrim."),
        Place(field=wording.field, box=wording.box, second=second),
        f"{ratio:.2f}:1",
        f"≥ {least if is_error else good:g}:1",
    )


def _tell_unseen(wording: Wording) -> Finding:
    return Finding(
        "B3",
        Severity.ERROR,
        say("“%(text)s” is never to be seen.", text=shorten(wording.text)),
        say("Nothing may cover it, and it may not keep the colour of its ground or stay transparent."),
        Place(field=wording.field, box=wording.box),
        "1.00:1",
        f"≥ {CONTRAST_LEAST.value:g}:1",
    )
