"""A picture is told in plain words of its languages."""

from dataclasses import replace

import pytest

from campaign.render.alt import LONGEST, compose_alt, compose_alts
from campaign.render.job import Job, make_key
from campaign.render.sample import SOURCE
from campaign.spec.errors import InvalidTemplate
from campaign.spec.languages import Texts
from tests.render.jobs import make_job


def say_with(job: Job, **alt: str) -> Job:
    """The job with other sentences in its template."""
    return replace(job, template=replace(job.template, manifest=replace(job.template.manifest, alt=alt)))


def write_by_hand(job: Job, alt: Texts) -> Job:
    return replace(job, item=replace(job.item, alt=alt))


def test_the_templates_sentence_is_filled_in_and_the_source_follows() -> None:
    assert compose_alt(make_job(language="en")) == (
        "We are all neighbours in one town. There are 35,000 people. A circle. "
        "Source: sample survey; 2021; residents (people)."
    )


def test_without_a_sentence_texts_figures_and_descriptions_follow_the_fields() -> None:
    assert compose_alt(say_with(make_job(headline="Живеем в един град!"))) == (
        "Живеем в един град! 35 000. Кръг. Източник: примерно проучване; 2021 г.; жители (души)."
    )


def test_nothing_is_said_of_what_is_left_out() -> None:
    job = make_job(number=None, photo=None, language="en")
    assert compose_alt(replace(job, item=replace(job.item, source=None))) == "We are all neighbours in one town."


def test_a_sentence_may_place_the_source_itself() -> None:
    job = say_with(make_job(language="en"), en="{{ source }}, says so")
    assert compose_alt(job) == "Source: sample survey; 2021; residents (people), says so."


def test_a_fictional_person_is_called_so_whatever_the_sentence_says() -> None:
    job = say_with(make_job(), bg="{{ values.headline | sentence }}")
    fictional = replace(job, item=replace(job.item, fictional=True, source=None))
    assert compose_alt(fictional) == "Всички сме съседи в един град. Измислен образ."


def test_two_languages_are_said_one_after_the_other_and_each_alone() -> None:
    job = make_job(language="bg+en")
    alts = compose_alts(job)
    assert alts == {code: compose_alt(replace(job, language=code)) for code in ("bg", "en")}
    assert compose_alt(job).split("\n") == [alts["bg"], alts["en"]]


def test_what_a_person_wrote_replaces_what_is_composed_in_its_language_only() -> None:
    job = write_by_hand(make_job(language="bg+en"), {"bg": " Съседи  на\nплощада. ", "en": ""})
    assert compose_alts(job) == {"bg": "Съседи на площада.", "en": compose_alt(make_job(language="en"))}


def test_an_edited_text_makes_no_new_picture() -> None:
    job = make_job()
    assert make_key(write_by_hand(job, {"bg": "Съседи."}), engine="e", encoder="c") == make_key(
        job, engine="e", encoder="c"
    )


def test_a_listener_is_not_worn_out() -> None:
    job = make_job(headline="дума " * 79)
    rows = replace(job, item=replace(job.item, source=replace(SOURCE, name={"bg": "дълго име " * 100})))
    text = compose_alt(rows)
    assert len(text) <= LONGEST
    assert text.endswith("…")


def test_a_sentence_that_fails_on_these_values_is_named_with_its_line() -> None:
    job = say_with(make_job(language="en", number=0), en="\n{{ 1 / values.number.amount }}")
    with pytest.raises(InvalidTemplate, match="division") as caught:
        compose_alt(job)
    place = caught.value.place
    manifest = (job.template.folder / "template.toml").read_text(encoding="utf-8").splitlines()
    # The manifest's own text in English opens with a line break, so the second line of a text is two below its key.
    line = manifest.index('en = """') + 1 + 2
    assert (place.file, place.field, place.line) == ("plain/template.toml", "alt.en", line)
