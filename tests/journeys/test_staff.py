"""A day of the staff: a story with a consent, from an empty studio to the screen, and off it again."""

import pytest
from django.urls import reverse
from PIL import Image
from playwright.sync_api import Page, expect

from tests.factories.browser import wait
from tests.factories.house import PASSWORD, WORDS, House, find_front

pytestmark = [pytest.mark.alone, pytest.mark.chromium, pytest.mark.django_db(transaction=True)]
AGREED = {
    "slug": "elitsa",
    "person": "Елица Петрова",
    "shown_as": "Елица",
    "given_to": "Фондация „Отворени“",
    "given_on": "2026-01-20",
    "given_how": "на хартия",
    "wording": "Съгласна съм историята ми да се показва на екраните.",
    "wording_version": "1",
}


def test_a_story_reaches_the_screen_and_leaves_it_when_the_consent_is_withdrawn(house: House) -> None:
    house.command("user", "add", "root", "--role", "administrator", typed=f"{PASSWORD}\n{PASSWORD}\n")
    root = house.sign_in("root")
    lead = house.invite(root, "Vera", role="Campaign lead", place="A new organisation", new="Open Foundation")
    house.take_channel(fallback="together/elitsa")
    house.make_campaign(lead)
    other = house.invite(lead, "Boris", role="Campaign lead", place="Open Foundation")
    staff = house.invite(lead, "Ana", role="Staff", place="Open Foundation")

    write_story(house, staff)
    house.submit(staff)
    lead.goto(house.url + reverse("review"))
    lead.get_by_role("link", name="Elitsa").click()
    lead.fill("#why", "По-живо, моля.")
    lead.get_by_role("button", name="Return for changes").click()
    expect(lead.get_by_text("Nothing waits for you")).to_be_visible()

    staff.goto(house.url)
    staff.get_by_role("link", name="Came back for changes").click()
    staff.get_by_role("link", name="Elitsa").first.click()
    expect(staff.get_by_text("Returned for changes: По-живо, моля.")).to_be_visible()
    staff.get_by_role("button", name="Change the story").click()
    staff.wait_for_load_state()
    staff.fill('[name="values.quote.bg"]', "Играем заедно всеки ден.")
    house.submit(staff)

    house.approve(other, "Elitsa")
    house.add_flight(lead, channel="Tram")
    house.release(lead, other)
    house.add_person("operator", "operator", organisation="city")
    screen = house.show(house.add_player(house.sign_in("operator")))
    wait(screen, lambda: find_front(screen))

    staff.goto(house.url + reverse("consents"))
    staff.get_by_role("link", name="elitsa").click()
    staff.get_by_role("link", name="Withdraw the consent").click()
    staff.get_by_role("button", name="Withdraw the consent").click()
    expect(staff.locator("#effect")).to_be_visible()
    screen.evaluate("player.ask()")
    wait(screen, lambda: find_front(screen) == "blank")


def write_story(house: House, staff: Page) -> None:
    """What is missing is told first; the live picture changes with the words; the consent is recorded on the way."""
    staff.get_by_role("link", name="New story").click()
    staff.get_by_role("radio", name="Story").check()
    staff.get_by_role("button", name="Show the templates").click()
    staff.get_by_role("button", name="Take this one").click()
    staff.wait_for_load_state()
    staff.get_by_role("button", name="Submit for approval").click()
    told = staff.locator("#faults li")
    expect(told.filter(has_text="Quote · English")).to_have_count(1)
    expect(told.filter(has_text="A person is shown, and no consent is recorded.")).to_have_count(1)
    staff.wait_for_load_state()  # nobody is quicker than the page's scripts

    Image.radial_gradient("L").resize((640, 480)).convert("RGB").save(house.folder / "elitsa.jpg")
    staff.locator("[data-photo] [data-choose]").set_input_files(house.folder / "elitsa.jpg")
    wait(staff, lambda: staff.locator('[name="values.photo.file"]').input_value() == "elitsa.jpg")
    for name, text in WORDS.items():
        staff.fill(f'[name="{name}"]', text)
    look = staff.locator('.look[data-screen="tram"]')
    expect(look).not_to_contain_text("example")
    expect(staff.locator("#found")).to_contain_text("no consent is recorded")
    expect(staff.locator("#story-missing")).to_have_text("Still missing: 1")

    staff.get_by_role("link", name="Record a new consent").click()
    for name, text in AGREED.items():
        staff.fill(f"#id_{name}", text)
    staff.get_by_role("radio", name="By another name (a pseudonym)").check()
    staff.select_option("#id_language", "bg")
    staff.locator("#id_told_of_withdrawal").check()
    for box in ("Screens in public places", "Tram"):
        staff.get_by_role("checkbox", name=box).check()
    staff.get_by_role("button", name="Record").click()
    expect(staff.get_by_role("checkbox", name="elitsa")).to_be_checked()
    expect(staff.locator("#found-told")).to_have_text("Nothing was found on these pictures.")
