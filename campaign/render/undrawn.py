"""What the page engine does not draw, and what to use instead: the one table for the lint and for docs/templates.md.

Every row was tried: a page with it and one without, in the engine and in Chromium. The engine leaves these out in
silence, draws something else, or hangs.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from campaign.spec.message import Message, say


class Where(StrEnum):
    """Where a pattern is looked for."""

    STYLE = "style"
    """Style sheets, <style> and style attributes."""
    SHEET = "sheet"
    """Style sheets and <style>; inside an SVG's own style it is drawn."""
    SELECTOR = "selector"
    """What stands before a brace in a sheet."""
    MARKUP = "markup"
    """Elements and attributes of a page."""


@dataclass(frozen=True)
class Undrawn:
    """One thing that is refused: `name` as people call it, or empty: then what the pattern's group found."""

    name: str
    pattern: re.Pattern[str]
    where: Where
    hint: Message
    shown: str
    """The name in the guide."""


Row: TypeAlias = tuple[str, Message]
Rule: TypeAlias = tuple[str, str, Message]

DRAWN: Mapping[str, str] = {
    "Layout": (
        "`flex` and `grid` (areas, `minmax`, `auto-fit`, dense), `gap`, `order`, `position` absolute, "
        "relative, fixed and sticky, `inset`, `z-index`, logical sides, `aspect-ratio` above nought, `min-` "
        "and `max-content`, `fit-content`, `overflow: hidden`, `box-sizing`, `display: contents`, `zoom`"
    ),
    "Values": (
        "variables, `@property`, `calc` `min` `max` `clamp` `round` `sin` `sqrt`, `vw` `vh` `vmin` `em` `rem` "
        "`lh` `ch` `mm`, `color-mix()`, `oklch()`, `rgb(from …)`, `@media`, `@supports`, `@layer`, nesting, "
        "`:is` `:where` `:not` `:nth-child` `:only-child` `:empty`, attribute selectors, `::before` and "
        "`::after`"
    ),
    "Text": (
        "`font-weight`, `font-feature-settings`, `font-variant-numeric`, `letter-spacing`, `word-spacing`, "
        "`text-align`, `text-indent`, `text-transform` upper and lower, plain underlines, `white-space`, "
        "`overflow-wrap`, `word-break`, `&#8203;` as a place to break"
    ),
    "Grounds and edges": (
        "colours, several backgrounds, linear, radial, conic and repeating gradients (write the angle and "
        "both stop positions), `background-size`, `-position`, `-repeat`, `-clip` of boxes, `border`, "
        "`border-radius`, `box-shadow` (also inset), `outline`, `opacity`, `clip-path` (`inset`, `circle`, "
        "`ellipse`, `polygon`, `path`), `mask` with a gradient, `object-fit` and `object-position` of photos"
    ),
    "Motion": (
        "`@keyframes` on `transform`, `translate` `rotate` `scale`, `opacity`, colours, sizes, margins, "
        "`clip-path`, `border-radius`, `box-shadow`, `letter-spacing`, `@property` values; `steps()`, "
        "`linear()`, `cubic-bezier()`, delays"
    ),
    "SVG": (
        "`path` `rect` `circle` `ellipse` `line` `polyline` `polygon` `g` `use` `symbol` `image` `marker`, "
        "`clipPath`, linear and radial gradients, dashes, `transform`, `currentColor`; attributes or the "
        "element's own `style`"
    ),
}
"""What is drawn as Chromium draws it, by topic, in Markdown."""

FLEX = say("Use flex or grid.")
FIT = say("Set the text with the macro fit, which balances its lines and never cuts.")
TURN = say("Use transform with translate, scale, rotate or skew in two dimensions.")
LINE = say("Draw the line as a border or a background of its own.")
GROUND = say("Put a ground, a scrim or a half-transparent gradient behind it.")
COLOUR = say("Write the mixed colour itself, e.g. by color-mix().")
SHAPES = say("Use the classes of the body (landscape, portrait, square, ribbon, band), or @media.")
WRITE = say("Write it into the page; in a loop a number is {{ loop.index }}.")
ALIGN = say("Make the parts flex items and use align-items, or position: relative with top.")
ATTRIBUTES = say("CSS does not reach inside an SVG: write it as an attribute or style of the element itself.")
CLASSES = say("Use a class: the body has the language, the direction and the shape as classes.")
WHOLE = say("Animate the whole <svg>, or lay two over one another and uncover one.")
PLAIN_IMAGE = say("Use a plain url() or a gradient.")
WEIGHT = say("Use font-weight, colour or size: the fonts are upright and have one width.")
BORDER = say("Use border, outline or box-shadow with a spread.")
CLIP = say("Use clip-path with inset(), circle(), polygon() or path().")
KEYFRAMES = say("Use @keyframes inside .moving.")
OUT = say("Remove it.")

PROPERTIES: tuple[Row, ...] = (
    ("float clear shape-outside", FLEX),
    ("columns column-count column-width column-rule caption-side margin-trim", FLEX),
    ("filter backdrop-filter text-shadow -webkit-text-stroke paint-order -webkit-box-reflect", GROUND),
    ("mix-blend-mode background-blend-mode -webkit-text-fill-color", COLOUR),
    ("perspective perspective-origin transform-style backface-visibility offset-path offset-distance offset", TURN),
    ("writing-mode text-orientation text-combine-upright", TURN),
    ("animation-composition animation-timeline transition view-transition-name", KEYFRAMES),
    ("container container-type container-name contain content-visibility", SHAPES),
    ("counter-reset counter-increment counter-set quotes", WRITE),
    ("text-wrap text-wrap-style line-clamp -webkit-line-clamp text-overflow text-align-last text-justify", FIT),
    ("hyphens hyphenate-character hyphenate-limit-chars line-break hanging-punctuation", FIT),
    ("text-decoration-style text-decoration-thickness text-underline-offset text-underline-position", LINE),
    ("text-emphasis", LINE),
    ("vertical-align initial-letter text-box text-box-trim text-box-edge ruby-position ruby-align", ALIGN),
    ("font-variation-settings font-variant-caps font-size-adjust font-stretch font-synthesis font-kerning", WEIGHT),
    ("outline-offset border-image border-image-source corner-shape overflow-clip-margin", BORDER),
    ("clip", CLIP),
    ("list-style-image behavior", OUT),
)
"""Properties without effect, or that hang the engine (float)."""

SVG_PROPERTIES = (
    "fill fill-opacity fill-rule stroke stroke-width stroke-linecap stroke-linejoin stroke-dasharray "
    "stroke-dashoffset stroke-opacity stop-color stop-opacity vector-effect"
)

STYLES: tuple[Rule, ...] = (
    (
        "aspect-ratio: 0",
        r"aspect-ratio\s*:\s*(?!\s*(?:auto\s+)?(?:0*[1-9]|0*\.0*[1-9]|0+\.0*[1-9]|auto\s*[;}]|inherit))",
        say("Write the ratio in plain numbers above nought, e.g. 16 / 9."),
    ),
    ("line-height: normal", r"line-height\s*:\s*normal", say("Set line-height as a number.")),
    ("text-transform: capitalize", r"text-transform\s*:\s*capitalize", say("Write the capitals into the text.")),
    ("text-indent: hanging", r"text-indent\s*:[^;}]*\b(?:hanging|each-line)", ALIGN),
    (
        "text-decoration: overline, wavy, dotted",
        r"text-decoration(?:-line)?\s*:[^;}]*\b(?:overline|wavy|dotted|dashed|double|\d[\w.]*(?:px|em))",
        LINE,
    ),
    ("font-style: italic", r"font-style\s*:\s*(?:italic|oblique)", WEIGHT),
    ("border: groove, ridge, inset, outset", r"border[\w-]*\s*:[^;}]*\b(?:groove|ridge|inset|outset)\b", BORDER),
    ("background-clip: text", r"background-clip\s*:\s*text", say("Give the text one colour.")),
    ("subgrid", r"grid-template[\w-]*\s*:[^;}]*\b(?:subgrid|masonry)\b", FLEX),
    ("display: table", r"display\s*:\s*(?:inline-)?table", FLEX),
    (
        "3-D transform",
        r"\b(?:rotate3d|rotateX|rotateY|rotateZ|translate3d|translateZ|scale3d|scaleZ|matrix3d|perspective)\s*\(",
        TURN,
    ),
    (
        "gradient to a corner",
        r"gradient\(\s*to\s+(?:top|bottom|left|right)\s+(?:top|bottom|left|right)\b",
        say("Write the angle in degrees."),
    ),
    ("gradient in another colour space", r"gradient\([^;}]*?\bin\s+(?:ok)?(?:lch|lab|hsl|hwb|srgb)\b", COLOUR),
    ("image-set()", r"(?:image-set|cross-fade|-moz-element|(?<![\w-])element)\s*\(", PLAIN_IMAGE),
    ("counter()", r"content\s*:[^;}]*\bcounters?\s*\(", WRITE),
    ("content: attr() or url()", r"content\s*:[^;}]*\b(?:attr\s*\(|url\s*\(|(?:open|close)-quote)", WRITE),
    (
        "attr(), if(), sibling-index()",
        r"(?<!content)(?<=[\w-]):[^;}{\"'\]]*(?<![\w-])(?:attr|if|sibling-(?:index|count))\s*\(",
        WRITE,
    ),
    ("container units", r"\d(?:cqw|cqh|cqi|cqb|cqmin|cqmax)\b", say("Use calc(3 * var(--u)), vw or vh.")),
    ("@container", r"@container\b", SHAPES),
    ("@scope", r"@scope\b", say("Write the class before each selector.")),
    ("@function", r"@function\b", say("Use a variable with calc().")),
    ("@import", r"@import\b", say("Put the rules into style.css.")),
    ("@font-face", r"@font-face\b", say("Use the packaged fonts: Sofia Sans, Noto Sans Arabic, EB Garamond.")),
)
"""Values and rules: name, pattern, hint."""

SELECTORS: tuple[Rule, ...] = (
    (":has()", r":has\s*\(", CLASSES),
    (":lang()", r":lang\s*\(", CLASSES),
    (":dir()", r":dir\s*\(", CLASSES),
    (":nth-child(… of …)", r":nth-(?:last-)?child\s*\([^)]*\bof\b", CLASSES),
    ("::first-letter", r"::?first-letter\b", say("Put the letter into an element of its own.")),
    ("::first-line", r"::?first-line\b", say("Put the words into an element of its own.")),
    ("::marker", r"::marker\b", say("Use list-style: none and ::before.")),
    (
        "a part of an SVG",
        r"(?<![\w.#-])(?:circle|path|rect|line|polyline|polygon|ellipse|g|use|stop|tspan)(?![\w-])",
        ATTRIBUTES,
    ),
)

MARKUP: tuple[Rule, ...] = (
    ("", r"<\s*(script)\b", say("Motion is @keyframes, data comes through Jinja.")),
    ("", r"<\s*(iframe|object|embed|video|audio|canvas|form|progress|meter)\b", say("Draw it with HTML, CSS or SVG.")),
    ("", r"<\s*(link|base)\b", say("Styles belong into style.css, files into the template's folder.")),
    ("", r"<\s*(table)\b", FLEX),
    ("", r"<\s*(ruby|bdo|q)\b", say("Write it as text with spans.")),
    ("", r"<\s*(wbr)\b", say("Write &#8203; where a word may break.")),
    ("&shy;", r"&shy;|\u00ad", say("The engine draws no hyphen there: leave long words to the macro fit.")),
    ("", r"<\s*meta[^>]*\b(http-equiv)\b", OUT),
    ("SVG <text>", r"<\s*(?:text|tspan|textPath)\b", say("Lay an HTML element over the SVG.")),
    ("", r"<\s*(foreignObject)\b", say("Lay an HTML element over the SVG.")),
    ("SVG <pattern>", r"<\s*pattern\b", say("Draw the lines of the pattern themselves, inside a clipPath.")),
    ("SVG <mask>", r"<\s*mask\b", say("Use clipPath.")),
    ("SVG <filter>", r"<\s*filter\b", GROUND),
    ("SVG <animate>", r"<\s*(?:animate\w*|set)\s+attributeName", WHOLE),
    ("", r"\b(vector-effect|spreadMethod)\s*=", say("Choose the numbers so that you need none.")),
    (
        "preserveAspectRatio",
        r"preserveAspectRatio\s*=\s*[\"'](?:none|xM(?:in|ax)|xMidYM(?:in|ax)|xMidYMid\s+slice)",
        say("An SVG is centred in its box, whole: give the box the SVG's own ratio."),
    ),
    (
        "var() in an SVG's attribute",
        r"\b(?:fill|stroke|stop-color|color|d|r|x|y|width|height)\s*=\s*[\"']\s*var\(",
        say('Write the value by Jinja, e.g. fill="{{ accent }}".'),
    ),
    (
        "a class on a part of an SVG",
        r"<\s*(?:circle|path|rect|line|polyline|polygon|ellipse|g|use|stop)\b[^>]*\sclass\s*=",
        ATTRIBUTES,
    ),
    ("javascript:", r"\bjavascript\s*:", OUT),
    ("|safe", r"\|\s*safe\b", say("All text is escaped; build elements in a macro.")),
    ("{% autoescape %}", r"\{%-?\s*autoescape\b", say("All text is escaped; build elements in a macro.")),
)

_KEPT = r"\s*:(?!\s*(?:none|initial|unset|normal|baseline|manual|wrap|auto\s*[;}\"'])\b)"
"""Behind a property: any value but those that ask for nothing."""


def _compile_properties(rows: tuple[Row, ...], where: Where) -> tuple[Undrawn, ...]:
    return tuple(
        Undrawn(name, re.compile(rf"(?<![\w.#-]){re.escape(name)}{_KEPT}", re.IGNORECASE), where, hint, name)
        for names, hint in rows
        for name in names.split()
    )


def _join_names(rows: tuple[Undrawn, ...]) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w.#-])({'|'.join(re.escape(row.name) for row in rows)}){_KEPT}", re.IGNORECASE)


def _compile_rules(rules: tuple[Rule, ...], where: Where) -> tuple[Undrawn, ...]:
    return tuple(
        Undrawn(name, re.compile(pattern, re.IGNORECASE), where, hint, name or _read_names(pattern))
        for name, pattern, hint in rules
    )


def _read_names(pattern: str) -> str:
    """The alternatives of a rule that is named by what it finds."""
    return re.sub(r"[^\w, -]|\\[bs]", "", pattern.partition("(")[2].partition(")")[0].replace("|", ", "))


_STYLE_PROPERTIES = _compile_properties(PROPERTIES, Where.STYLE)
_SHEET_PROPERTIES = _compile_properties(((SVG_PROPERTIES, ATTRIBUTES),), Where.SHEET)

RULES: tuple[Undrawn, ...] = (
    *_compile_rules(STYLES, Where.STYLE),
    *_compile_rules(SELECTORS, Where.SELECTOR),
    *_compile_rules(MARKUP, Where.MARKUP),
    Undrawn("", re.compile(r"\s(on[a-z]+)\s*=", re.IGNORECASE), Where.MARKUP, OUT, "onload, onclick and the like"),
)
"""All that is more than the name of a property."""

UNDRAWN: tuple[Undrawn, ...] = (*_STYLE_PROPERTIES, *_SHEET_PROPERTIES, *RULES)

BY_NAME: Mapping[Where, tuple[re.Pattern[str], Mapping[str, Undrawn]]] = {
    where: (_join_names(rows), {row.name: row for row in rows})
    for where, rows in ((Where.STYLE, _STYLE_PROPERTIES), (Where.SHEET, _SHEET_PROPERTIES))
}
"""All properties in one pattern, which is quicker: the text is read once."""
