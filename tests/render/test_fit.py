"""Texts grow as large as their boxes allow, break evenly, and tell by how much they are too long."""

from pathlib import Path

import pytest

from campaign.adapters.blitz import BlitzEngine
from campaign.render.fit import fit_page
from campaign.render.fonts import list_font_files
from campaign.render.ports import Page
from campaign.render.slots import Slot, list_slots
from campaign.spec.errors import CannotFit, Faults, InvalidTemplate

STYLE = """*{margin:0;box-sizing:border-box}
body{width:400px;height:240px;font-family:"Sofia Sans";line-height:1.2;display:flex;flex-direction:column}"""


def make_page(body: str) -> Page:
    html = f'<!doctype html><html><head><style>{STYLE}</style></head><body id="root">{body}</body></html>'
    return Page(html, 400, 240, (Path(__file__).parent,), list_font_files())


def make_slot(
    text: str, *, name: str = "headline", style: str = "height:100px", largest: float = 60, smallest: float = 10
) -> str:
    return (
        f'<div class="fit" id="{name}-slot" style="{style}" data-fit="{name}" data-largest="{largest}" '
        f'data-smallest="{smallest}"><div id="{name}">{text}</div></div>'
    )


def fit(page: Page) -> dict[str, tuple[float, float, float]]:
    """Font size, width and height of each fitted text."""
    engine = BlitzEngine()
    fitted = fit_page(page, engine=engine, language="bg")
    with engine.open(fitted) as opened:
        boxes = opened.boxes()
    rules = fitted.html.partition("<style>")[2].rpartition("<style>")[2]
    sizes = {}
    for slot in list_slots(page.html):
        size = float(rules.partition(f"#{slot.inner}{{font-size:")[2].partition("px")[0])
        sizes[slot.inner] = (size, boxes[slot.inner].width, boxes[slot.inner].height)
    return sizes


def test_a_short_text_takes_the_largest_size() -> None:
    assert fit(make_page(make_slot("Да")))["headline"][0] == 60


def test_a_longer_text_is_as_large_as_its_box_allows() -> None:
    text = "Всички сме съседи в един град и градът е наш"
    size, _, height = fit(make_page(make_slot(text)))["headline"]
    assert height <= 100.5
    larger = make_page(make_slot(text, largest=size + 1, smallest=size + 1))
    with pytest.raises(CannotFit):
        fit(larger)


def test_the_longest_word_stays_inside() -> None:
    size, width, _ = fit(make_page(make_slot("Противоконституционствувателствувайте", style="height:200px")))[
        "headline"
    ]
    assert width <= 400.5
    assert 10 < size < 30


def test_lines_are_balanced_and_a_single_line_keeps_the_slot() -> None:
    fitted = fit(make_page(make_slot("Едно училище за всички деца в града", largest=30)))["headline"]
    assert fitted[0] == 30
    assert 200 < fitted[1] < 330
    assert fit(make_page(make_slot("Да", largest=30)))["headline"][1] == 400


def test_texts_that_share_a_column_all_stay_inside() -> None:
    long = "Много думи, които искат място, но мястото е малко и за двете."
    body = make_slot(long, name="a", style="flex:0 1 auto;min-height:0") + make_slot(
        long, name="b", style="flex:0 1 auto;min-height:0", largest=40
    )
    sizes = fit(make_page(body))
    assert sum(height for _, _, height in sizes.values()) <= 241
    assert all(size > 14 for size, _, _ in sizes.values())


def test_what_cannot_fit_says_by_how_many_characters() -> None:
    text = "дума " * 160
    with pytest.raises(CannotFit) as caught:
        fit(make_page(make_slot(text)))
    error = caught.value
    assert (error.place.field, error.place.language) == ("headline", "bg")
    over = int(str(error.message.params["over"]))
    assert str(error.message) == f"The text is {over} characters too long for 400x240 in Български."
    assert fit(make_page(make_slot(text.strip()[: len(text.strip()) - over])))["headline"][2] <= 100.5
    with pytest.raises(CannotFit):
        fit(make_page(make_slot(text.strip()[: len(text.strip()) - over + 6])))


def test_a_word_of_three_hundred_letters_is_an_error_and_never_cut() -> None:
    with pytest.raises(CannotFit, match="characters too long"):
        fit(make_page(make_slot("а" * 300)))


def test_every_text_that_cannot_fit_is_told() -> None:
    body = make_slot("дума " * 200, name="a") + make_slot("дума " * 200, name="b")
    with pytest.raises(Faults) as caught:
        fit(make_page(body))
    assert [error.place.field for error in caught.value.errors] == ["a", "b"]


def test_a_slot_without_sizes_is_the_templates_fault() -> None:
    with pytest.raises(InvalidTemplate, match="headline"):
        fit(make_page('<div data-fit="headline" id="s"><div id="headline">а</div></div>'))


def test_a_slot_beyond_the_screen_is_the_templates_fault() -> None:
    with pytest.raises(InvalidTemplate, match="beyond 400x240"):
        fit(make_page(make_slot("а", style="width:500px;height:50px")))


def test_slots_are_read_with_their_text() -> None:
    html = make_slot("а &amp; <b>б</b><br>в") + make_slot("", name="empty")
    assert list_slots(html) == (Slot("headline", "headline-slot", "headline", 60, 10, "а & бв"),)


def test_texts_of_one_group_get_one_size_that_suits_them_all() -> None:
    texts = {"short": "на", "long": "с много повече думи от другия, които едва се събират"}
    alone = fit(make_page("".join(make_slot(text, name=name) for name, text in texts.items())))
    grouped = [
        make_slot(text, name=name).replace("data-fit", 'data-group="labels" data-fit') for name, text in texts.items()
    ]

    together = fit(make_page("".join(grouped)))

    assert alone["short"][0] > alone["long"][0]
    assert together["short"][0] == together["long"][0] == alone["long"][0]


LONG = "антидискриминационните"


def test_a_word_wider_than_its_slot_is_broken_by_its_language_as_a_last_resort() -> None:
    page = make_page(make_slot(f"За {LONG} права", style="width:110px;height:120px", smallest=12))
    engine = BlitzEngine()
    fitted = fit_page(page, engine=engine, language="bg")
    assert "антидискри-<br>минационните" in fitted.html
    with engine.open(fitted) as opened:
        boxes = opened.boxes()
    assert boxes["headline"].width <= 110.5
    assert boxes["headline"].height >= 3 * 12 * 1.2


def test_a_word_that_fits_at_a_smaller_size_is_never_broken() -> None:
    page = make_page(make_slot(f"За {LONG} права", style="width:180px;height:120px", smallest=12))
    assert "-<br>" not in fit_page(page, engine=BlitzEngine(), language="bg").html


@pytest.mark.parametrize("language", ["ar", "en"])
def test_where_the_language_has_no_rule_for_it_the_word_cannot_fit(language: str) -> None:
    page = make_page(make_slot(LONG, style="width:110px;height:120px", smallest=12))
    with pytest.raises(CannotFit):
        fit_page(page, engine=BlitzEngine(), language=language)


def test_the_moving_twin_has_the_same_breaks() -> None:
    page = make_page(make_slot(LONG, style="width:110px;height:120px", smallest=12))
    moving = make_page(make_slot(LONG, style="width:110px;height:120px", smallest=12) + "<i></i>")
    fitted = fit_page(page, engine=BlitzEngine(), language="bg", onto=moving)
    assert "антидискри-<br>минационните" in fitted.html
    assert "<i></i>" in fitted.html


def test_lines_that_need_the_whole_width_keep_it_to_the_fraction() -> None:
    """A box from 0.7 to 151.4 pixels is told as 150 wide, and is 150.7."""
    text = "Съседите ни посрещат с отворени врати и заедно правим квартала"
    styles = [f"margin-left:0.7px;width:{width}.7px;height:70px" for width in (150, 184, 212, 339, 388)]

    heights = [fit(make_page(make_slot(text, style=style)))["headline"][2] for style in styles]

    assert max(heights) <= 70.5


@pytest.mark.parametrize(("room", "cut"), [(300, False), (200, True)])
def test_a_statement_that_runs_under_the_code_is_an_error(room: int, cut: bool) -> None:
    strip = (
        f'<div id="strip" style="display:flex"><div style="width:{room}px;flex:none;display:flex">'
        '<div id="statement" style="flex:none;white-space:nowrap;font-size:16px">'
        "Съфинансирано от Европейския съюз</div>"
        '</div><div id="qr" style="width:40px;height:40px;flex:none"></div></div>'
    )
    page = make_page(make_slot("За всички") + strip)

    if not cut:
        assert "font-size" in fit_page(page, engine=BlitzEngine(), language="bg").html
        return
    with pytest.raises(InvalidTemplate) as caught:
        fit_page(page, engine=BlitzEngine(), language="bg")
    assert caught.value.place.field == "statement"
