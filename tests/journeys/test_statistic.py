"""A statistic of the staff: pasted from a spreadsheet, drawn, and in the playlist of the metro."""

import json
import urllib.request

import pytest
from playwright.sync_api import Page, expect

from tests.factories.house import House
from tests.services.test_statistics import SAID, TABLE, TYPED

pytestmark = [pytest.mark.alone, pytest.mark.chromium, pytest.mark.django_db(transaction=True)]
SLUG = "more-children-learn-together"


def test_a_pasted_table_stands_in_the_playlist_of_the_metro(house: House) -> None:
    house.add_people()
    house.take_channel("metro-platform", bg="Метро", en="Metro", venue=10502, fallback=f"together/{SLUG}")
    lead, staff = house.sign_in("lead"), house.sign_in("staff")
    house.make_campaign(lead)

    make_statistic(house, staff)
    house.submit(staff)
    other = house.sign_in("second")
    house.approve(other, TYPED["title.en"])
    house.add_flight(lead, channel="Metro")
    house.release(lead, other)

    house.add_person("operator", "operator", organisation="city")
    address = house.add_player(house.sign_in("operator"), "Serdika, platform 1")
    with urllib.request.urlopen(address.replace("/player", "/playlist.json"), timeout=20) as answer:
        playlist = json.load(answer)
    assert {(one["item"], one["language"]) for one in playlist["media"].values()} == {(SLUG, "bg"), (SLUG, "en")}
    assert all(window["items"] for window in playlist["windows"])


def make_statistic(house: House, staff: Page) -> None:
    """The table, its source, and the picture that is proposed first."""
    staff.goto(house.url)
    staff.get_by_role("link", name="New statistic").click()
    staff.get_by_label("The table", exact=True).fill(TABLE)
    staff.get_by_role("button", name="Read the table").click()
    staff.wait_for_load_state()  # nobody is quicker than the page's scripts
    staff.get_by_label("Show the row Център").uncheck()
    expect(staff.locator("tr.left-out")).to_have_count(1)
    staff.get_by_role("button", name="Go on to the source").click()
    for name, text in {**TYPED, "taken": SAID["taken"]}.items():
        staff.fill(f'[name="{name}"]', text)
    staff.check('[name="sample"][value="none"]')
    staff.check('[name="notes_none"]')
    staff.get_by_role("button", name="Go on to the pictures").click()
    first = staff.locator(".proposal").first
    expect(first).to_contain_text("Honest")
    first.get_by_role("button", name="Choose this one").click()
    expect(staff.locator('[name="values.series.1.amount"]')).to_have_value("15.3")
    staff.wait_for_load_state()
