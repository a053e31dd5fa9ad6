"""What the engine draws wrongly, or hangs on, is refused by name, file and line."""

import pytest

from campaign.render.lint import lint_text


def found(text: str, *, is_markup: bool = False) -> list[tuple[int | None, str]]:
    return [(error.place.line, error.place.field) for error in lint_text(text, file="x", is_markup=is_markup)]


@pytest.mark.parametrize(
    ("css", "what"),
    [
        ("float: left", "float"),
        ("filter: blur(2px)", "filter"),
        ("backdrop-filter: blur(2px)", "backdrop-filter"),
        ("text-shadow: 0 0 2px red", "text-shadow"),
        ("aspect-ratio: 0", "aspect-ratio: 0"),
        ("aspect-ratio: 0/3", "aspect-ratio: 0"),
        ("aspect-ratio: var(--x)", "aspect-ratio: 0"),
        ("transform: rotateY(4deg)", "3-D transform"),
        ("text-wrap: balance", "text-wrap"),
        ("line-height: normal", "line-height: normal"),
        ("mix-blend-mode: screen", "mix-blend-mode"),
        ("writing-mode: vertical-rl", "writing-mode"),
        ("hyphens: auto", "hyphens"),
        ("text-transform: capitalize", "text-transform: capitalize"),
        ("content: counter(x)", "counter()"),
        ("content: attr(x)", "content: attr() or url()"),
        ("width: calc(1px * sibling-index())", "attr(), if(), sibling-index()"),
        ("background: linear-gradient(to top right, red 0%, blue 100%)", "gradient to a corner"),
        ("background: linear-gradient(90deg in oklch, red 0%, blue 100%)", "gradient in another colour space"),
        ("-webkit-background-clip: text", "background-clip: text"),
        ("border: 2px groove red", "border: groove, ridge, inset, outset"),
        ("width: 40cqw", "container units"),
        ("text-decoration: underline wavy", "text-decoration: overline, wavy, dotted"),
        ("background: url(https://cdn.example.org/a.png)", "https://cdn.example.org/a.png"),
        ("background: url(//cdn.example.org/a.png)", "//cdn.example.org/a.png"),
        ("background: url(a.avif)", ".avif"),
    ],
)
def test_a_property_is_named_with_its_line(css: str, what: str) -> None:
    assert found(f"b {{ color: red; }}\n.x {{\n {css};\n}}") == [(3, what)]


@pytest.mark.parametrize(
    ("markup", "what"),
    [
        ("<script>x</script>", "script"),
        ('<img src="a.png" onload="x()">', "onload"),
        ("<link rel=stylesheet href=a.css>", "link"),
        ("<svg><text>a</text></svg>", "SVG <text>"),
        ("{{ values.headline|safe }}", "|safe"),
        ("{{ values.headline | safe }}", "|safe"),
        ("{% autoescape false %}", "{% autoescape %}"),
        ("дълга&shy;дума", "&shy;"),
        ("a<wbr>b", "wbr"),
        ('<p style="float:left">', "float"),
        ("<iframe>", "iframe"),
    ],
)
def test_markup_is_held_to_the_same(markup: str, what: str) -> None:
    assert found(f"<p>\n{markup}", is_markup=True) == [(2, what)]


@pytest.mark.parametrize(
    "css",
    [
        "float: none !important",
        "aspect-ratio: 16 / 9",
        "aspect-ratio: 0.5",
        "background: url(data:image/png;base64,AA)",
        "/* float: left */ color: red",
        "transform: translate(0, 3px) rotate(4deg) scaleX(0)",
        "--my-filter: 3",
        "box-shadow: inset 0 0 2px red",
        "background: linear-gradient(90deg, red 0%, blue 100%)",
        "vertical-align: baseline",
        "text-decoration: underline",
        "border-inline-start: 2px solid red",
    ],
)
def test_what_the_engine_draws_is_left_alone(css: str) -> None:
    assert found(f".x {{ {css}; }}") == []


def test_the_vocabulary_of_svg_is_no_remote_address() -> None:
    assert found('<svg xmlns="http://www.w3.org/2000/svg"></svg>', is_markup=True) == []


@pytest.mark.parametrize(
    ("css", "what"),
    [
        (".x:has(.y) { color: red; }", ":has()"),
        ("p:lang(bg) { color: red; }", ":lang()"),
        ("p::first-letter { color: red; }", "::first-letter"),
        (".chart circle { opacity: 0; }", "a part of an SVG"),
        ("@container (width > 4px) { b { color: red; } }", "@container"),
        (".a { fill: red; }", "fill"),
    ],
)
def test_selectors_and_rules_are_named(css: str, what: str) -> None:
    assert found(css) == [(1, what)]
    assert found(f"<style>\n{css}</style>", is_markup=True) == [(2, what)]


@pytest.mark.parametrize(
    ("markup", "what"),
    [
        ('<svg><g class="a"></g></svg>', "a class on a part of an SVG"),
        ('<svg><rect fill="var(--accent)"/></svg>', "var() in an SVG's attribute"),
        ('<svg><pattern id="p"></pattern></svg>', "SVG <pattern>"),
        ('<svg preserveAspectRatio="none"></svg>', "preserveAspectRatio"),
        ("<table></table>", "table"),
    ],
)
def test_what_drawings_may_not_have(markup: str, what: str) -> None:
    assert found(markup, is_markup=True) == [(1, what)]


@pytest.mark.parametrize(
    "markup",
    [
        '<svg class="s" preserveAspectRatio="xMidYMid meet"><path style="fill:red" d="M0 0"/></svg>',
        "<svg><style>path{fill:red}</style><clipPath id='c'></clipPath></svg>",
        "<style>.clip:first-child, .fill:hover, .path { color: red; }</style>",
        "{{ words[1:] if (moving) else words[:2] }}{% set x = {'a': 1 if (moving) else 2} %}",
        '<div class="filter" style="mask: linear-gradient(90deg, #000 0%, transparent 100%)"></div>',
    ],
)
def test_what_only_looks_alike_is_left_alone(markup: str) -> None:
    assert found(markup, is_markup=True) == []


def test_each_error_says_what_to_use_instead() -> None:
    hints = {
        str(error.place.field): str(error.hint) for error in lint_text("a{float:left;columns:2;filter:x}", file="x")
    }
    assert hints == {
        "float": "Use flex or grid.",
        "columns": "Use flex or grid.",
        "filter": "Put a ground, a scrim or a half-transparent gradient behind it.",
    }
