"""A picture is told in plain words of its language."""

from dataclasses import replace

from campaign.render.alt import LONGEST, compose_alt
from campaign.render.sample import SOURCE
from tests.render.jobs import make_job


def test_texts_figures_and_descriptions_follow_the_fields() -> None:
    assert compose_alt(make_job(headline="Живеем в един град!")) == (
        "Живеем в един град! 35 000. Кръг. Източник: примерно проучване · 2021 г. · жители (души)."
    )


def test_nothing_is_said_of_what_is_left_out() -> None:
    job = make_job(number=None, photo=None, language="en")
    assert compose_alt(replace(job, item=replace(job.item, source=None))) == "We are all neighbours in one town."


def test_a_listener_is_not_worn_out() -> None:
    job = make_job(headline="дума " * 79)
    rows = replace(job, item=replace(job.item, source=replace(SOURCE, name={"bg": "дълго име " * 100})))
    text = compose_alt(rows)
    assert len(text) <= LONGEST
    assert text.endswith("…")
