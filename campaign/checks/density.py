"""How many words stand in a picture at once (checks.md B6). In: a scene. Out: a warning.

A first glance takes in what is set large. Smaller words are for who goes on reading, and need time, not room (B5); but
words that are all alike compete, so a picture without a headline counts whole.
"""

from collections.abc import Iterator

from campaign.checks.words import count_read, count_words, is_credit
from campaign.render.scene import Moment, Scene, Wording
from campaign.spec.boxes import join_boxes
from campaign.spec.errors import Place
from campaign.spec.findings import Finding, Severity
from campaign.spec.formats import Format
from campaign.spec.message import say
from campaign.spec.rules.legibility import LARGE, WORDS_MOST, WORDS_MOST_GLANCE


class Density:
    """Watches a loop for its fullest picture; without moments it tells of the scene at rest."""

    def __init__(self, scene: Scene):
        self._scene = scene
        self._second: float | None = None
        self._fullest = pick_large(scene.wordings)
        self._last: tuple[Wording, ...] | None = None

    def see(self, moment: Moment) -> None:
        if moment.wordings is None or moment.wordings is self._last:
            return
        self._last, large = moment.wordings, pick_large(moment.wordings)
        if self._count(large) > self._count(self._fullest):
            self._fullest, self._second = large, moment.second

    def tell(self) -> Iterator[Finding]:
        words, most = self._count(self._fullest), find_most(self._scene.format)
        if words > most:
            box = join_boxes(wording.box for wording in self._fullest)
            yield Finding(
                "B6",
                Severity.WARNING,
                say("%(words)d words stand in the picture at once.", words=round(words)),
                say("Keep one short sentence large, and the rest clearly smaller or for another material."),
                Place(box=box, second=self._second, field=_find_longest(self._fullest).field),
                f"{round(words)}",
                f"≤ {most:g}",
            )

    def _count(self, wordings: tuple[Wording, ...]) -> float:
        return count_read((wording.text for wording in wordings), language=self._scene.language)


def pick_large(wordings: tuple[Wording, ...]) -> tuple[Wording, ...]:
    """Those with words that are nearly as large as the largest."""
    texts = [wording for wording in wordings if count_words(wording.text) and not is_credit(wording)]
    least = LARGE.value * max((wording.cap for wording in texts), default=0.0)
    return tuple(wording for wording in texts if wording.cap >= least)


def find_most(screen: Format) -> float:
    """Words at once: fewer where people pass."""
    return WORDS_MOST_GLANCE.value if screen.passed else WORDS_MOST.value


def _find_longest(wordings: tuple[Wording, ...]) -> Wording:
    return max(wordings, key=lambda wording: count_words(wording.text))
