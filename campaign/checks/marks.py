"""What the funder's law wants to be seen (checks.md A1, A3–A6, A8–A10, A15). In: a scene, the funder. Out: findings."""

from collections.abc import Iterator

import numpy as np

from campaign.checks.disclaimer import check_disclaimer
from campaign.checks.emblem import Fault, Flaw, Sighting, find_emblem_again, find_emblems
from campaign.checks.logos import check_logos
from campaign.checks.statement import THERE, check_statement, list_statements, look_at_ink
from campaign.render.scene import Moment, Pixels, Scene
from campaign.spec.content import Campaign
from campaign.spec.errors import Box, Place
from campaign.spec.findings import Finding, Severity
from campaign.spec.formats import Format
from campaign.spec.funding import FunderProfile
from campaign.spec.message import Message, say
from campaign.spec.rules.funding import EMBLEM_LEAST_MM

FIELD = "funder.emblem"
EMBLEM = "emblem"
"""The kit's id of the emblem's box."""
SLACK_PX = 0.3
"""Pixels that an edge may be off by, as far as compressed pictures tell it."""

DRAW = say("Let the strip draw it: it follows the law’s own geometry.")
WORDS: dict[Fault, tuple[Message, Message]] = {
    Fault.RATIO: (say("The EU emblem is stretched or cut."), DRAW),
    Fault.COUNT: (say("The EU emblem has not twelve stars."), DRAW),
    Fault.TURNED: (say("The EU emblem’s stars are turned: each stands upright, one point up."), DRAW),
    Fault.PLACED: (say("The EU emblem’s circle of stars has not a third of its height as radius."), DRAW),
    Fault.COLOUR: (say("The EU emblem has other colours than the law’s."), DRAW),
    Fault.COVERED: (say("Something lies over the EU emblem."), say("Move it away: the emblem stands alone.")),
    Fault.BORDER: (
        say("The EU emblem has no white border, or too thin a one, on a ground that is not white."),
        say("Give it a white border of a 25th of its height, or a white ground."),
    ),
    Fault.TOUCHED: (
        say("Something touches the EU emblem."),
        say("Keep at least a 25th of its height empty around it."),
    ),
}
RULES = {Fault.COVERED: "A5", Fault.BORDER: "A5", Fault.TOUCHED: "A5"}
"""The others break A1: what is drawn otherwise is not the emblem."""


def check_marks(scene: Scene, *, campaign: Campaign) -> Iterator[Finding]:
    """A picture at rest. A funder without money of the Union has no emblem, and its statement may look as it likes."""
    funder = campaign.funder
    if funder.emblem:
        emblem = choose_emblem(find_emblems(scene.rest.picture), scene.parts.get(EMBLEM))
        yield from check_emblem(emblem, screen=scene.format, least_mm=funder.emblem_mm)
        yield from check_statement(scene, emblem=emblem)
        if emblem:
            yield from check_logos(scene, emblem=emblem)
    yield from check_disclaimer(scene, funder=funder, url=campaign.url)


def choose_emblem(sightings: tuple[Sighting, ...], place: Box | None) -> Sighting | None:
    """The one at the place meant for it; else the best: a photo may show a flag too."""
    for sighting in sightings:
        if place and _holds(place, sighting.box):
            return sighting
    return next(iter(sightings), None)


def _holds(place: Box, box: Box) -> bool:
    across, down = box.left + box.width / 2 - place.left, box.top + box.height / 2 - place.top
    return 0 <= across <= place.width and 0 <= down <= place.height


def check_emblem(
    emblem: Sighting | None,
    *,
    screen: Format | None,
    least_mm: float | None = None,
) -> Iterator[Finding]:
    """A1 for the emblem, A5, and A9 on a panel that is known."""
    if emblem is None:
        message = say("The EU emblem is not there, or not as the law draws it.")
        yield Finding("A1", Severity.ERROR, message, DRAW, Place(field=FIELD))
        return
    for flaw in emblem.flaws:
        yield _tell_flaw(flaw, emblem)
    if screen:
        yield from check_size(emblem, screen=screen, least_mm=least_mm)


def _tell_flaw(flaw: Flaw, emblem: Sighting) -> Finding:
    message, hint = WORDS[flaw.fault]
    place = Place(field=FIELD, box=emblem.box)
    rule = RULES.get(flaw.fault, "A1")
    return Finding(rule, Severity.ERROR, message, hint, place, flaw.measured, flaw.allowed)


def check_size(emblem: Sighting, *, screen: Format, least_mm: float | None = None) -> Iterator[Finding]:
    """A9: the law's millimetres on the panel, or the funder's where they are more."""
    least = max(EMBLEM_LEAST_MM.value, least_mm or 0.0)
    if emblem.box.height + SLACK_PX < least * screen.px_per_mm:
        yield Finding(
            "A9",
            Severity.ERROR,
            say("The EU emblem is too small on this screen."),
            say("Draw it larger."),
            Place(field=FIELD, box=emblem.box),
            f"{emblem.box.height / screen.px_per_mm:.1f} mm",
            f"{least:g} mm",
        )


class Presence:
    """A10: emblem and statement at every moment of a loop, for people come in the middle of it."""

    def __init__(self, scene: Scene, *, funder: FunderProfile):
        self._scene, self._funder = scene, funder
        self._emblem = (
            choose_emblem(find_emblems(scene.rest.picture), scene.parts.get(EMBLEM)) if funder.emblem else None
        )
        self._part: Pixels | None = None
        self._is_there = True
        self._missed: dict[str, list[tuple[float, float]]] = {"emblem": [], "statement": []}

    def see(self, moment: Moment) -> None:
        if not self._funder.emblem:
            return
        if not self._shows_emblem(moment):
            self._missed["emblem"].append((moment.second, moment.lasts))
        if not self._shows_statement(moment):
            self._missed["statement"].append((moment.second, moment.lasts))

    def _shows_emblem(self, moment: Moment) -> bool:
        """Looked for at its place, and anywhere only where it is not; what did not change is not looked at again."""
        if self._emblem is None:
            return bool(find_emblems(moment.picture))
        part = _cut(moment.picture, self._emblem.box)
        if self._part is None or not np.array_equal(part, self._part):
            sighting = find_emblem_again(moment.picture, self._emblem)
            if sighting is None:
                sighting = next(iter(find_emblems(moment.picture)), None)
            self._is_there = sighting is not None and sighting.is_drawn_right and not sighting.has(Fault.COVERED)
            self._part = part
        return self._is_there

    def _shows_statement(self, moment: Moment) -> bool:
        wordings = list_statements(moment.wordings if moment.wordings is not None else self._scene.wordings)
        inks = [wording.ink for wording in wordings if wording.ink]
        return bool(inks) and all(look_at_ink(moment.picture, moment.ground, ink).share >= THERE for ink in inks)

    def tell(self) -> Iterator[Finding]:
        for part, message in (
            ("emblem", say("The EU emblem is not on every frame of the loop.")),
            ("statement", say("The funding statement is not on every frame of the loop.")),
        ):
            if missed := self._missed[part]:
                yield Finding(
                    "A10",
                    Severity.ERROR,
                    message,
                    say("Let the strip stand from the first frame to the last: people come in the middle."),
                    Place(field=f"funder.{part}", second=round(missed[0][0], 2), box=self._find_box(part)),
                    f"{sum(lasts for _, lasts in missed):.2f} s",
                    "0 s",
                )

    def _find_box(self, part: str) -> Box | None:
        return self._emblem.box if self._emblem and part == "emblem" else self._scene.parts.get(part)


def _cut(picture: Pixels, box: Box) -> Pixels:
    margin = max(4, round(box.height / 10))
    top, left = max(0, int(box.top) - margin), max(0, int(box.left) - margin)
    return picture[top : int(box.top + box.height) + margin, left : int(box.left + box.width) + margin].copy()
