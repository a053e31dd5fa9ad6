"""The funder's disclaimer (checks.md A15). In: a scene, the funder, the campaign's address. Out: findings.

It stands on the picture, or behind a QR code there that really can be read and leads where the campaign is. How near
one must come to read a code is not held: no standard bounds its size for screens, and people walk up to one.
"""

from collections.abc import Iterator

from campaign.checks.codes import Code, read_codes
from campaign.checks.statement import THERE, look_at_ink
from campaign.render.scene import Pixels, Scene
from campaign.spec.boxes import Box
from campaign.spec.errors import Place
from campaign.spec.findings import Finding, Severity
from campaign.spec.funding import FunderProfile
from campaign.spec.message import Message, say

FIELD = "funder.disclaimer"
QR = "qr"


def check_disclaimer(scene: Scene, *, funder: FunderProfile, url: str) -> Iterator[Finding]:
    """A15: on the material, or behind its code."""
    if not funder.disclaimer or _is_shown(scene):
        return
    codes = read_near(scene.rest.picture, scene.parts.get(QR))
    if any(leads_to(code.text, url) for code in codes):
        return
    if not codes and QR not in scene.parts:
        message = say("The funder’s disclaimer is not there, and no QR code leads to it.")
        yield _find(message, say("Give the campaign a web address: its QR code is drawn then."), box=None)
    elif not codes:
        message = say("The QR code that the disclaimer stands behind cannot be read.")
        yield _find(message, say("Draw it larger, in black on white, and let nothing cover it."), box=scene.parts[QR])
    else:
        message = say("The QR code leads elsewhere than the campaign.")
        yield _find(message, say("Draw the campaign’s own."), box=codes[0].box, measured=codes[0].text, allowed=url)


def _is_shown(scene: Scene) -> bool:
    wordings = [wording for wording in scene.wordings if wording.field == FIELD]
    inks = [wording.ink for wording in wordings if wording.ink]
    rest = scene.rest
    return bool(wordings) and len(inks) == len(wordings) and all(
        look_at_ink(rest.picture, rest.ground, ink).share >= THERE for ink in inks
    )  # fmt: skip


def read_near(picture: Pixels, box: Box | None) -> tuple[Code, ...]:
    """Codes at their place; in the whole picture where that is not known."""
    if box is None:
        return read_codes(picture)
    margin = round(box.width / 4)
    left, top = max(0, round(box.left) - margin), max(0, round(box.top) - margin)
    part = picture[top : round(box.bottom) + margin, left : round(box.right) + margin]
    return tuple(
        Code(code.text, Box(code.box.left + left, code.box.top + top, code.box.width, code.box.height))
        for code in (read_codes(part) if part.size else ())
    )


def leads_to(text: str, url: str) -> bool:
    """Whether a code's address is the campaign's; a closing slash makes no other address."""
    return text.strip().rstrip("/") == url.strip().rstrip("/")


def _find(message: Message, hint: Message, *, box: Box | None, measured: str = "", allowed: str = "") -> Finding:
    return Finding("A15", Severity.ERROR, message, hint, Place(field=FIELD, box=box), measured, allowed)
