"""Drawings. In: the bytes of an SVG. Out: nothing when it only draws; BrokenMedia when it could run, load or explode.

Names are allowed, never forbidden: what nobody listed is refused. Packs, templates and pages all ask here.
"""

import re
from dataclasses import dataclass, field
from xml.parsers import expat

from campaign.spec.errors import BrokenMedia
from campaign.spec.message import Message, say

MAX_BYTES = 2_000_000
MAX_ELEMENTS = 20_000
MAX_DEPTH = 64
MAX_DRAWN = 100_000
"""Shapes as they are drawn: one that is repeated counts as often."""

_SVG = "http://www.w3.org/2000/svg"
_ACTIVE_SPACES = ("http://www.w3.org/1999/xhtml", "http://www.w3.org/1998/Math/MathML")
# What SVG 1.1 needs for shapes and paint. Text would need the viewer's fonts, filters are not drawn by every engine.
_SHAPES = ("path", "rect", "circle", "ellipse", "line", "polyline", "polygon")
_PAINT = ("linearGradient", "radialGradient", "stop", "pattern", "clipPath", "mask", "style")
_ELEMENTS = frozenset(("svg", "g", "defs", "symbol", "use", "title", "desc", "metadata", *_SHAPES, *_PAINT))
_OUTLINES = frozenset(("text", "tspan", "textPath", "tref"))
_LOADS = re.compile(r"\b(?:image-set|image|cross-fade|src|element)\s*\(", re.IGNORECASE)
_URL = re.compile(r"url\(\s*['\"]?\s*([^'\")\s]*)", re.IGNORECASE)


@dataclass
class _Walk:
    """What was seen so far; `stack` holds the ids of the open elements, `tags` their names; `uses` are (ids around the
    use, id used); `since` counts the elements before each open one, `inside` those of each id."""

    name: str
    elements: int = 0
    stack: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    style: list[str] = field(default_factory=list)
    sized: bool = False
    uses: list[tuple[tuple[str, ...], str]] = field(default_factory=list)
    since: list[int] = field(default_factory=list)
    inside: dict[str, int] = field(default_factory=dict)


def check_drawing(data: bytes, *, name: str) -> None:
    """Raises BrokenMedia, without a place, for the first thing that the drawing of this name must not hold."""
    walk = _Walk(name)
    if len(data) > MAX_BYTES:
        raise _refuse(walk, say("it is larger than %(most)s bytes", most=MAX_BYTES))
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartDoctypeDeclHandler = lambda *_: _stop(walk, say("it declares a document type or entities"))
    parser.ProcessingInstructionHandler = lambda *_: _stop(walk, say("it asks for a style sheet or program"))
    parser.StartElementHandler = lambda name, attributes: _enter(walk, name, attributes)
    parser.EndElementHandler = lambda name: _leave(walk, name)
    parser.CharacterDataHandler = walk.style.append
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise _refuse(walk, say("line %(line)s is not valid XML", line=error.lineno)) from None
    _check_whole(walk)


def _enter(walk: _Walk, name: str, attributes: dict[str, str]) -> None:
    walk.elements += 1
    if walk.elements > MAX_ELEMENTS or len(walk.stack) >= MAX_DEPTH:
        _stop(walk, say("it has too many shapes"))
    space, _, local = name.rpartition(" ")
    if not walk.stack and (space, local) != (_SVG, "svg"):
        _stop(walk, say("its root is not <svg> in the SVG namespace"))
    if (space == _SVG and local not in _ELEMENTS) or space in _ACTIVE_SPACES:
        _stop(walk, say("it contains <%(name)s>", name=local), outline=local in _OUTLINES)
    for key, value in attributes.items():
        _check_attribute(walk, key, value)
    if not walk.stack:
        walk.sized = _has_size(attributes)
    if walk.tags and walk.tags[-1] == f"{_SVG} style":
        _stop(walk, say("its style sheet loads or hides something"))  # words on both sides of it would be read apart
    if local == "use":
        targets = (value for key, value in attributes.items() if key.rpartition(" ")[2] == "href")
        around = tuple(id_ for id_ in walk.stack if id_)
        walk.uses.extend((around, target.strip().removeprefix("#")) for target in targets)
    walk.stack.append(attributes.get("id", "").strip())
    walk.since.append(walk.elements - 1)
    walk.tags.append(name)
    walk.style.clear()


def _leave(walk: _Walk, name: str) -> None:
    id_, before = walk.stack.pop(), walk.since.pop()
    walk.inside[id_] = max(walk.inside.get(id_, 0), walk.elements - before)
    walk.tags.pop()
    if name == f"{_SVG} style":
        css = "".join(walk.style)
        if "@" in css or "\\" in css or _LOADS.search(css):
            _stop(walk, say("its style sheet loads or hides something"))
        _check_links(walk, css)
    walk.style.clear()


def _check_attribute(walk: _Walk, name: str, value: str) -> None:
    space, _, key = name.rpartition(" ")
    if key.lower().startswith("on"):
        _stop(walk, say("it reacts to events (%(name)s)", name=key))
    if key.lower() in ("href", "src") and not value.strip().startswith("#"):
        _stop(walk, say("it loads something from elsewhere"))
    if "\\" in value and not space:  # editors keep paths of their own under names of their own
        _stop(walk, say("it hides an address"))
    if key == "style" and _LOADS.search(value):
        _stop(walk, say("it loads something from elsewhere"))
    _check_links(walk, value)


def _check_links(walk: _Walk, text: str) -> None:
    foreign = any(not target.startswith("#") for target in _URL.findall(text))
    if foreign or "javascript:" in text.lower():
        _stop(walk, say("it loads something from elsewhere"))


def measure_drawing(data: bytes) -> tuple[float, float]:
    """Width and height of the viewBox of a drawing that was checked."""
    roots: list[dict[str, str]] = []
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = lambda _, attributes: roots.append(attributes)
    parser.Parse(data, True)
    return _read_size(roots[0])


def _has_size(attributes: dict[str, str]) -> bool:
    """A viewBox with a width and a height; without it no engine knows what to scale."""
    try:
        width, height = _read_size(attributes)
    except ValueError:
        return False
    return 0 < width < 1e6 and 0 < height < 1e6


def _read_size(attributes: dict[str, str]) -> tuple[float, float]:
    numbers = attributes.get("viewBox", "").replace(",", " ").split()
    _, _, width, height = (float(number) for number in numbers)
    return width, height


def _check_whole(walk: _Walk) -> None:
    """Repeating what itself repeats grows without bound (and may never end)."""
    around = {id_ for ids, _ in walk.uses for id_ in ids}
    if any(target in around for _, target in walk.uses):
        raise _refuse(walk, say("it repeats what itself repeats"))
    if walk.elements + sum(walk.inside.get(target, 0) for _, target in walk.uses) > MAX_DRAWN:
        raise _refuse(walk, say("it has too many shapes"))
    if not walk.sized:
        raise _refuse(walk, say("it has no viewBox with a width and a height"))


def _stop(walk: _Walk, why: Message, *, outline: bool = False) -> None:
    raise _refuse(walk, why, outline=outline)


def _refuse(walk: _Walk, why: Message, *, outline: bool = False) -> BrokenMedia:
    hint = say("Export it as plain SVG, shapes only; pictures, programs and links stay out.")
    if outline:
        hint = say("Turn the text into outlines before you export the drawing.")
    return BrokenMedia(say("The drawing %(name)s is refused: %(why)s.", name=walk.name, why=str(why)), hint=hint)
