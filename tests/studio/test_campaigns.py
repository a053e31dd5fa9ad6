"""Campaigns made and changed in the studio, by whom they may be."""

from collections.abc import Callable, Mapping

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from campaign.data import convert
from campaign.data.models import Campaign, Material, Membership, StoredFile, User
from campaign.services import campaigns
from campaign.services.storage import get_store
from campaign.spec.funding import FundingRules
from campaign.studio.campaign_inputs import flatten_campaign
from tests.factories.rows import NOON, make_channel, make_organisation, make_person, make_version
from tests.factories.values import make_template

SignIn = Callable[[str], Client]
TYPED: Mapping[str, str] = {
    "id": "neighbours",
    "title.bg": "Съседи",
    "title.en": "Neighbours",
    "url": "https://example.org/neighbours",
    "brand.accent": "#0b7a75",
    "brand.second": "#ffb703",
    "funder.profile": "cerv-2021-2027",
    "funder.contract": "101143287",
    "funder.statement": "funded",
    "partners.2.name.bg": "Столична община",
    "partners.2.name.en": "Sofia Municipality",
}
LOGO = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 10"><rect width="20" height="10" fill="#135"/></svg>'


def test_a_lead_makes_a_campaign_with_its_funder_in_full(sign_in: SignIn) -> None:
    answer = sign_in("lead").post(
        reverse("add-campaign"), {**TYPED, "partners.2.logo-file": SimpleUploadedFile("Лого.SVG", LOGO)}
    )
    assert answer.headers["Location"] == reverse("campaign", args=["neighbours"])
    row = Campaign.objects.get()
    campaign = convert.read_campaign(row)
    assert (campaign.funder.contract, campaign.funder.statement["en"]) == ("101143287", "Funded by the European Union")
    assert campaign.partners[0].name["bg"] == "Столична община"
    name = StoredFile.objects.get(sha256=row.media[campaign.partners[0].logo]).name
    with get_store().open(name) as file:
        assert file.read() == LOGO
    assert row.replan_since is not None


def test_the_form_of_a_campaign_says_what_it_is_and_saves_it_unchanged(sign_in: SignIn) -> None:
    client = sign_in("lead")
    client.post(reverse("add-campaign"), TYPED)
    before = Campaign.objects.get()
    page = client.get(reverse("change-campaign", args=["neighbours"]))
    typed = page.context["form"].typed
    assert typed["funder.statement"] == "funded"
    client.post(reverse("change-campaign", args=["neighbours"]), typed)
    after = Campaign.objects.get()
    assert (after.body, after.changed_at) == (before.body, before.changed_at)


def test_another_funder_is_written_out_and_read_back(sign_in: SignIn) -> None:
    client = sign_in("lead")
    own = {
        **TYPED,
        "funder.profile": "own",
        "funder.title.bg": "Фондация „Тръст“",
        "funder.title.en": "Trust",
        "funder.own.bg": "С подкрепата на „Тръст“",
        "funder.own.en": "Supported by Trust",
    }
    client.post(reverse("add-campaign"), own)
    funder = convert.read_campaign(Campaign.objects.get()).funder
    assert (funder.rules, funder.emblem, funder.statement["en"]) == (FundingRules.NONE, False, "Supported by Trust")
    typed = client.get(reverse("change-campaign", args=["neighbours"])).context["form"].typed
    assert {name: typed[name] for name in own if name.startswith("funder.") and name != "funder.statement"} == {
        name: value for name, value in own.items() if name.startswith("funder.") and name != "funder.statement"
    }


@pytest.mark.parametrize(
    ("changed", "at"),
    [
        ({"title.bg": "", "title.en": ""}, "id-title-bg"),
        ({"url": "example"}, "id-url"),
        ({"brand.accent": "red"}, "id-brand-accent"),
        ({"partners.2.name.en": ""}, "id-partners-2-name-en"),
        ({"funder.profile": ""}, "id-funder-profile"),
        ({"id": "Съседи"}, "id-id"),
        ({"partners.2.logo-file": SimpleUploadedFile("logo.png", b"no picture")}, "id-partners-2-logo"),
        ({"funder.wording.disclaimer.en.text": "Words"}, "id-funder-wording-disclaimer-en-source"),
    ],
)
def test_what_is_wrong_is_told_at_its_input_and_everything_typed_stays(
    sign_in: SignIn, changed: Mapping[str, object], at: str
) -> None:
    answer = sign_in("lead").post(reverse("add-campaign"), {**TYPED, **changed})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert f'href="#{at}"' in page
    assert f'id="{at}"' in page
    assert "Столична община" in page
    assert not Campaign.objects.exists()


def test_only_leads_of_the_campaign_change_it(sign_in: SignIn) -> None:
    row = make_version().item.campaign
    address = reverse("change-campaign", args=[row.slug])
    assert sign_in("staff").get(address).status_code == 403
    stranger = make_person("lead", name="stranger")
    stranger.organisation = make_organisation("elsewhere")
    stranger.save()
    client = Client()
    client.force_login(stranger)
    assert client.get(address).status_code == 404
    Membership.objects.create(user=stranger, campaign=row, role=User.Role.LEAD)
    assert client.get(address).status_code == 200


def test_a_name_that_is_taken_is_refused(sign_in: SignIn) -> None:
    client = sign_in("lead")
    client.post(reverse("add-campaign"), TYPED)
    answer = client.post(reverse("add-campaign"), {**TYPED, "title.en": "Other"})
    assert 'href="#id-id"' in answer.content.decode()
    assert Campaign.objects.get().body["title"]["en"] == "Neighbours"


def test_a_changed_campaign_is_planned_anew_once(sign_in: SignIn) -> None:
    row = make_version().item.campaign
    make_channel("tram")
    typed = flatten_campaign(convert.read_campaign(row))
    sign_in("lead").post(reverse("change-campaign", args=[row.slug]), {**typed, "url": "https://example.org/new"})
    templates = {"plain": make_template()}
    planned = campaigns.replan_due(load=lambda: templates, now=NOON)
    assert planned is not None
    assert planned.made == Material.objects.count() > 0
    assert campaigns.replan_due(load=lambda: templates, now=NOON) is None
