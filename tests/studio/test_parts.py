"""The small parts: moments, fonts, places in words, the terminal's words."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from django.utils import translation
from pytest_django import DjangoAssertNumQueries

from campaign.commands import words
from campaign.forms.words import name_language, pick_text
from campaign.spec.errors import Place
from campaign.spec.message import say
from campaign.studio.templatetags.studio import clock, file_kind, in_seconds, when
from campaign.studio.views.channels import read_moment
from campaign.studio.words import describe_place, translate_message
from tests.factories.rows import make_channel, make_person
from tests.studio.rows import make_material

SOFIA = ZoneInfo("Europe/Sofia")
SignIn = Callable[[str], Client]


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-11-23T08:30", datetime(2026, 11, 23, 6, 30, tzinfo=UTC)),
        ("2026-11-23T08:30+00:00", datetime(2026, 11, 23, 8, 30, tzinfo=UTC)),
    ],
)
def test_a_moment_is_in_the_channels_time_unless_it_says_otherwise(text: str, moment: datetime) -> None:
    assert read_moment(text, zone=SOFIA) == (moment, True)


@pytest.mark.parametrize("text", ["tomorrow", "2026-13-45T99:00"])
def test_a_moment_that_is_none_is_told(text: str) -> None:
    assert read_moment(text, zone=SOFIA)[1] is False


def test_our_typeface_is_served_with_its_licence_from_its_package() -> None:
    found = [finders.find("fonts/SofiaSans.ttf"), finders.find("fonts/OFL.txt")]
    assert [Path(str(path)).is_file() for path in found] == [True, True]


def test_times_and_lengths_are_written_as_the_language_writes_them() -> None:
    noon = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
    with translation.override("bg"):
        assert (when(noon), in_seconds(7.5), in_seconds(8.0)) == ("23 ноември 2026 г., 12:00", "7,5 сек.", "8 сек.")
    with translation.override("en"):
        assert (when(noon), in_seconds(7.5), clock(65)) == ("23 November 2026, 12:00", "7.5 s", "1:05")


def test_texts_fall_back_to_bulgarian_and_then_to_any() -> None:
    with translation.override("en"):
        picked = [
            pick_text({"bg": "да", "en": "yes"}),
            pick_text({"bg": "да"}),
            pick_text({"fr": "oui"}),
            pick_text({}),
        ]
    assert picked == ["yes", "да", "oui", ""]


def test_a_place_is_told_in_words() -> None:
    with translation.override("bg"):
        assert describe_place(Place(cue=3, second=1.5)) == "субтитър 3, секунда 1,5"


def test_languages_are_called_as_the_reader_calls_them() -> None:
    with translation.override("bg"):
        assert [name_language(code) for code in ("bg", "en", "ar")] == ["български", "английски", "арабски"]
    with translation.override("en"):
        assert [name_language(code) for code in ("bg", "en")] == ["Bulgarian", "English"]


def test_parts_of_a_consent_are_told_in_words() -> None:
    message = say("The consent does not say %(part)s.", part="given_on")
    with translation.override("bg"):
        assert translate_message(message) == "В съгласието не пише на коя дата е дадено."


def test_kinds_of_files_have_short_names() -> None:
    assert [file_kind(name) for name in ("image/jpeg", "video/mp4")] == ["JPEG", "MP4"]


def test_states_steps_and_roles_in_a_message_are_words_too() -> None:
    message = say("A material that is “%(state)s” cannot take the step “%(act)s”.", state="draft", act="approve")
    with translation.override("bg"):
        assert translate_message(message) == "За материал в състояние „Чернова“ стъпката „Одобри“ не е възможна."


def test_the_terminal_speaks_bulgarian_when_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    message = say("There is no language “%(code)s”.", code="xx")
    assert words.translate(message) == "There is no language “xx”."
    monkeypatch.setenv("CAMPAIGN_LANGUAGE", "bg")
    assert words.translate(message) == "Няма език „xx“."


@pytest.mark.parametrize("page", ["403.html", "403_csrf.html", "404.html", "500.html"])
def test_error_pages_stand_without_a_request(page: str) -> None:
    with translation.override("bg"):
        bulgarian = render_to_string(page)
    with translation.override("en"):
        english = render_to_string(page)
    assert [text.count("<h1>") for text in (bulgarian, english)] == [1, 1]
    assert bulgarian != english


@pytest.mark.parametrize(("name", "queries"), [("home", 25), ("channels", 8)])
def test_pages_cost_the_same_however_many_materials(
    name: str, queries: int, sign_in: SignIn, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    author = make_person("staff", name="author")
    for number in range(12):
        make_material(author=author, slug=f"story-{number}", channel=make_channel(f"tram-{number % 3}"))
    client = sign_in("lead")
    with django_assert_num_queries(queries):
        assert client.get(reverse(name)).status_code == 200
