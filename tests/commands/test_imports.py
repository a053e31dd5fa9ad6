"""`campaign import` takes a pack whole, or tells every fault with its line and takes nothing."""

from pathlib import Path

import pytest
from pytest_django import Settings
from typer.testing import CliRunner, Result

from campaign.cli import app
from campaign.data.models import Campaign, Item, Material, Rendering, StoredFile
from campaign.services import content
from tests.factories.packs import CAMPAIGN, FIGURE, write_file, write_pack
from tests.factories.rows import make_person
from tests.factories.values import make_channel

pytestmark = pytest.mark.django_db


@pytest.fixture
def pack(tmp_path: Path, settings: Settings) -> Path:
    settings.STORE = f"file:{tmp_path / 'store'}"
    settings.HOME = tmp_path
    content.import_channels({"tram": make_channel()})
    make_person("staff")
    return write_pack(tmp_path / "neighbours")


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(app, ["import", *map(str, words)])


def test_a_pack_is_taken_in_and_its_materials_are_planned(pack: Path) -> None:
    result = run(pack)
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == "neighbours: 2 new, 0 changed, 0 as they were; 2 materials, 2 of them new.\n"
    assert (Item.objects.count(), Material.objects.count(), Rendering.objects.count()) == (2, 2, 4)


def test_again_changes_nothing(pack: Path) -> None:
    run(pack)
    result = run(pack)
    assert result.stdout == "neighbours: 0 new, 0 changed, 2 as they were; 2 materials, 0 of them new.\n"


def test_what_is_gone_from_the_pack_is_named(pack: Path) -> None:
    run(pack)
    (pack / "statistics" / "citizens.yaml").unlink()
    assert "No longer in the pack, still here until withdrawn: citizens." in run(pack).stdout


def test_a_fault_is_told_with_its_line_and_nothing_is_taken(pack: Path) -> None:
    write_file(pack, "statistics/citizens.yaml", FIGURE.replace("number: 259", "number: many"))
    result = run(pack)
    assert result.exit_code == 1
    assert "statistics/citizens.yaml:6" in result.stderr
    assert (Campaign.objects.count(), Item.objects.count(), Rendering.objects.count()) == (0, 0, 0)
    assert StoredFile.objects.exclude(media_type="image/png").count() == 0


def test_somebody_must_be_the_author(pack: Path) -> None:
    make_person("lead")
    result = run(pack)
    assert (result.exit_code, Campaign.objects.count()) == (1, 0)
    assert "Add --by with one of: lead, staff." in result.stderr
    assert run(pack, "--by", "lead").exit_code == 0


def test_a_folder_that_is_not_there_is_wrong_use(pack: Path) -> None:
    assert run(pack / "none").exit_code == 2


def test_a_profile_that_lacks_a_language_says_so(pack: Path) -> None:
    whole = CAMPAIGN.replace("    en: Co-funded by the European Union\n", "")
    write_file(pack, "campaign.yaml", whole)
    told = run(pack).stderr.splitlines()
    assert [line.strip() for line in told[:2]] == [
        "A2 error  en · funder.statement",
        "The funder’s profile “fund” has no funding statement in English.",
    ]


def test_a_shipped_profile_says_in_which_language_it_has_no_words(pack: Path) -> None:
    start, end = CAMPAIGN.index("funder:"), CAMPAIGN.index("url:")
    write_file(pack, "campaign.yaml", f"{CAMPAIGN[:start]}funder: rec-2014-2020\n{CAMPAIGN[end:]}")
    told = run(pack).stderr
    assert "A15 error  bg · funder.disclaimer" in told
    assert "Ask Европейската комисия, генерална дирекция „Правосъдие и потребители“ for the official words" in told
