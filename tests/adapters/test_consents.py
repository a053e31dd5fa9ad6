"""Consents of a pack: files, or within an item; each fault with its line."""

from datetime import date
from pathlib import Path

import pytest

from campaign.adapters.packs import LoadedPack, read_pack
from campaign.render.folder import load_template
from campaign.spec.consent import Consent, Guardian, Naming
from tests.factories.packs import STORY, find_faults, list_places, write_file, write_pack

TEMPLATES_FOLDER = Path(__file__).resolve().parents[2] / "templates"
TEMPLATES = {name: load_template(TEMPLATES_FOLDER / name) for name in ("story-quote", "big-number")}
WHOLE = """\
person: Мила Иванова
given_to: Сдружение Съседи
given_on: 2026-10-01
given_how: на хартия
wording: Съгласна съм.
wording_version: "2"
language: bg
told_of_withdrawal: true
naming: pseudonym
shown_as: Вера
purposes: [public-screens]
channels: [tram]
since: 2026-11-01
until: 2027-10-31
reveals_origin: true
origin_consent: true
age: 15
child_agreed: true
guardians:
  - {name: Петър, relation: баща, given_on: 2026-10-02, given_how: на хартия}
"""
VALUE = Consent(
    person="Мила Иванова",
    given_to="Сдружение Съседи",
    given_on=date(2026, 10, 1),
    given_how="на хартия",
    wording="Съгласна съм.",
    wording_version="2",
    language="bg",
    told_of_withdrawal=True,
    naming=Naming.PSEUDONYM,
    shown_as="Вера",
    purposes=("public-screens",),
    channels=("tram",),
    since=date(2026, 11, 1),
    until=date(2027, 10, 31),
    reveals_origin=True,
    origin_consent=True,
    age=15,
    child_agreed=True,
    guardians=(Guardian("Петър", "баща", date(2026, 10, 2), "на хартия"),),
)


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    return write_pack(tmp_path / "pack")


def write_story(pack: Path, consent: str) -> None:
    write_file(pack, "stories/mila.yaml", STORY[: STORY.index("consent:")] + consent)


def read(pack: Path) -> LoadedPack:
    return read_pack(pack, templates=TEMPLATES, work=pack.parent / "work")


def list_records(pack: Path) -> list[tuple[str, str, tuple[str, ...]]]:
    return [(record.id, record.consent.person, record.items) for record in read(pack).pack.records]


def test_every_field_of_a_file_is_read_and_joined_with_the_item_that_names_it(pack: Path) -> None:
    write_file(pack, "consents/vera.yaml", WHOLE)
    write_story(pack, "consent: vera\n")
    loaded = read(pack)
    [record] = loaded.pack.records
    [mila] = [item for item in loaded.pack.items if item.id == "mila"]
    assert (record.id, record.consent, record.items) == ("vera", VALUE, ("mila",))
    assert (mila.consents, mila.fictional) == ((VALUE,), False)


def test_an_item_may_hold_its_consents_itself(pack: Path) -> None:
    write_story(pack, "consent: {person: Мила}\n")
    assert list_records(pack) == [("mila", "Мила", ("mila",))]
    write_story(pack, "consent:\n  - {person: Мила}\n  - {id: form-7, person: Вера}\n")
    assert list_records(pack) == [("form-7", "Вера", ("mila",)), ("mila-1", "Мила", ("mila",))]


def test_one_consent_may_cover_several_items_and_an_item_several_people(pack: Path) -> None:
    write_file(pack, "consents/vera.yaml", "person: Вера\n")
    write_file(pack, "consents/unused.yaml", "person: Никой\n")
    write_story(pack, "consent: [vera, {person: Мила}]\n")
    write_file(
        pack, "stories/two.yaml", STORY[: STORY.index("consent:")].replace("mila\n", "two\n", 1) + "consent: vera\n"
    )
    assert list_records(pack) == [
        ("mila-2", "Мила", ("mila",)),
        ("unused", "Никой", ()),
        ("vera", "Вера", ("mila", "two")),
    ]


def test_a_fictional_person_has_no_consent(pack: Path) -> None:
    write_story(pack, "consent: {fictional: true}\n")
    assert (list_records(pack), [item.fictional for item in read(pack).pack.items]) == ([], [True, False])


@pytest.mark.parametrize(
    ("consent", "place"),
    [
        ("consent: nobody\n", "stories/mila.yaml:11 consent"),
        ("consent:\n  - nobody\n", "stories/mila.yaml:12 consent.0"),
        ("consent:\n  person: Мила\n  guardian: Петър\n", "stories/mila.yaml:13 consent.guardian"),
        ("consent:\n  - person: Мила\n    untill: 2026-01-01\n", "stories/mila.yaml:13 consent.0.untill"),
        ("consent:\n  fictional: true\n  person: Мила\n", "stories/mila.yaml:13 consent.person"),
        ("consent: {id: Мила, person: Мила}\n", "stories/mila.yaml:11 consent.id"),
        ("consent: 7\n", "stories/mila.yaml:11 consent"),
    ],
)
def test_a_fault_is_named_with_its_line(pack: Path, consent: str, place: str) -> None:
    write_story(pack, consent)
    assert list_places(pack, TEMPLATES) == [place]


def test_two_consents_never_have_one_name(pack: Path) -> None:
    write_file(pack, "consents/mila.yaml", "person: Мила\n")
    write_story(pack, "consent: {person: Вера}\n")
    [fault] = find_faults(pack, TEMPLATES)
    assert str(fault.message) == "The id “mila” is already that of consents/mila.yaml."


def test_a_file_that_cannot_be_read_is_told_once(pack: Path) -> None:
    write_file(pack, "consents/vera.yaml", "person: [Вера]\n")
    write_story(pack, "consent: vera\n")
    assert list_places(pack, TEMPLATES) == ["consents/vera.yaml:1 person"]


def test_a_change_of_a_consent_is_a_change_of_the_pack(pack: Path) -> None:
    write_story(pack, "consent: {person: Мила}\n")
    before = read(pack).digest
    write_story(pack, "consent: {person: Мила, until: 2027-01-01}\n")
    assert read(pack).digest != before
