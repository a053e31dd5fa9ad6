"""Who holds words of a page: named in a copy, with what stands in each."""

import pytest

from campaign.render.lettering import read_lettering, says_something, set_capitals

PAGE = '<!doctype html><html><head><title>T</title><style>a</style></head><body id="root">{}</body></html>'


def write(body: str) -> str:
    return PAGE.replace("{}", body)


def test_an_element_with_words_of_its_own_gets_an_id_and_nothing_else_changes() -> None:
    html = write('<div class="x"><p>One &amp; two</p><b id="c">3</b></div><img src="a.png" alt="">')
    lettering = read_lettering(html)
    assert [(text.id, text.text) for text in lettering.texts] == [("text-1", "One & two"), ("c", "3")]
    assert lettering.images == ("image-1",)
    assert lettering.named == ("root", "c")
    assert lettering.html.replace(' id="text-1"', "").replace(' id="image-1"', "") == html
    assert '<p id="text-1">One &amp; two</p>' in lettering.html
    assert '<img id="image-1" src="a.png" alt="">' in lettering.html


def test_a_second_language_is_a_text_of_its_own() -> None:
    lettering = read_lettering(
        write(
            '<div data-fit="headline" id="headline-slot"><div id="headline">\u200fДа<i class="also">Yes</i></div></div>'
        )
    )
    assert [(text.text, text.fit, text.around) for text in lettering.texts] == [
        ("Да", "headline", ("headline", "headline-slot", "root")),
        ("Yes", "headline", ("text-2", "headline", "headline-slot", "root")),
    ]


def test_what_is_hidden_or_says_nothing_is_left_out() -> None:
    hidden = '<p aria-hidden="true">no <b>no</b></p><p> · </p><svg><text>no</text></svg><br>'
    assert read_lettering(write(hidden + "<p>yes</p>")).texts[0].text == "yes"
    assert len(read_lettering(write(hidden + "<p>yes</p>")).texts) == 1


def test_of_a_counter_only_its_end_is_read() -> None:
    steps = '<span class="counter"><span><span>1</span> <span>2</span> <span>3</span></span></span><p>да</p>'
    assert [text.text for text in read_lettering(write(steps)).texts] == ["3", "да"]


def test_capitals_take_the_place_of_every_text() -> None:
    lettering = read_lettering(write('<p>One <b>two</b> three</p><p dir="rtl">سلام</p>'))
    assert set_capitals(lettering) == write('<p id="text-1">H<b id="text-2">H</b></p><p id="text-3" dir="rtl">ا</p>')


@pytest.mark.parametrize(
    ("text", "says"), [("а", True), ("7", True), ("%", True), (" — · / ", False), ("\u200f", False)]
)
def test_dots_and_dashes_say_nothing(text: str, says: bool) -> None:
    assert says_something(text) is says
