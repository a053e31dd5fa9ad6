"""What the funder's law wants to be seen (checks.md A1, A3–A6, A8–A10, A15). In: a scene, the funder. Out: findings."""

from collections.abc import Iterator

from campaign.checks.disclaimer import check_disclaimer
from campaign.checks.emblem import Fault, Flaw, Sighting, find_emblem_at, find_emblems
from campaign.checks.emblem_watch import FIELD, EmblemWatch, tell_missed
from campaign.checks.logos import check_logos
from campaign.checks.statement import FIELD as STATEMENT
from campaign.checks.statement import THERE, check_statement, list_statements, look_at_ink
from campaign.render.scene import Moment, Scene
from campaign.spec.boxes import Box, holds_middle
from campaign.spec.content import Campaign
from campaign.spec.errors import Place
from campaign.spec.findings import Finding, Severity
from campaign.spec.formats import Format
from campaign.spec.message import Message, say
from campaign.spec.rules.funding import EMBLEM_LEAST_MM

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


class Visibility:
    """Tells of the picture at rest, and watches a loop for A10. A funder without money of the Union has no emblem, and
    its statement may look as it likes."""

    def __init__(self, scene: Scene, *, campaign: Campaign):
        self._scene, self._campaign = scene, campaign
        self._emblem = _find_emblem(scene) if campaign.funder.emblem else None
        self._watch = EmblemWatch(self._emblem)
        self._unsaid: list[tuple[float, float]] = []

    def see(self, moment: Moment) -> None:
        if not self._campaign.funder.emblem:
            return
        self._watch.see(moment.picture, second=moment.second, lasts=moment.lasts)
        if not self._shows_statement(moment):
            self._unsaid.append((moment.second, moment.lasts))

    def _shows_statement(self, moment: Moment) -> bool:
        wordings = list_statements(moment.wordings if moment.wordings is not None else self._scene.wordings)
        inks = [wording.ink for wording in wordings if wording.ink]
        return bool(inks) and all(look_at_ink(moment.picture, moment.ground, ink).share >= THERE for ink in inks)

    def tell(self) -> Iterator[Finding]:
        funder = self._campaign.funder
        if funder.emblem:
            yield from check_emblem(self._emblem, screen=self._scene.format, least_mm=funder.emblem_mm)
            yield from check_statement(self._scene, emblem=self._emblem)
            if self._emblem:
                yield from check_logos(self._scene, emblem=self._emblem)
            yield from self._watch.tell()
            if self._unsaid:
                message = say("The funding statement is not on every frame of the loop.")
                yield tell_missed(message, self._unsaid, field=STATEMENT, box=self._scene.parts.get("statement"))
        yield from check_disclaimer(self._scene, funder=funder, url=self._campaign.url)


def _find_emblem(scene: Scene) -> Sighting | None:
    """Where the page has it, or else anywhere."""
    place = scene.parts.get(EMBLEM)
    there = find_emblem_at(scene.rest.picture, place) if place else None
    return there or choose_emblem(find_emblems(scene.rest.picture), place)


def choose_emblem(sightings: tuple[Sighting, ...], place: Box | None) -> Sighting | None:
    """The one at the place meant for it; else the best: a photo may show a flag too."""
    for sighting in sightings:
        if place and holds_middle(place, sighting.box):
            return sighting
    return next(iter(sightings), None)


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
