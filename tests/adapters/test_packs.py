"""Packs are read whole or not at all, and every fault is told at once with its file and line."""

import json
import tempfile
from collections.abc import Mapping
from pathlib import Path

import pytest
import yaml
from PIL import Image

from campaign.adapters.packs import LoadedPack, read_pack
from campaign.render.manifest import Template
from campaign.spec.content import Kind
from campaign.spec.digest import hash_bytes
from tests.factories.packs import (
    CAMPAIGN,
    DRAWING,
    FIGURE,
    STORY,
    find_faults,
    list_places,
    turn_and_place,
    write_file,
    write_pack,
)

ROOT = Path(__file__).parents[2]


def read(folder: Path, templates: Mapping[str, Template]) -> LoadedPack:
    return read_pack(folder, templates=templates, work=folder.parent / "work")


def test_a_pack_without_faults_is_read(pack: Path, templates: Mapping[str, Template]) -> None:
    loaded = read(pack, templates)
    assert loaded.pack.campaign.id == "neighbours"
    assert [item.id for item in loaded.pack.items] == ["mila", "citizens"]
    assert {name: hash_bytes(path.read_bytes()) for name, path in loaded.files.items()} == dict(loaded.pack.media)
    assert list(loaded.files) == ["mila.jpg"]


def test_the_digest_depends_on_content_alone(tmp_path: Path, templates: Mapping[str, Template]) -> None:
    first, second = write_pack(tmp_path / "a" / "one"), write_pack(tmp_path / "b" / "two")
    assert read(first, templates).digest == read(second, templates).digest
    write_file(second, "stories/mila.yaml", STORY.replace("together", "all day"))
    assert read(first, templates).digest != read(second, templates).digest


def test_an_item_may_bring_its_own_alternative_text(pack: Path, templates: Mapping[str, Template]) -> None:
    write_file(pack, "stories/mila.yaml", STORY + "alt: {bg: Мила играе.}\n")
    assert read(pack, templates).pack.items[0].alt == {"bg": "Мила играе."}


def test_an_alternative_text_is_no_novel_and_in_a_language_of_the_campaign(
    pack: Path, templates: Mapping[str, Template]
) -> None:
    write_file(pack, "stories/mila.yaml", STORY + f"alt:\n  bg: {'дума ' * 300}\n  tr: Mila oynuyor.\n")
    line = STORY.count("\n") + 2
    assert [(error.place.line, error.place.field) for error in find_faults(pack, templates)] == [
        (line + 1, "alt.tr"),
        (line, "alt.bg"),
    ]


def test_a_misspelt_field_is_told_with_its_line(pack: Path, templates: Mapping[str, Template]) -> None:
    write_file(pack, "stories/mila.yaml", STORY.replace("consent:", "consnet:"))
    assert list_places(pack, templates) == ["stories/mila.yaml:11 consnet"]


def test_a_value_that_the_template_does_not_know_is_told_with_its_line(
    pack: Path, templates: Mapping[str, Template]
) -> None:
    write_file(pack, "statistics/citizens.yaml", FIGURE.replace("  number: 259", "  numbr: 259\n  number: много"))
    assert list_places(pack, templates) == [
        "statistics/citizens.yaml:6 numbr",
        "statistics/citizens.yaml:7 number",
    ]


def test_a_text_that_lacks_a_language_is_told(pack: Path, templates: Mapping[str, Template]) -> None:
    write_file(pack, "stories/mila.yaml", STORY.replace("quote: {bg: Играем заедно., en: ", "quote: {bg: "))
    [fault] = find_faults(pack, templates)
    assert (fault.place.file, fault.place.line, fault.place.field, fault.place.language) == (
        "stories/mila.yaml",
        9,
        "quote",
        "en",
    )


def test_a_title_that_lacks_a_language_is_told(pack: Path, templates: Mapping[str, Template]) -> None:
    write_file(pack, "stories/mila.yaml", STORY.replace("title: {bg: Мила, en: Mila}", "title: {bg: Мила}"))
    assert list_places(pack, templates) == ["stories/mila.yaml:4 title.en"]


def test_a_missing_photo_is_named(pack: Path, templates: Mapping[str, Template]) -> None:
    (pack / "media" / "mila.jpg").unlink()
    [fault] = find_faults(pack, templates)
    assert str(fault) == (
        "stories/mila.yaml:7 · values.photo.file: The file media/mila.jpg is missing. "
        "Add it, or correct the name; capital letters count."
    )


ESSAY = """\
id: entrance
kind: story
template: photo-essay
title: {bg: Входът, en: The entrance}
values:
  headline: {bg: Един вход, en: One entrance}
  photos:
    - photo: {file: mila.jpg, alt: {bg: Портрет, en: Portrait}}
      caption: {bg: Аз съм., en: This is me.}
    - photo: {file: "NAME", alt: {bg: Балкон, en: Balcony}}
      caption: {bg: Това е балконът., en: This is the balcony.}
consent: {fictional: true}
"""


def test_the_pictures_inside_rows_belong_to_the_pack(pack: Path, templates: Mapping[str, Template]) -> None:
    write_file(pack, "media/balcony.svg", DRAWING)
    write_file(pack, "stories/entrance.yaml", ESSAY.replace("NAME", "balcony.svg"))
    assert sorted(read(pack, templates).files) == ["balcony.svg", "mila.jpg"]


def test_a_picture_missing_in_a_row_is_told_with_its_line(pack: Path, templates: Mapping[str, Template]) -> None:
    write_file(pack, "stories/entrance.yaml", ESSAY.replace("NAME", "balcony.svg"))
    assert list_places(pack, templates) == ["stories/entrance.yaml:10 values.photos.1.photo.file"]


def test_pictures_inside_rows_of_one_language_belong_to_the_pack_too(
    pack: Path, templates: Mapping[str, Template]
) -> None:
    rows = [{"photo": {"file": name, "alt": "…"}, "caption": "…"} for name in ("mila.jpg", "../secret.jpg")]
    essay = yaml.safe_load(ESSAY) | {"values": {"headline": "Вход", "photos": {"bg": rows, "en": rows}}}
    write_file(pack, "stories/entrance.yaml", json.dumps(essay))
    places = [fault.place.field for fault in find_faults(pack, templates)]
    assert places == ["values.photos.bg.1.photo.file", "values.photos.en.1.photo.file"]


MOMENTS = """\
id: days
kind: event
template: timeline
title: {bg: Дни, en: Days}
values:
  headline: {bg: Три дни, en: Three days}
  moments:
    - on: 2018-06-19
      what: {bg: yes, en: no}
    - {on: 2018-06-20, what: {bg: Дебат, en: off}}
    - {on: 2018-06-21, what: {bg: Маса, en: Table}}
"""


def test_on_and_off_are_words(pack: Path, templates: Mapping[str, Template]) -> None:
    write_file(pack, "events/days.yaml", MOMENTS)
    item = next(item for item in read(pack, templates).pack.items if item.id == "days")
    assert [list(moment) for moment in item.values["moments"]] == [["on", "what"]] * 3
    assert item.values["moments"][0]["what"] == {"bg": "yes", "en": "no"}


def test_an_unknown_template_is_named_with_those_that_exist(pack: Path, templates: Mapping[str, Template]) -> None:
    write_file(pack, "stories/mila.yaml", STORY.replace("story-quote", "story-quotes"))
    [fault] = find_faults(pack, templates)
    assert (fault.place.line, str(fault.message)) == (3, "There is no template “story-quotes”.")
    assert str(fault.hint) == f"Use one of: {', '.join(sorted(templates))}."


def test_a_template_that_shows_other_kinds_is_refused(pack: Path, templates: Mapping[str, Template]) -> None:
    write_file(pack, "statistics/citizens.yaml", FIGURE.replace("big-number", "myth-fact"))
    assert list_places(pack, templates)[0] == "statistics/citizens.yaml:3 template"


def test_the_folder_tells_the_kind(pack: Path, templates: Mapping[str, Template]) -> None:
    (pack / "statistics" / "citizens.yaml").rename(pack / "stories" / "citizens.yaml")
    assert list_places(pack, templates) == ["stories/citizens.yaml:2 kind"]


def test_an_id_is_given_once(pack: Path, templates: Mapping[str, Template]) -> None:
    write_file(pack, "statistics/citizens.yaml", FIGURE.replace("id: citizens", "id: mila"))
    assert list_places(pack, templates) == ["statistics/citizens.yaml:1 id"]


def test_an_unknown_language_is_refused(pack: Path, templates: Mapping[str, Template]) -> None:
    write_file(pack, "campaign.yaml", CAMPAIGN.replace("title: {bg: Съседи", "title: {xx: Qq, bg: Съседи"))
    assert list_places(pack, templates) == ["campaign.yaml:2 title.xx"]


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("id: neighbours", "id: Our Neighbours", "campaign.yaml:1 id"),
        ("https://example.org", "javascript:alert(1)", "campaign.yaml:10 url"),
        ("url: ", "brand: {accent: 'red;}body{'}\nurl: ", "campaign.yaml:10 brand.accent"),
        ("eu-2021-2027", "eu-1999", "campaign.yaml:6 funder.rules"),
    ],
)
def test_a_campaign_is_checked(pack: Path, templates: Mapping[str, Template], old: str, new: str, place: str) -> None:
    write_file(pack, "campaign.yaml", CAMPAIGN.replace(old, new))
    assert list_places(pack, templates) == [place]


def test_a_mistyped_folder_does_not_vanish(pack: Path, templates: Mapping[str, Template]) -> None:
    (pack / "stories").rename(pack / "storys")
    assert list_places(pack, templates) == ["storys:None "]


def test_all_faults_are_told_at_once(pack: Path, templates: Mapping[str, Template]) -> None:
    write_file(pack, "campaign.yaml", CAMPAIGN.replace("url:", "ulr:"))
    write_file(pack, "stories/mila.yaml", STORY.replace("mila.jpg", "other.jpg"))
    write_file(pack, "statistics/citizens.yaml", FIGURE.replace("big-number", "huge-number"))
    assert list_places(pack, templates) == [
        "campaign.yaml:1 url",
        "campaign.yaml:10 ulr",
        "stories/mila.yaml:7 values.photo.file",
        "statistics/citizens.yaml:3 template",
    ]


def test_a_folder_without_a_campaign_is_no_pack(tmp_path: Path, templates: Mapping[str, Template]) -> None:
    assert list_places(tmp_path, templates) == ["campaign.yaml:None "]


def test_a_photo_is_turned_and_forgets_where_it_was_taken(pack: Path, templates: Mapping[str, Template]) -> None:
    write_file(pack, "media/mila.jpg", turn_and_place((80, 40)))
    with Image.open(read(pack, templates).files["mila.jpg"]) as photo:
        assert photo.size == (40, 80)
        assert dict(photo.getexif()) == {}
        red, _, blue = photo.convert("RGB").getpixel((20, 10))
        assert red > blue  # what was on the left is on top


def test_a_fresh_folder_is_made_for_photos_when_none_is_given(
    pack: Path, templates: Mapping[str, Template], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    loaded = read_pack(pack, templates=templates)
    assert loaded.files["mila.jpg"].parent.parent == tmp_path


SAMPLES = ("conet-sofia", "integra-sofia", "school-desegregation", "strazhitsa-shtip", "zaedno-uspyavame")


@pytest.mark.parametrize("slug", SAMPLES)
def test_every_sample_is_whole_in_both_languages(slug: str, templates: Mapping[str, Template], tmp_path: Path) -> None:
    pack = read_pack(ROOT / "assets" / "samples" / slug, templates=templates, work=tmp_path).pack
    assert pack.campaign.id == slug
    assert tuple(pack.campaign.title) == ("bg", "en")
    assert {tuple(item.title) for item in pack.items} == {("bg", "en")}


UNFED = {
    "choropleth": "no source gives borders that may be copied",
    "emergency-notice": "a message of the moment belongs to no campaign",
    "dumbbell": "no source gives two figures counted alike and of a known number of people",
    "flow": "no source tells where people or money went from there",
    "poll": "no source gives a question with its answers and the number asked",
    "slope": "no source gives two things at two times",
    "survey": "no source gives agreement with statements",
    "time-series": "no source gives three points in time that are certain",
}
"""Templates that no fact in the campaigns' sources fills, and why: a figure is never made up for a sample."""


def test_the_samples_show_every_template_that_their_sources_can_fill(
    templates: Mapping[str, Template], tmp_path: Path
) -> None:
    packs = [read_pack(ROOT / "assets/samples" / slug, templates=templates, work=tmp_path).pack for slug in SAMPLES]
    assert {item.template for pack in packs for item in pack.items} == set(templates) - set(UNFED)


def test_every_person_of_the_samples_is_fictional(templates: Mapping[str, Template], tmp_path: Path) -> None:
    packs = [read_pack(ROOT / "assets/samples" / slug, templates=templates, work=tmp_path).pack for slug in SAMPLES]
    stories = [item for pack in packs for item in pack.items if item.kind is Kind.STORY]
    assert all(item.fictional and not item.consents for item in stories)
    assert len(stories) == 7


@pytest.mark.parametrize(
    ("reasons", "place"),
    [
        ("{E1: Защото така трябва.}", "stories/mila.yaml:13 reasons.E1"),
        ("{E9: да}", "stories/mila.yaml:13 reasons.E9"),
        ("{E10: '          '}", "stories/mila.yaml:13 reasons.E10"),
    ],
)
def test_a_reason_is_for_a_rule_that_asks_for_one(
    pack: Path, templates: Mapping[str, Template], reasons: str, place: str
) -> None:
    write_file(pack, "stories/mila.yaml", f"{STORY}reasons: {reasons}\n")
    assert list_places(pack, templates) == [place]


def test_a_reason_is_kept_with_its_item(pack: Path, templates: Mapping[str, Template]) -> None:
    write_file(pack, "stories/mila.yaml", f"{STORY}reasons: {{E9: Така са я наричали в училище.}}\n")
    items = {item.id: item for item in read(pack, templates).pack.items}
    assert items["mila"].reasons == {"E9": "Така са я наричали в училище."}
