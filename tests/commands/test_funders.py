"""`campaign funders` lists the profiles, and shows one with every wording and its source."""

import json

from typer.testing import CliRunner, Result

from campaign.cli import app


def run(*words: str) -> Result:
    return CliRunner().invoke(app, ["funders", *words])


def test_all_profiles_are_listed_with_the_languages_they_are_whole_in() -> None:
    lines = run().stdout.splitlines()
    assert [(name.split()[0], languages.strip()) for name, languages in zip(lines[::2], lines[1::2], strict=True)] == [
        ("amif-2014-2020", "whole in: none: a part is every grant’s own"),
        ("cerv-2021-2027", "whole in: bg en es de"),
        ("esf-plus-education-2021-2027", "whole in: bg en"),
        ("europe-for-citizens-2014-2020", "whole in: bg en"),
        ("rec-2014-2020", "whole in: en"),
        ("urbact-ii-2007-2013", "whole in: bg en es fr nl de ro"),
    ]


def test_one_profile_is_shown_with_words_sources_and_what_is_missing() -> None:
    lines = run("rec-2014-2020").stdout.splitlines()
    assert lines[:4] == [
        "rec-2014-2020: Rights, Equality and Citizenship Programme 2014–2020",
        "  rules: eu-2014-2020",
        "  emblem: yes, at least 10 mm high",
        "  demands: statement, programme, disclaimer",
    ]
    assert lines[-3] == "  no official words in: bg es fr nl de ro tr uk mk ar fa hi"
    assert "      — JUST/REC Model Grant Agreement, the article on the visibility of EU funding" in lines


def test_programs_read_json() -> None:
    (profile,) = json.loads(run("cerv-2021-2027", "--json").stdout)
    assert (profile["id"], profile["languages"]) == ("cerv-2021-2027", ["bg", "en", "es", "de"])


def test_an_unknown_profile_is_named_with_those_that_exist() -> None:
    result = run("erasmus")
    assert result.exit_code == 1
    assert "There is no funding profile “erasmus”." in result.stderr
