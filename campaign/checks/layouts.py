"""What hangs on how texts stand, not on what is behind them (checks.md B1, B2, B8). In: a scene. Out: findings.

Texts of a loop that stand elsewhere than in its rest, such as subtitles and cards, are looked at once, when they come.
"""

from collections.abc import Iterator
from dataclasses import replace

from campaign.checks.capitals import check_capitals
from campaign.checks.crowding import check_crowding
from campaign.checks.glyphs import check_drawn
from campaign.render.scene import Moment, Scene
from campaign.spec.findings import Finding, Severity


class Layouts:
    """Watches a loop for texts it has not seen yet."""

    def __init__(self, scene: Scene):
        self._scene = scene
        self._seen = {scene.wordings}
        self._found: dict[tuple[str, str, str], Finding] = {}
        self._keep(scene, second=None)

    def see(self, moment: Moment) -> None:
        if moment.wordings is not None and moment.wordings not in self._seen:
            self._seen.add(moment.wordings)
            self._keep(replace(self._scene, wordings=moment.wordings), second=moment.second)

    def tell(self) -> Iterator[Finding]:
        yield from self._found.values()

    def _keep(self, scene: Scene, *, second: float | None) -> None:
        """The same fault of the same text once."""
        for finding in check_texts(scene):
            if second is not None and finding.rule == "B2" and finding.severity is Severity.WARNING:
                continue  # a card or subtitle has no message of its own that would have to be large
            said = (finding.rule, str(finding.message), finding.place.field)
            self._found.setdefault(said, finding.locate(second=second))


def check_texts(scene: Scene) -> Iterator[Finding]:
    """B1, B2 and B8 of the scene's texts."""
    yield from check_crowding(scene)
    yield from check_capitals(scene)
    yield from check_drawn(scene)
