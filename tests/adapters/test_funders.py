"""Profiles say where every wording comes from; a pack names one, adds what its grant knows, or writes its own."""

from pathlib import Path

import pytest

from campaign.adapters.funders import fill_funder, load_profiles, read_profile
from campaign.checks.funding import check_funding
from campaign.spec.content import Campaign
from campaign.spec.document import load_yaml, read_value
from campaign.spec.errors import Faults
from campaign.spec.funding import Demand, FunderProfile
from campaign.spec.languages import LANGUAGES

PROFILES = load_profiles()
WHOLE = {
    "amif-2014-2020": (),
    "cerv-2021-2027": ("bg", "de", "en", "es"),
    "esf-plus-education-2021-2027": ("bg", "en"),
    "europe-for-citizens-2014-2020": ("bg", "en"),
    "rec-2014-2020": ("en",),
    "urbact-ii-2007-2013": ("bg", "de", "en", "es", "fr", "nl", "ro"),
}
"""Profile → the languages that pass every rule as it is shipped; the asylum fund's added value is every grant's own."""


def make_campaign(funder: FunderProfile) -> Campaign:
    return Campaign("together", {"bg": "Заедно", "en": "Together"}, funder, "https://example.org")


def read_funder(text: str) -> FunderProfile:
    document = fill_funder(load_yaml(f"id: together\nfunder:{text}", file="campaign.yaml"))
    return read_value(document, FunderProfile, at=("funder",))


def list_faults(text: str) -> list[str]:
    with pytest.raises(Faults) as caught:
        read_funder(text)
    return [f"{error.place.line} {error.place.field}: {error.message}" for error in caught.value.singles]


def test_the_six_profiles_are_there() -> None:
    assert sorted(PROFILES) == sorted(WHOLE)


@pytest.mark.parametrize("name", PROFILES)
def test_a_profile_passes_in_exactly_the_languages_it_has_official_words_in(name: str) -> None:
    campaign = make_campaign(PROFILES[name].choose(()))
    whole = [code for code in sorted(LANGUAGES) if not list(check_funding(campaign, language=code))]
    assert tuple(whole) == WHOLE[name]


@pytest.mark.parametrize("name", PROFILES)
def test_every_wording_says_where_it_comes_from(name: str) -> None:
    profile = PROFILES[name].profile
    told = {part: set(texts) for part, texts in profile.wordings.items() if texts}
    assert {part: set(texts) for part, texts in profile.sources.items()} == told
    assert all(len(source) > 15 for texts in profile.sources.values() for source in texts.values())
    assert set(profile.ask) == {"bg", "en"}


def test_a_pack_names_a_profile() -> None:
    funder = read_funder(" esf-plus-education-2021-2027\n")
    assert (funder.id, funder.statement["bg"]) == ("esf-plus-education-2021-2027", "Съфинансирано от Европейския съюз")
    assert funder.emblem


def test_a_pack_adds_contract_and_the_other_statement() -> None:
    funder = read_funder(" {profile: cerv-2021-2027, contract: 101143287, statement: funded}\n")
    assert (funder.contract, funder.statement["en"]) == ("101143287", "Funded by the European Union")
    assert list(check_funding(make_campaign(funder), language="de")) == []


def test_a_pack_takes_what_a_profile_offers() -> None:
    assert read_funder(" urbact-ii-2007-2013\n").programme == {}
    taken = read_funder(" {profile: urbact-ii-2007-2013, with: [programme]}\n")
    assert taken.programme["en"] == "URBACT II Programme"


def test_a_pack_adds_the_wording_of_its_own_grant_agreement() -> None:
    funder = read_funder("""
  profile: cerv-2021-2027
  wording:
    disclaimer:
      fr: {text: Financé par l’Union européenne. …, source: "Convention de subvention 101143287, art. 17.3"}
""")
    assert list(check_funding(make_campaign(funder), language="fr")) == []
    assert funder.sources["disclaimer"]["fr"] == "Convention de subvention 101143287, art. 17.3"
    assert funder.disclaimer["en"] == PROFILES["cerv-2021-2027"].profile.disclaimer["en"]


def test_a_pack_writes_a_whole_profile_of_its_own() -> None:
    funder = read_funder("""
  id: trust
  title: {bg: Фондация „Тръст“, en: Trust Foundation}
  rules: none
  statement: {bg: С подкрепата на Фондация „Тръст“, en: {text: Supported by the Trust, source: "Договор 7, чл. 4"}}
  contract: "7"
  demands: [statement, contract]
""")
    assert (funder.emblem, funder.statement["en"]) == (False, "Supported by the Trust")
    assert funder.sources == {"statement": {"en": "Договор 7, чл. 4"}}
    assert funder.demands == (Demand.STATEMENT, Demand.CONTRACT)
    assert list(check_funding(make_campaign(funder), language="bg")) == []


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (" cerv\n", "2 funder.profile: There is no funding profile “cerv”."),
        (
            "\n  profile: cerv-2021-2027\n  contrakt: 7\n",
            "4 funder.contrakt: Beside a profile’s name there is no such field.",
        ),
        (
            "\n  profile: cerv-2021-2027\n  statement: halved\n",
            "4 funder.statement: “halved” is not one of the choices.",
        ),
        ("\n  profile: cerv-2021-2027\n  with: [programme]\n", "4 funder.with: The profile does not offer that."),
        (
            "\n  profile: cerv-2021-2027\n  wording:\n    disclaimer: {fr: Financé par}\n",
            "5 funder.wording.disclaimer.fr: A wording is its text and where it comes from.",
        ),
        (
            "\n  profile: cerv-2021-2027\n  wording:\n    disclaimer:\n      fr: {text: Financé par, source: ' '}\n",
            "6 funder.wording.disclaimer.fr.source: Nobody says where these words are from.",
        ),
        (
            "\n  profile: cerv-2021-2027\n  wording:\n    slogan: {fr: {text: a, source: b}}\n",
            "5 funder.wording.slogan: There is no such field.",
        ),
        (
            "\n  profile: cerv-2021-2027\n  wording:\n    fund:\n      xx: {text: a, source: b}\n",
            "6 funder.wording.fund.xx: There is no language “xx”.",
        ),
        (
            "\n  id: a\n  title: {bg: A}\n  rules: none\n  emblem: true\n",
            "6 funder.emblem: The Union’s emblem stands only beside the Union’s money.",
        ),
        (
            "\n  id: a\n  title: {bg: A}\n  rules: eu-2021-2027\n  emblem: false\n",
            "6 funder.emblem: These rules ask for the Union’s emblem.",
        ),
        (
            "\n  id: a\n  title: {bg: A}\n  rules: none\n  demands: [song]\n",
            "6 funder.demands.0: “song” is not one of the choices.",
        ),
        ("\n  id: a\n  title: {bg: A}\n  rules: none\n  slogan: B\n", "6 funder.slogan: There is no such field."),
    ],
)  # fmt: skip
def test_a_wrong_profile_is_told_with_its_line(text: str, fault: str) -> None:
    assert list_faults(text) == [fault]


def test_a_shipped_profile_without_a_source_cannot_be_read(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text("id: a\ntitle: {en: A}\nrules: none\nstatement:\n  en: Thanks\n", "utf-8")
    with pytest.raises(Faults) as caught:
        read_profile(path)
    assert [(error.place.line, error.place.field) for error in caught.value.singles] == [(5, "statement.en")]


def test_what_the_guide_shows_can_be_read() -> None:
    guide = (Path(__file__).parents[2] / "docs" / "funders.md").read_text("utf-8")
    shown = [block.split("```")[0] for block in guide.split("```yaml\n")[1:]]
    funders = [read_value(fill_funder(load_yaml(text, file="a")), FunderProfile, at=("funder",)) for text in shown]
    assert [funder.id for funder in funders] == ["esf-plus-education-2021-2027", "cerv-2021-2027", "trust"]
    assert all(not list(check_funding(make_campaign(funder), language="bg")) for funder in funders)
