"""All that is checked on pixels. In: a scene, its campaign and template. Out: findings.

One pass over the moments feeds every check that looks at them: a loop's pictures are drawn once, and none is kept.
"""

from collections.abc import Iterator
from typing import Protocol

from campaign.checks.charts import check_charts
from campaign.checks.contrast import Contrast
from campaign.checks.counters import check_counters
from campaign.checks.density import Density
from campaign.checks.layouts import Layouts
from campaign.checks.reading import Reading
from campaign.checks.shapes import check_shapes
from campaign.checks.visibility import Visibility
from campaign.render.manifest import Template
from campaign.render.scene import Moment, Scene
from campaign.spec.content import Campaign
from campaign.spec.findings import Finding


class Watcher(Protocol):
    """A check of a loop: it sees every moment once, in order, and tells at the end what it found. Of a still, which has
    no moments, it tells what the scene at rest shows."""

    def see(self, moment: Moment) -> None: ...

    def tell(self) -> Iterator[Finding]: ...


def check_scene(scene: Scene, *, campaign: Campaign, template: Template, slot: float = 0.0) -> tuple[Finding, ...]:
    """Each rule's findings, in the order of the rules; `scene.moments` are used up. A still is shown for `slot` seconds
    where its channel shows stills, 0 where it is only looked at."""
    watchers: tuple[Watcher, ...] = (
        Layouts(scene),
        Contrast(scene),
        Visibility(scene, campaign=campaign),
        Reading(scene, slot=slot),
        Density(scene),
    )
    for moment in scene.moments:
        for watcher in watchers:
            watcher.see(moment)
    found = [finding for watcher in watchers for finding in watcher.tell()]
    found += [*check_shapes(scene), *check_counters(scene), *check_charts(scene, template=template)]
    return tuple(sorted(found, key=lambda finding: (finding.rule[0], int(finding.rule[1:]))))
