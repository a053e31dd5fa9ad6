"""What others do while a person is erased, or after it: nothing of the person comes back by any of it."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core import serializers
from pytest_django import Settings

from campaign.data.models import Consent, ItemVersion, Material, Rendering, Withdrawal
from campaign.render.folder import load_template
from campaign.services import consents, content, documents, planning, rechecking
from campaign.services.erasure import Ground, erase
from campaign.services.storage import get_private_store, get_store
from campaign.spec.errors import NotAllowed, Place
from campaign.spec.findings import Finding, Severity
from campaign.spec.message import say
from tests.factories.day import TEMPLATES, Day, make_day
from tests.factories.packs import write_file
from tests.factories.rows import keep_file, make_person

pytestmark = pytest.mark.django_db
AFTERNOON = datetime(2026, 11, 25, 13, 7, tzinfo=UTC)
PDF = b"%PDF-1.7\nsigned\n%%EOF\n"
PERSONAL = ("Иванова", "Мила", "Расла съм тук", "расла съм тук", "I grew up here", "mila.jpg")


@pytest.fixture
def day(tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Day:
    settings.STORE, settings.PRIVATE_STORE = f"file:{tmp_path / 'store'}", f"file:{tmp_path / 'private'}"
    return make_day(tmp_path, clock=AFTERNOON, monkeypatch=monkeypatch)


def give_up(day: Day) -> None:
    erase(Consent.objects.get(slug="mila"), by=make_person("lead"), ground=Ground.WITHDRAWN, now=day.clock)


def list_told() -> list[str]:
    """What of the person stands in any row of ours."""
    rows = [row for model in apps.get_app_config("data").get_models() for row in model._default_manager.all()]
    text = serializers.serialize("json", rows, ensure_ascii=False)
    return [word for word in PERSONAL if word in text]


def follow(monkeypatch: pytest.MonkeyPatch, module: Any, name: str, act: Callable[[], None]) -> None:
    """Let something happen right after the first call of a function, as another process would."""
    real, calls = getattr(module, name), list[int]()

    def call(*args: Any, **named: Any) -> Any:
        found = real(*args, **named)
        if not calls:
            calls.append(1)
            act()
        return found

    monkeypatch.setattr(module, name, call)


def test_planning_that_had_read_the_item_before_makes_nothing_of_it(day: Day, monkeypatch: pytest.MonkeyPatch) -> None:
    Material.objects.filter(version__item__slug="mila").update(current=False)
    follow(monkeypatch, planning, "_find_items", lambda: give_up(day))
    templates = {name: load_template(TEMPLATES / name) for name in ("story-quote", "big-number")}
    content.plan_materials(templates=templates, today=day.clock.date())
    assert list_told() == []
    assert Material.objects.filter(version__item__slug="mila", current=True).count() == 0


def test_an_import_that_looked_before_takes_nothing_of_it(day: Day, monkeypatch: pytest.MonkeyPatch) -> None:
    story = day.pack / "stories" / "mila.yaml"
    story.write_text(story.read_text().replace("I grew up here.", "I grew up here. Indeed."))
    before = set(get_store().names())
    follow(monkeypatch, content, "find_erased", lambda: give_up(day))
    day.take()
    assert (list_told(), ItemVersion.objects.filter(item__slug="mila").count()) == ([], 1)
    assert set(get_store().names()) < before


def test_a_second_look_at_pixels_writes_nothing_afterwards(day: Day) -> None:
    key = Material.objects.filter(version__item__slug="mila", loop=None).values_list("still", flat=True)[0]

    def look(row: Rendering) -> tuple[Finding, ...]:
        give_up(day)
        message = say("“%(word)s” is cut off.", word="Мила Иванова")
        return (Finding("B1", Severity.ERROR, message, message, Place(), "Мила"),)

    rechecking.recheck_pixels(key, now=day.clock, look=look)
    assert (list_told(), Rendering.objects.get(key=key).findings) == ([], [])


def test_a_second_look_at_words_writes_nothing_afterwards(day: Day, monkeypatch: pytest.MonkeyPatch) -> None:
    message = say("“%(word)s” stands here.", word="Мила Иванова")
    found = (Finding("E9", Severity.WARNING, message, message, Place(), "Мила"),)
    monkeypatch.setattr(rechecking, "_ask", lambda row, subject, today: found)
    follow(monkeypatch, rechecking, "_ask", lambda: give_up(day))
    pks = set(Material.objects.filter(version__item__slug="mila").values_list("version__item", flat=True))
    rechecking.recheck_items(pks, today=day.clock.date(), now=day.clock)
    assert list_told() == []


def test_a_form_that_comes_too_late_is_kept_nowhere(day: Day) -> None:
    give_up(day)
    with pytest.raises(NotAllowed, match="erased"):
        documents.keep_document(Consent.objects.get(slug="mila"), PDF, by=make_person("staff"), now=day.clock)
    assert list(get_private_store().names()) == []


def test_a_form_that_lies_among_the_media_too_leaves_the_private_store(day: Day) -> None:
    row = Consent.objects.get(slug="mila")
    documents.keep_document(
        row, (day.pack / "media" / "boris.jpg").read_bytes(), by=make_person("staff"), now=day.clock
    )
    kept = list(get_private_store().names())
    with get_private_store().open(kept[0]) as file:
        keep_file(file.read(), suffix="jpg", media_type="image/jpeg")
    give_up(day)
    assert list(get_private_store().names()) == []


def rename(day: Day, *, campaign: bool = False) -> None:
    """The same story and consent under other ids, with another photo."""
    story = day.pack / "stories" / "mila.yaml"
    text = story.read_text().replace("id: mila", "id: other").replace("mila.jpg", "boris.jpg")
    story.unlink()
    (day.pack / "media" / "mila.jpg").unlink()
    write_file(day.pack, "stories/other.yaml", text)
    if campaign:
        path = day.pack / "campaign.yaml"
        path.write_text(path.read_text().replace("id: neighbours", "id: others"))


@pytest.mark.parametrize("campaign", [False, True])
def test_the_same_consent_under_another_name_is_the_erased_one(day: Day, campaign: bool) -> None:
    give_up(day)
    rename(day, campaign=campaign)
    taken = day.take()
    assert ("other" in taken.erased, list_told()) == (True, [])


def test_the_same_consent_under_another_name_is_the_withdrawn_one(day: Day) -> None:
    consents.withdraw(Consent.objects.get(slug="mila"), by=make_person("staff"), now=day.clock)
    rename(day)
    day.take()
    day.approve()
    states = Material.objects.filter(version__item__slug="other").exclude(state="withdrawn")
    stops = Withdrawal.objects.filter(ref="neighbours/other", consent__slug="other", lifted_at=None)
    assert (states.count(), stops.count()) == (0, 1)


def test_two_consents_that_say_the_same_are_two_while_both_are_known(day: Day) -> None:
    """One form for each of two stories: taking one back leaves the other."""
    story = (day.pack / "stories" / "mila.yaml").read_text()
    write_file(day.pack, "stories/other.yaml", story.replace("id: mila", "id: other").replace("mila.jpg", "boris.jpg"))
    day.take()
    give_up(day)
    boris = day.pack / "stories" / "boris.yaml"
    boris.write_text(boris.read_text().replace("We play together.", "We play again."))
    taken = day.take()
    assert (taken.erased, Consent.objects.get(slug="other").withdrawn_at) == (("mila",), None)
