"""The context holds what law, funder and campaign demand, in the job's language."""

from dataclasses import fields, replace
from pathlib import Path

import pytest

from campaign.render.compose import build_context, compose_source
from campaign.render.context import Context
from campaign.render.sample import SOURCE
from campaign.spec.content import Brand, Partner
from campaign.spec.errors import BrokenMedia, InvalidTemplate, InvalidValue, NotAllowed
from campaign.spec.formats import Format
from campaign.spec.funding import Demand, FunderProfile, FundingRules
from tests.render.jobs import make_job


def test_the_declared_names_are_all_filled() -> None:
    context = build_context(make_job())
    assert [field.name for field in fields(Context) if getattr(context, field.name) is None] == []
    assert (context.language, context.direction, context.moving) == ("bg", "ltr", False)
    assert context.title == "Примерна кампания"


def test_the_statement_is_the_laws_own_wording() -> None:
    assert build_context(make_job()).funding.statement == "Съфинансирано от Европейския съюз"
    assert build_context(make_job(language="en")).funding.statement == "Co-funded by the European Union"


def test_a_language_without_statement_is_refused_and_never_translated() -> None:
    job = make_job()
    funder = replace(job.campaign.funder, statement={"en": "Co-funded by the European Union"})
    with pytest.raises(NotAllowed) as caught:
        build_context(replace(job, campaign=replace(job.campaign, funder=funder)))
    assert str(caught.value) == (
        "bg · funder.statement: The funder’s profile “sample” has no funding statement in Български. "
        "Ask the funder for the official wording: we never translate it. There is: en."
    )


def test_a_long_disclaimer_stands_behind_the_code_unless_there_is_room() -> None:
    job = make_job()
    text = "Изразените мнения изказват само авторите. " * 5
    funder = replace(job.campaign.funder, disclaimer={"bg": text})
    job = replace(job, campaign=replace(job.campaign, funder=funder))
    assert build_context(job).funding.disclaimer == ""
    poster = replace(job, format=Format(3508, 4961, 20.25, 0.7))
    assert build_context(poster).funding.disclaimer == text.strip()
    without_code = replace(job, campaign=replace(job.campaign, url=""))
    assert (build_context(without_code).funding.disclaimer, build_context(without_code).qr) == (text.strip(), "")


def test_the_source_line_says_who_when_whom_and_what() -> None:
    assert compose_source(SOURCE, words={"source": "Източник"}, language="bg") == (
        "Източник: примерно проучване; 2021\u202fг.; жители\u00a0(души)"
    )
    with pytest.raises(InvalidValue) as caught:
        compose_source(replace(SOURCE, unit={"en": "people"}), words={"source": "Източник"}, language="bg")
    assert caught.value.place.field == "source.unit"


def test_a_fictional_person_is_named_so() -> None:
    job = make_job()
    assert build_context(job).fictional == ""
    fiction = replace(job, item=replace(job.item, fictional=True))
    assert build_context(fiction).fictional == "Измислен образ"


def test_a_language_that_the_kit_has_no_words_in_is_named() -> None:
    job = make_job(language="de", headline={"de": "Nachbarn"}, photo=None)
    with pytest.raises(InvalidTemplate, match="Deutsch"):
        build_context(job)


def test_accents_are_colours_and_nothing_else() -> None:
    job = make_job()
    for colour in ("red", "#12", "#ffffff;}body{display:none", "#12345g"):
        campaign = replace(job.campaign, brand=Brand(accent=colour))
        with pytest.raises(InvalidValue, match="colour"):
            build_context(replace(job, campaign=campaign))


@pytest.mark.parametrize("url", ["javascript:alert(1)", "example.org", "https://"])
def test_a_code_leads_to_a_web_address(url: str) -> None:
    job = make_job()
    with pytest.raises(InvalidValue, match="web address"):
        build_context(replace(job, campaign=replace(job.campaign, url=url)))


def test_a_partner_without_logo_is_set_in_type_and_a_lost_logo_is_named() -> None:
    job = make_job()
    partner = Partner({"bg": "Община"}, "")
    named = replace(job, campaign=replace(job.campaign, partners=(partner,)))
    assert [(logo.name, logo.url) for logo in build_context(named).partners] == [("Община", "")]
    lost = replace(job, campaign=replace(job.campaign, partners=(replace(partner, logo="lost.svg"),)))
    with pytest.raises(BrokenMedia) as caught:
        build_context(lost)
    assert (caught.value.place.file, caught.value.place.field) == ("lost.svg", "partners.logo")


def test_pictures_come_as_data_so_that_no_file_can_vanish(tmp_path: Path) -> None:
    photo = build_context(make_job()).values["photo"]
    assert getattr(photo, "url", "")[:26] == "data:image/svg+xml;base64,"


def test_money_that_is_not_the_unions_has_no_emblem() -> None:
    job = make_job()
    city = FunderProfile("city", {"bg": "София"}, FundingRules.NONE, emblem=False)
    thanks = replace(city, statement={"bg": "С подкрепата на общината"}, contract="7/2026", demands=(Demand.CONTRACT,))
    funding = [
        build_context(replace(job, campaign=replace(job.campaign, funder=funder))).funding for funder in (city, thanks)
    ]
    assert [(shown.emblem, shown.statement, shown.lines) for shown in funding] == [
        ("", "", ()),
        ("", "С подкрепата на общината", ("7/2026",)),
    ]


def test_fund_programme_and_added_value_stand_in_this_order() -> None:
    job = make_job()
    funder = replace(
        job.campaign.funder,
        lines=({"bg": "further"},),
        fund={"bg": "fund"},
        programme={"bg": "programme"},
        added_value={"bg": "added"},
    )
    context = build_context(replace(job, campaign=replace(job.campaign, funder=funder)))
    assert context.funding.lines == ("fund", "programme", "further", "added")
