"""A template folder is read whole or refused by file and field."""

import shutil
from pathlib import Path

import pytest

from campaign.render.folder import load_template, load_templates
from campaign.spec.errors import CampaignError, Faults, InvalidTemplate, UnknownName
from tests.render.jobs import ROOT


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A folder of templates with the plain one alone."""
    for name in ("_kit", "plain"):
        shutil.copytree(ROOT / name, tmp_path / name)
    return tmp_path


def change(root: Path, old: str, new: str, *, file: str = "plain/template.toml") -> None:
    path = root / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_a_folder_is_read_with_its_fields(root: Path) -> None:
    template = load_template(root / "plain")
    assert template.id == "plain"
    assert list(template.manifest.fields) == ["headline", "number", "photo"]
    assert template.manifest.fields["number"].sample == 35000


def test_the_digest_covers_the_folder_and_the_kit_and_nothing_else(root: Path) -> None:
    before = load_template(root / "plain").digest
    (root / "other").mkdir()
    (root / "other" / "style.css").write_text("b{}")
    assert load_template(root / "plain").digest == before
    (root / "_kit" / "new.html").write_text("")
    with_kit = load_template(root / "plain").digest
    assert with_kit != before
    change(root, "60px", "61px", file="plain/style.css")
    assert load_template(root / "plain").digest not in (before, with_kit)


def test_an_unknown_template_is_told_with_those_that_exist(root: Path) -> None:
    with pytest.raises(UnknownName) as caught:
        load_template(root / "plian")
    assert str(caught.value) == "There is no template “plian”. Use one of: plain."


def test_the_kit_is_no_template(root: Path) -> None:
    assert list(load_templates(root)) == ["plain"]
    with pytest.raises(UnknownName):
        load_template(root / "_kit")


@pytest.mark.parametrize(
    ("old", "new", "field", "line"),
    [
        ('type = "text"', 'type = "txet"', "fields.headline.type", 18),
        ("longest = 400", 'longest = "many"', "fields.headline.longest", 19),
        ("longest = 400", "langest = 400", "fields.headline.langest", 19),
        ('shapes = ["landscape", "portrait"]', "", "shapes", None),
        ('shapes = ["landscape", "portrait"]', "shapes = []", "shapes", 2),
        ('kinds = ["statistic"]', 'kinds = ["photos"]', "kinds.0", 1),
        ('kinds = ["statistic"]', "kinds = []", "kinds", 1),
        ("most = 10.0", "most = nan", "motion", 12),
        ("arrives = 1.0", "arrives = 6.0", "motion", 12),
        ('bg = "Просто"', "", "title", 4),
        ('file = "sample.svg"', 'file = "lost.svg"', "fields.photo.sample", 38),
        ('file = "sample.svg"', 'file = "../plain/sample.svg"', "fields.photo.sample", 38),
    ],
)
def test_a_wrong_field_is_named_with_file_and_line(
    root: Path, old: str, new: str, field: str, line: int | None
) -> None:
    change(root, old, new)
    with pytest.raises(InvalidTemplate) as caught:
        load_template(root / "plain")
    place = caught.value.place
    assert (place.file, place.field, place.line) == ("plain/template.toml", field, line)


def test_every_text_needs_a_sample_in_three_languages(root: Path) -> None:
    change(root, ', ar = "كلنا جيران في مدينة واحدة"', "")
    with pytest.raises(InvalidTemplate, match="ar") as caught:
        load_template(root / "plain")
    assert caught.value.place.field == "fields.headline.sample"


def test_every_template_says_its_picture_in_three_languages(root: Path) -> None:
    change(root, 'ar = "{{ values.headline | sentence }} {{ values.number }} {{ values.photo | sentence }}"', "")
    with pytest.raises(InvalidTemplate, match="ar") as caught:
        load_template(root / "plain")
    assert caught.value.place.field == "alt"


def test_a_name_that_mappings_own_is_refused(root: Path) -> None:
    change(root, "[fields.number]", "[fields.items]")
    change(root, "values.number", "values.headline")
    with pytest.raises(InvalidTemplate, match="items"):
        load_template(root / "plain")


def test_broken_toml_and_missing_files_are_named(root: Path) -> None:
    (root / "plain" / "style.css").unlink()
    with pytest.raises(InvalidTemplate, match=r"style\.css"):
        load_template(root / "plain")
    for text, line in (("a = 1\n[[]]\n", 2), ("a = " + "[" * 100_000, None)):
        (root / "plain" / "template.toml").write_text(text)
        with pytest.raises(InvalidTemplate, match="TOML") as caught:
            load_template(root / "plain")
        assert caught.value.place.line == line


@pytest.mark.parametrize("name", ["more.css", "template.html"])
def test_a_file_that_nobody_wrote_is_refused_unread(root: Path, name: str) -> None:
    with (root / "plain" / name).open("wb") as file:
        file.truncate(5_000_000_000)
    with pytest.raises(InvalidTemplate, match=f"plain/{name}: The file is larger than 300 kB"):
        load_template(root / "plain")


def test_all_broken_templates_are_told_at_once(root: Path) -> None:
    shutil.copytree(root / "plain", root / "second")
    for name in ("plain", "second"):
        (root / name / "template.html").unlink()
    with pytest.raises(Faults) as caught:
        load_templates(root)
    errors: tuple[CampaignError, ...] = caught.value.errors
    assert [error.place.file for error in errors] == ["plain/template.html", "second/template.html"]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('essay = "photos"', 'essay = "pictures"', "names a required field of rows"),
        ('type = "image"', 'type = "text"\nlongest = 20', "each of its rows has one photo"),
        ("most = 12.0", "most = 8.0", "So many photos have less than 3 seconds each"),
    ],
)
def test_an_essay_names_rows_with_a_photo_each_and_time_for_them(root: Path, old: str, new: str, said: str) -> None:
    shutil.copytree(ROOT / "essay", root / "essay")
    change(root, old, new, file="essay/template.toml")
    with pytest.raises(CampaignError) as caught:
        load_template(root / "essay")
    fault = next(each for each in caught.value.singles if each.place.field == "motion.essay")
    assert (fault.place.file, fault.place.line) == ("essay/template.toml", 21)
    assert said in str(fault)


@pytest.mark.parametrize(
    ("motion", "field", "message"),
    [
        ("title = 0.5", "motion.title", "A card of 0.5 seconds is too short or too long."),
        ("partners = 11.0", "motion.partners", "A card of 11 seconds is too short or too long."),
        ("title = nan", "motion.title", "A card of nan seconds is too short or too long."),
        ("title = 2.0", "", "The page never draws its cards."),
    ],
)
def test_cards_are_long_enough_and_drawn(tmp_path: Path, motion: str, field: str, message: str) -> None:
    for name in ("_kit", "film"):
        shutil.copytree(ROOT / name, tmp_path / name)
    change(tmp_path, "least = 1.0", f"least = 1.0\n{motion}", file="film/template.toml")
    with pytest.raises((InvalidTemplate, Faults)) as caught:
        load_template(tmp_path / "film")
    assert (field, message) in [(error.place.field, str(error.message)) for error in caught.value.singles]


def test_cards_stand_around_a_film_alone(root: Path) -> None:
    change(root, "most = 10.0", "most = 10.0\ntitle = 2.0")
    with pytest.raises((InvalidTemplate, Faults)) as caught:
        load_template(root / "plain")
    assert ("motion.title", "There are cards and no clip.") in [
        (error.place.field, str(error.message)) for error in caught.value.singles
    ]
