"""Real names that nobody agreed to show: found in every text and script, and nothing else is."""

from dataclasses import replace

import pytest

from campaign.checks.names import check_names, find_names, fold_name, list_hidden
from campaign.checks.subtitles import check_spoken
from campaign.checks.tracks import Track
from campaign.render.subtitles import Cue
from campaign.spec.consent import Naming
from campaign.spec.content import Item
from campaign.spec.errors import Place
from campaign.spec.formats import Shape
from tests.factories.items import CONSENT, make_story

PLACE = Place(field="values.quote")
HIDDEN = replace(CONSENT, person="Мария Иванова", naming=Naming.PSEUDONYM, shown_as="Вера")


def list_found(item: Item) -> list[str]:
    return [f"{found.rule} {found.severity.value} {found.place.field}" for found in check_names(item)]


def find(text: str) -> int:
    return len(list(find_names(make_story(consents=(HIDDEN,)), text, place=PLACE)))


@pytest.mark.parametrize(
    "text",
    [
        "Мария чете.",
        "МАРИЯ ЧЕТЕ",
        "Разказва Мария Иванова",
        "семейство Иванови",
        "Maria reads.",
        "The Ivanov family",
        "Mrs. Ivanova",
        "Мария-Магдалена",
    ],
)
def test_any_part_of_a_real_name_in_any_form_is_found(text: str) -> None:
    assert find(text) == 1


@pytest.mark.parametrize("text", ["Вера чете.", "Vera reads.", "Мариана чете.", "Иван чете.", "марията", ""])
def test_other_names_are_not(text: str) -> None:
    assert find(text) == 0


def test_a_flower_is_not_somebody() -> None:
    rose = make_story(consents=(replace(HIDDEN, person="Роза"),))
    found = [len(list(find_names(rose, text, place=PLACE))) for text in ("Държи роза.", "Роза държи цвете.")]
    assert found == [0, 1]


def test_every_text_of_the_item_is_read_in_every_language() -> None:
    item = make_story(
        consents=(HIDDEN,),
        title={"bg": "Вера", "en": "Maria"},
        alt={"bg": "Мария на двора", "en": "A girl in the yard"},
        values={
            "quote": {"bg": "Играем.", "es": "Soy María."},
            "photo": {"file": "Мария.jpg", "alt": {"en": "Ivanova"}},
        },
    )
    assert sorted(list_found(item)) == [
        "F3 error alt",
        "F3 error title",
        "F3 error values.photo.alt",
        "F3 error values.quote",
    ]


def test_a_first_name_agreed_to_is_no_leave_for_the_rest() -> None:
    first = replace(HIDDEN, naming=Naming.NAME, shown_as="Мария")
    assert list_hidden((first,)) == {fold_name("Иванова")}
    assert list_hidden((replace(first, shown_as=""),)) == frozenset()


def test_who_is_shown_without_a_name_has_none() -> None:
    assert list_hidden((replace(HIDDEN, naming=Naming.NOBODY),)) == {fold_name("Мария"), fold_name("Иванова")}


def test_a_name_that_somebody_else_on_the_item_agreed_to_may_stand() -> None:
    other = replace(CONSENT, person="Мария Петрова")
    assert list_hidden((HIDDEN, other)) == {fold_name("Иванова")}


def test_an_id_that_names_the_person_is_asked_about() -> None:
    named = replace(HIDDEN, naming=Naming.NAME, shown_as="")
    found = {
        (id_, who.naming): list_found(make_story(id=id_, title={"bg": "Вера"}, consents=(who,)))
        for id_ in ("story-1", "maria", "maria-ivanova")
        for who in (HIDDEN, named)
    }
    assert found == {
        ("story-1", Naming.PSEUDONYM): [],
        ("story-1", Naming.NAME): [],
        ("maria", Naming.PSEUDONYM): ["F3 error id"],
        ("maria", Naming.NAME): [],
        ("maria-ivanova", Naming.PSEUDONYM): ["F3 error id", "F1 warning id"],
        ("maria-ivanova", Naming.NAME): ["F1 warning id"],
    }


def test_subtitles_are_read_too() -> None:
    cue = Cue(1, 0, 50, "Казвам се\nМария.")
    track = Track((cue,), "a.srt", "bg", Shape.LANDSCAPE, 25, 0, 100)
    found = list(check_spoken(track, make_story(consents=(HIDDEN,))))
    assert [(one.rule, one.place.file, one.place.cue) for one in found] == [("F3", "a.srt", track.place(cue).cue)]
