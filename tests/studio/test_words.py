"""Words: every one extracted, every one in Bulgarian, gaps kept; pages show none in the wrong language."""

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po
from django.test import Client
from django.urls import reverse
from django.utils import translation

from campaign.settings import PROJECT
from campaign.spec.message import say
from campaign.studio.words import translate_message
from tests.factories.rows import make_person, make_rendering
from tests.studio.rows import make_kept_consent, make_material, make_release, make_warning, make_withdrawal

GAP = re.compile(r"%\(\w+\)[-\d.]*[a-z]")
LATIN = re.compile(r"[A-Za-z]{3,}")

SignIn = Callable[[str], Client]


def read_catalogue(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file)


def list_texts(message: Message) -> tuple[str, ...]:
    texts = (message.string,) if isinstance(message.string, str) else tuple(message.string or ())
    return tuple(str(text or "") for text in texts)


@pytest.fixture(scope="module")
def bulgarian() -> Catalog:
    return read_catalogue(PROJECT / "campaign/locale/bg/LC_MESSAGES/django.po")


@pytest.fixture(scope="module")
def extracted(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """What `make words` finds."""
    out = tmp_path_factory.mktemp("words") / "words.pot"
    keywords = [f"--keywords={name}" for name in ("say", "gettext_lazy", "pgettext_lazy:1c,2")]
    options = ["--mapping-file", "campaign/locale/babel.toml", *keywords]
    program = str(Path(sys.executable).parent / "pybabel")
    command = [program, "--quiet", "extract", *options, "--output-file", str(out), "."]
    subprocess.run(command, cwd=PROJECT, check=True)
    return read_catalogue(out)


def test_every_word_is_in_the_catalogue_and_no_other(bulgarian: Catalog, extracted: Catalog) -> None:
    def name(catalogue: Catalog) -> set[tuple[object, str | None]]:
        return {(message.id, message.context) for message in catalogue if message.id}

    assert name(extracted) - name(bulgarian) == set(), "run `make words` and translate what is new"
    assert name(bulgarian) - name(extracted) == set(), "run `make words`: these are no longer used"


def test_every_word_is_translated_and_none_is_a_guess(bulgarian: Catalog) -> None:
    unsure = [message.id for message in bulgarian if message.id and (message.fuzzy or not all(list_texts(message)))]
    assert unsure == []


def test_translations_keep_the_gaps(bulgarian: Catalog) -> None:
    for message in bulgarian:
        source = message.id if isinstance(message.id, str) else str(message.id[-1])
        for text in list_texts(message):
            assert sorted(GAP.findall(text)) == sorted(GAP.findall(source)), source


def test_a_core_message_is_translated_before_its_gaps_are_filled() -> None:
    message = say("There is no language “%(code)s”.", code="xx")
    with translation.override("bg"):
        assert translate_message(message) == "Няма език „xx“."
    with translation.override("en"):
        assert translate_message(message) == "There is no language “xx”."


def test_figures_in_a_message_are_written_as_its_language_does() -> None:
    message = say("%(measured)s of %(most)g %% in %(count)s: %(name)s", measured=8.7, most=1.5, count=3, name="2.5")
    with translation.override("bg"):
        assert translate_message(message) == "8,7 of 1,5 % in 3: 2.5"
    with translation.override("en"):
        assert translate_message(message) == "8.7 of 1.5 % in 3: 2.5"


def read_visible(page: str) -> str:
    """The words of the page that a person reads, without what is marked as another language."""
    page = re.sub(r"(?s)<head>.*?</head>|<script.*?</script>|<code.*?</code>", " ", page)
    page = re.sub(r'(?s)<(\w+)[^>]* lang="en"[^>]*>.*?</\1>', " ", page)
    attributes = " ".join(re.findall(r'(?:aria-label|placeholder|alt|title)="([^"]*)"', page))
    return re.sub(r"<[^>]+>", " ", page) + attributes


KNOWN = {
    "English",
    "CSV",
    "JSON",
    "SMIL",
    "XSPF",
    "VLC",
    "mpv",
    "XML",
    "KEY",
    "OpenOOH",
    "PNG",
    "author",
    "other",
    "lead",
    "ana",
    "vera",
    "PDF",
    "JPEG",
}


CONSENT_PAGES = ("consent", "change-consent", "withdraw-consent", "erase-consent")
PAGES = ("home", "materials", "channels", "channel", "releases", "material", "act", "sign-in")
ASKED_PAGES = ("withdrawals", "withdrawal", "consents", "record-consent", *CONSENT_PAGES)


@pytest.mark.parametrize("name", [*PAGES, *ASKED_PAGES])
def test_the_bulgarian_pages_hold_no_english(name: str, sign_in: SignIn) -> None:
    author = make_person("staff", name="author")
    material = make_material(author=author, state="submitted", findings=(make_warning(),))
    broken = make_rendering("broken", state="failed")
    make_material(author=author, slug="second", still=broken)
    make_release(by=author, other=make_person("lead", name="other"))
    consent, withdrawal = make_kept_consent(material), make_withdrawal(by=author)
    arguments: dict[str, list[object]] = {
        "channel": ["tram"],
        "material": [material.pk],
        "act": [material.pk, "approve"],
        "withdrawal": [withdrawal.pk],
        **{name: [consent.pk] for name in CONSENT_PAGES},
    }
    client = Client() if name == "sign-in" else sign_in("lead")
    client.cookies["django_language"] = "bg"
    page = client.get(reverse(name, args=arguments.get(name, []))).content.decode()
    assert set(LATIN.findall(read_visible(page))) - KNOWN == set()


@pytest.mark.parametrize("name", ["home", "materials", "channels", "channel", "releases", "sign-in"])
def test_the_english_pages_hold_no_bulgarian_of_ours(name: str, sign_in: SignIn) -> None:
    make_material(author=make_person("staff", name="author"))
    client = Client() if name == "sign-in" else sign_in("lead")
    client.cookies["django_language"] = "en"
    page = client.get(reverse(name, args=["tram"] if name == "channel" else [])).content.decode()
    content = {"Български", "Момиче", "чете", "пред", "класа"}
    assert set(re.findall(r"[А-Яа-я]{3,}", read_visible(page))) - content == set()
