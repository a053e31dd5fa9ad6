"""Whether figures that count up end on their exact value (checks.md B7). In: a scene. Out: findings.

A counter is a window over a stack of printed values, and the scene's text is the last of them. Where that one is not
what stands in the window when all has come to rest, another figure does, and who joins late believes it.
"""

from collections.abc import Iterator

from campaign.render.scene import Scene, Wording
from campaign.spec.errors import Place
from campaign.spec.findings import Finding, Severity
from campaign.spec.message import say
from campaign.spec.rules.legibility import COUNTER_CUT


def check_counters(scene: Scene) -> Iterator[Finding]:
    """B7 of figures alone; words that are cut break another rule (B1)."""
    for wording in scene.wordings:
        if _is_figure(wording.text) and wording.cut > COUNTER_CUT.value:
            yield _tell(wording)


def _is_figure(text: str) -> bool:
    return any(map(str.isdigit, text)) and not any(map(str.isalpha, text))


def _tell(wording: Wording) -> Finding:
    return Finding(
        "B7",
        Severity.ERROR,
        say("The figure does not come to rest on its exact value, %(value)s.", value=wording.text),
        say("Let the counter's last step show number.text, and its style at rest be that step."),
        Place(field=wording.field, box=wording.room or wording.box),
        f"{wording.cut * 100:.0f} %",
        f"≤ {COUNTER_CUT.value * 100:g} %",
    )
