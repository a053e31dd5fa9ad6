"""A day of the operator: a player is connected, the network is cut, it plays on, and its plays are reported later."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from campaign.data.models import Play
from tests.factories.browser import wait
from tests.factories.house import House, find_front

pytestmark = [pytest.mark.alone, pytest.mark.chromium, pytest.mark.django_db(transaction=True)]


def test_a_player_plays_on_without_a_network_and_its_plays_are_counted(house: House) -> None:
    house.add_people()
    house.take_channel(languages="bg", fallback="together/elitsa", slot=2)
    lead, other = house.sign_in("lead"), house.sign_in("second")
    house.make_campaign(lead)
    house.write_story(house.sign_in("staff"))
    house.approve(other, "Elitsa")
    house.add_flight(lead, channel="Tram")
    house.release(lead, other)

    house.add_person("operator", "operator", organisation="city")
    operator = house.sign_in("operator")
    screen = house.show(house.add_player(operator))
    screen.evaluate("navigator.serviceWorker.ready.then(() => true)")
    wait(screen, lambda: screen.evaluate("files.state.kept === 1"))
    screen.evaluate("health.beat()")
    operator.goto(house.url + reverse("players"))
    expect(operator.get_by_role("link", name="Tram 4")).to_be_visible()

    screen.context.set_offline(True)
    screen.reload()
    wait(screen, lambda: find_front(screen))
    wait(screen, lambda: screen.evaluate("notes.first(9).then((rows) => rows.length >= 2)"))
    assert Play.objects.count() == 0

    screen.context.set_offline(False)
    screen.evaluate("player.ask()")
    screen.evaluate("plays.send()")
    wait(screen, Play.objects.exists)
    lead.goto(house.url + reverse("reports"))
    lead.get_by_label("Last day").fill(timezone.localdate().isoformat())  # by itself it is yesterday
    lead.get_by_role("button", name="Show").click()
    expect(lead.locator(".tile", has_text="plays").first.locator("b")).to_have_text(re.compile(r"[1-9]"))
    expect(lead.locator("td", has_text="Neighbours").first).to_be_visible()
