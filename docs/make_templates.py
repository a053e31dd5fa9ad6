"""The made parts of docs/templates.md. In: manifests, kit, functions, the table of CSS. Out: the guide, kept true.

Run it with `.venv/bin/python docs/make_templates.py` after a change to any of them; a test holds both together.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from campaign.render.folder import load_templates
from campaign.render.manifest import KIT, FieldType, Manifest, TemplateField
from campaign.render.tools import DECLARED
from campaign.render.undrawn import DRAWN, UNDRAWN, Undrawn
from campaign.spec.formats import Shape

ROOT = Path(__file__).resolve().parent.parent
GUIDE = ROOT / "docs" / "templates.md"

# Type → an example of its sample in TOML, and what the page gets.
FIELD_TYPES: Mapping[FieldType, tuple[str, str]] = {
    FieldType.TEXT: ('{ bg = "Заедно", en = "Together", ar = "معا" }', "the text, typeset"),
    FieldType.QUOTE: (
        '{ bg = "Тук съм.", en = "I am here.", ar = "أنا هنا." }',
        "the text; it is somebody's own words",
    ),
    FieldType.NUMBER: ("35000", "`amount` to draw with, `text` as printed (35 000), `steps` for a counter"),
    FieldType.PERCENT: ("7.3", "the same; `text` has the sign where the language puts it (7,3 %)"),
    FieldType.DATE: (
        '"2025-12"',
        "`text` (December 2025), `iso`, `number` (days, to place it in time); a year alone will do",
    ),
    FieldType.CHOICE: ('"many"', "`code` to compare with, `text` in the language; the codes stand under `options`"),
    FieldType.IMAGE: (
        '{ file = "a.jpg", focus = [50, 40], alt = { bg = "…", en = "…", ar = "…" } }',
        "`url`, `alt`, `focus_x`, `focus_y`",
    ),
    FieldType.CLIP: (
        '{ file = "a.mp4", from = 0, to = 6, focus = [50, 40], alt = { bg = "…", en = "…", ar = "…" } }',
        "lies under the page, in the box of `#clip`, cropped around `focus`",
    ),
    FieldType.SUBTITLES: ('{ bg = "a.bg.srt", en = "a.en.srt" }', "line by line as `cue`"),
    FieldType.SERIES: (
        '[{ label = "2014", amount = 31, unit = "%" }, { label = "2018", amount = 52, unit = "%" }]',
        "rows of `label`, `amount`, `text`, `share` (of the largest, so that bars start at nought); one unit for all",
    ),
    FieldType.LIST: ('[{ bg = "Едно", en = "One", ar = "واحد" }]', "texts"),
    FieldType.ROWS: (
        '[{ on = "2014", what = { bg = "Начало", en = "Start", ar = "بداية" } }]',
        "rows of the `parts` you declare, each a field of its own: text, quote, number, percent, image, date or choice",
    ),
    FieldType.REGIONS: (
        '{ country = "bg", figures = { SFO = 64, VAR = 57 }, highlight = "VAR" }',
        "a tile map: `regions` (`name`, `short`, `text`, `step`, `column`, `row`), `classes`, `known`, `highlighted`",
    ),
    FieldType.MAP: (
        '{ file = "a.geojson", figures = { aur = 6.2, dol = 4.8 } }',
        "outlines: `regions` (`path`, `x`, `y`, `name`, `text`, `step`), `width`, `height`, `classes`, `highlighted`",
    ),
}

PICTURE = re.compile(r"!\[[^\]]*\]\(([^)]+\.webp)\)")

_MARKED = re.compile(r"(<!-- made: (\w+) -->\n).*?(<!-- made until here -->)", re.DOTALL)
_MACRO = re.compile(
    r"\{#-?\s*(?P<help>(?:(?!#\}).)*?)\s*-?#\}\n\{%-?\s*macro\s+(?P<call>\w+\([^%]*?\))\s*-?%\}", re.DOTALL
)


def make_templates() -> Iterator[str]:
    """Every template with what it shows and what people fill in."""
    yield "| template | what it shows, and what keeps it honest | people fill in (* required) |"
    yield "|---|---|---|"
    for name, template in load_templates(ROOT / "templates").items():
        manifest = template.manifest
        missing = sorted(set(Shape) - set(manifest.shapes))
        shapes = f" Not on: {', '.join(missing)}." if missing else ""
        yield f"| `{name}` | **{manifest.title['en']}**. {manifest.help['en']}{shapes} | {_list_fields(manifest)} |"


def _list_fields(manifest: Manifest) -> str:
    return ", ".join(
        f"{name}{'*' if field.required else ''} ({_tell_type(field)})" for name, field in manifest.fields.items()
    )


def _tell_type(field: TemplateField) -> str:
    parts = f" of {', '.join(field.parts)}" if field.parts else ""
    longest = f" ≤ {field.longest}" if field.longest else ""
    return f"{field.type.value}{parts}{longest}"


def make_fields() -> Iterator[str]:
    """Every field type with an example."""
    yield "| type | `sample =` | on the page `values.NAME` is |"
    yield "|---|---|---|"
    for kind, (example, seen) in FIELD_TYPES.items():
        yield f"| {kind.value} | `{example}` | {seen} |"


def make_functions() -> Iterator[str]:
    """Every function with its help."""
    yield "| function | what comes of it |"
    yield "|---|---|"
    for tool in DECLARED.values():
        yield f"| `{tool.call}` | {tool.help} |"


def make_macros() -> Iterator[str]:
    """Every macro of the kit that has a comment before it; the others are the kit's own business."""
    for path in sorted(
        (ROOT / "templates" / KIT).glob("*.html"), key=lambda path: (path.name != "kit.html", path.name)
    ):
        found = list(_MACRO.finditer(path.read_text(encoding="utf-8")))
        if found:
            yield f"| `_kit/{path.name}` | what it draws |"
            yield "|---|---|"
            for macro in found:
                call, about = (" ".join(macro[part].split()) for part in ("call", "help"))
                yield f"| `{call}` | {about.rstrip('.')} |"
            yield ""


def make_css() -> Iterator[str]:
    """What is drawn by topic, and what is not by what to use instead."""
    for topic, names in DRAWN.items():
        yield f"- **{topic}**: {names}."
    yield ""
    yield "| refused | instead |"
    yield "|---|---|"
    groups: dict[str, list[Undrawn]] = {}
    for row in UNDRAWN:
        groups.setdefault(str(row.hint), []).append(row)
    for hint, rows in groups.items():
        refused = dict.fromkeys(name for row in rows for name in row.shown.split(", "))
        yield f"| {', '.join(f'`{name}`' for name in refused)} | {hint} |".replace("|safe", "\\|safe")


MAKERS: Mapping[str, Callable[[], Iterator[str]]] = {
    "templates": make_templates,
    "fields": make_fields,
    "functions": make_functions,
    "macros": make_macros,
    "css": make_css,
}


def make_guide(text: str) -> str:
    """The guide with all its made parts made anew."""

    def make(part: re.Match[str]) -> str:
        return part[1] + "\n".join(MAKERS[part[2]]()).rstrip() + "\n" + part[3]

    return _MARKED.sub(make, text)


def main() -> None:
    GUIDE.write_text(make_guide(GUIDE.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
