"""A day of the designer: a template's folder is edited, looked at before and after, taken in use, and released."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from campaign.data.models import Material
from tests.factories.browser import wait
from tests.factories.house import House, find_front

pytestmark = [pytest.mark.alone, pytest.mark.chromium, pytest.mark.django_db(transaction=True)]
STYLE = "\n.landscape .window { width: 57%; }\n"


def test_an_edited_template_is_compared_taken_in_use_approved_and_released(house: House) -> None:
    house.add_people()
    house.take_channel(languages="bg", fallback="together/elitsa")
    lead, other = house.sign_in("lead"), house.sign_in("second")
    house.make_campaign(lead)
    house.write_story(house.sign_in("staff"))
    house.approve(other, "Elitsa")
    house.add_flight(lead, channel="Tram")
    house.release(lead, other)
    house.add_person("operator", "operator", organisation="city")
    screen = house.show(house.add_player(house.sign_in("operator")))
    before = Material.objects.get(state="approved")
    wait(screen, lambda: find_front(screen) == str(before.pk))

    style = house.folder / "templates" / "story-quote" / "style.css"
    style.write_text(style.read_text(encoding="utf-8") + STYLE, encoding="utf-8")
    designer = house.sign_in("designer")
    designer.goto(house.url + reverse("template-changes"))
    expect(designer.locator("#drawing")).to_have_text("All are drawn. What differs most comes first.")
    expect(designer.locator(".share")).to_contain_text("of the picture differs")
    designer.get_by_label("What changes, and why").fill("По-топло.")
    designer.get_by_role("button", name="in use").click()
    expect(designer.locator(".story").first).to_contain_text("По-топло.")
    house.work()

    after = Material.objects.get(state="submitted")
    assert after.shown.file != before.shown.file
    house.approve(other, "Elitsa")
    house.release(lead, other, why="Warmer")
    screen.evaluate("player.ask()")
    wait(screen, lambda: find_front(screen) == str(after.pk))
