"""Only what is too wide is broken, with a hyphen and a new line, and only in its own element."""

from campaign.render.breaks import break_words, list_tokens, write_breaks

BG = ("bg",)


def test_a_word_that_fits_is_left_alone() -> None:
    assert break_words(["равни", "антидискриминационните"], room=30, measure=len, languages=BG) == {}


def test_a_word_is_split_into_the_fewest_parts_that_fit() -> None:
    broken = break_words(["„антидискриминационните“,"], room=16, measure=len, languages=BG)
    assert broken == {"„антидискриминационните“,": "„антидискри-\nминационните“,"}
    thirds = break_words(["антидискриминационните"], room=11, measure=len, languages=BG)
    assert thirds == {"антидискриминационните": "антидис-\nкримина-\nционните"}


def test_what_is_tied_is_let_go_before_anything_is_split() -> None:
    assert break_words(["във\u00a0всички\u00a0градове"], room=9, measure=len, languages=BG) == {
        "във\u00a0всички\u00a0градове": "във всички градове"
    }


def test_codes_addresses_and_words_of_no_language_are_never_split() -> None:
    tokens = ["BG16M1OP002-3.001-0001", "www.multikulti-sofia.example/kampania", "а" * 300, "мултикулти2026програма"]
    assert break_words(tokens, room=8, measure=len, languages=BG) == {}


HTML = '<h1>дългадума</h1><div class="a" id="x">Някаква <b>дългадума</b> &amp; <i>друга</i></div><p>дългадума</p>'


def test_tokens_are_read_as_people_see_them() -> None:
    assert list(list_tokens(HTML, "x")) == ["Някаква", "дългадума", "&", "друга"]
    assert list(list_tokens(HTML, "nowhere")) == []


def test_breaks_are_written_into_their_element_alone() -> None:
    broken = write_breaks(HTML, {"x": {"дългадума": "дълга-\nдума", "&": "<и>", "a": "b"}})
    assert broken == HTML.replace("<b>дългадума</b> &amp;", "<b>дълга-<br>дума</b> &lt;и&gt;")
