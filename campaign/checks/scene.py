"""All that is checked on pixels. In: a scene, its campaign and template. Out: findings.

One pass over the moments feeds every check that looks at them: a loop's pictures are drawn once, and none is kept.
"""

from collections.abc import Iterator
from typing import Protocol

from campaign.checks.contrast import Contrast
from campaign.checks.layouts import Layouts
from campaign.checks.marks import Marks
from campaign.render.manifest import Template
from campaign.render.scene import Moment, Scene
from campaign.spec.content import Campaign
from campaign.spec.findings import Finding


class Watcher(Protocol):
    """A check of a loop: it sees every moment once, in order, and tells at the end what it found. Of a still, which has
    no moments, it tells what the scene at rest shows."""

    def see(self, moment: Moment) -> None: ...

    def tell(self) -> Iterator[Finding]: ...


def check_scene(scene: Scene, *, campaign: Campaign, template: Template) -> tuple[Finding, ...]:
    """Each rule's findings, in the order of the rules; `scene.moments` are used up."""
    watchers: tuple[Watcher, ...] = (Layouts(scene), Contrast(scene), Marks(scene, campaign=campaign))
    for moment in scene.moments:
        for watcher in watchers:
            watcher.see(moment)
    found = [finding for watcher in watchers for finding in watcher.tell()]
    return tuple(sorted(found, key=lambda finding: (finding.rule[0], int(finding.rule[1:]))))
