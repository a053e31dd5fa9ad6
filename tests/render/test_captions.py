"""What a loop says is told as its picture shows it."""

from campaign.render.captions import hear_clip, hear_essay
from campaign.render.cards import Card, Drawn, Face
from campaign.render.context import Record
from campaign.render.turns import Mix
from campaign.spec.text import Text

TITLE = Face(Card.TITLE)


def test_a_clip_says_its_subtitles_from_where_the_card_has_gone() -> None:
    over, later = Face(cue="Да"), Face(cue="Не")
    pictures = (Drawn(TITLE), Drawn(TITLE, over, 0.2), Drawn(TITLE, over, 0.6), Drawn(over), Drawn(later), Drawn(TITLE))
    assert hear_clip((0, 10, 11, 12, 30, 50), pictures) == ((0, ""), (11, "Да"), (30, "Не"), (50, ""))


def test_an_essay_says_its_captions_turn_by_turn() -> None:
    mixes = (Mix(0, 1, 1), Mix(50, 1, 2, 0.3), Mix(51, 1, 2, 0.7), Mix(52, 2, 2), Mix(90, 2, 1, 0.8))
    rows: list[Record] = [{"caption": Text("Ден", "Day"), "size": None}, {"caption": Text("Нощ", "Night"), "by": "Ана"}]
    assert hear_essay(mixes, rows, bilingual=False) == ((0, "Ден"), (51, "Нощ · Ана"))
    assert hear_essay(mixes, rows[:1] * 2, bilingual=True) == ((0, "Ден\nDay"),)
