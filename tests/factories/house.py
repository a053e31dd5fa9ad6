"""A whole house from nothing: an empty installation, a browser for each of its people, and workers that do what waits.

Pages are served by the test's live server. What would go through the broker is done when the test calls `work`, by the
very tasks that workers run.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from PIL import Image
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, Response, expect
from pytest_django import Settings
from typer.testing import CliRunner

from campaign.cli import app
from campaign.services import dispatch, template_versions
from tests.factories.browser import open_browser, wait
from workers.app import app as workers

PASSWORD = "трамвай-облак-лула"
PROJECT = Path(__file__).resolve().parents[2]
PATIENCE = 30_000
"""Milliseconds: other tests may have the machine."""
TEMPLATES = ("story-quote", "comparison-bars", "big-number")
WORDS = {
    "title.bg": "Елица",
    "title.en": "Elitsa",
    "values.photo.alt.bg": "Жена се усмихва",
    "values.photo.alt.en": "A woman smiles",
    "values.quote.bg": "Играем всеки ден.",
    "values.quote.en": "We play every day.",
    "values.name.bg": "Елица",
    "values.name.en": "Elitsa",
}
CHANNELS = """
channels:
  - id: {name}
    title: {{bg: {bg}, en: {en}}}
    # small, so that its loops are quick to make, and near enough for small type
    format: {{width: 320, height: 180, diagonal_inches: 7, viewing_distance_m: 0.5}}
    venue: {venue}
    hours: {{opens: "00:00", closes: "00:00"}}
    loop_seconds: {loop}
    slot_seconds: {slot}
    languages: [{languages}]
    medium: {medium}
"""


@dataclass
class House:
    """`sent` is what waits for workers, `faults` what pages complained of, `asked` what they wait for an answer to."""

    url: str
    browser: Browser
    folder: Path
    sent: list[tuple[str, tuple[Any, ...]]] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    asked: set[Request] = field(default_factory=set)

    def command(self, *words: str, typed: str = "") -> str:
        """Run `campaign …` as a person at a terminal; returns what it said."""
        result = CliRunner().invoke(app, list(words), input=typed)
        assert result.exit_code == 0, (result.output, result.exception)
        return result.output

    def add_person(self, name: str, role: str, *, organisation: str = "open") -> None:
        words = ("user", "add", name, "--role", role, "--organisation", organisation)
        self.command(*words, typed=f"{PASSWORD}\n{PASSWORD}\n")

    def take_channel(
        self,
        name: str = "tram",
        *,
        bg: str = "Трамвай",
        en: str = "Tram",
        venue: int = 10801,
        languages: str = "bg, en",
        medium: str = "still",
        slot: int = 10,
        fallback: str,
    ) -> None:
        """channels.yaml with one small screen, taken in by the command; flights.yaml says what it shows by default."""
        text = CHANNELS.format(
            name=name, bg=bg, en=en, venue=venue, languages=languages, medium=medium, slot=slot, loop=2 * slot
        )
        (self.folder / "schedules" / "channels.yaml").write_text(text, encoding="utf-8")
        written = f"flights: []\nfallbacks: {{{name}: [{fallback}]}}\n"
        (self.folder / "schedules" / "flights.yaml").write_text(written, encoding="utf-8")
        self.command("schedule", "channels")

    def open(self, address: str = "", *, width: int = 1280, height: int = 900) -> Page:
        """A browser of somebody's own, at an address."""
        context = self.browser.new_context(
            viewport={"width": width, "height": height}, reduced_motion="reduce", locale="en-GB"
        )
        context.set_default_timeout(PATIENCE)
        context.on("request", self.note_asked)
        context.on("requestfinished", self.note_answered)
        context.on("requestfailed", self.note_answered)
        page = context.new_page()
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.on("console", lambda line: self.faults.append(f"{line.text} {page.url}") if is_fault(line) else None)
        page.on(
            "response", lambda answer: self.faults.append(f"{answer.status} {answer.url}") if broke(answer) else None
        )
        page.goto(self.url + address)
        return page

    def note_asked(self, request: Request) -> None:
        self.asked.add(request)

    def note_answered(self, request: Request) -> None:
        self.asked.discard(request)

    def sign_in(self, name: str, *, width: int = 1280) -> Page:
        """As people do it: name and password, then their language."""
        page = self.open(reverse("sign-in"), width=width)
        page.fill("#id_username", name)
        page.fill("#id_password", PASSWORD)
        page.locator("form.sign button:not([type=button])").click()
        speak_english(page)
        return page

    def invite(self, keeper: Page, name: str, *, role: str, place: str, new: str = "") -> Page:
        """A letter to somebody new, who opens their account; `new` is the name of an organisation that is made."""
        keeper.goto(self.url + reverse("invite"))
        keeper.fill("#id_email", f"{name.lower()}@example.org")
        keeper.select_option("#id_place", label=place)
        if new:
            keeper.fill("#id_organisation", new)
        keeper.get_by_role("radio", name=role).check()
        keeper.select_option("#id_language", "en")
        keeper.get_by_role("button", name="Send the invitation").click()
        self.work()
        page = self.open(keeper.locator("#address").inner_text().removeprefix(self.url))
        for field_name, text in {"first": name, "last": "Petrova", "username": name, "password": PASSWORD}.items():
            page.fill(f"#id_{field_name}", text)
        page.get_by_role("button", name="Open my account").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text(name)
        return page

    def add_people(self) -> None:
        """Of one organisation, who signs in by their role's name; “second” is another lead."""
        roles = {"staff": "staff", "lead": "lead", "second": "lead", "designer": "designer"}
        for name, role in roles.items():
            self.add_person(name, role)

    def make_campaign(self, lead: Page) -> None:
        """“Together”, paid for by a foundation."""
        lead.goto(self.url + reverse("add-campaign"))
        for name, text in {
            "id": "together",
            "title.bg": "Заедно",
            "title.en": "Together",
            "url": "https://example.org/together",
        }.items():
            lead.fill(f'[name="{name}"]', text)
        lead.get_by_label("Funder", exact=True).select_option("own")
        lead.get_by_role("button", name="Show what it asks for").click()
        for name, text in {
            "funder.title.bg": "Фондация „Доверие“",
            "funder.title.en": "Trust Foundation",
            "funder.own.bg": "С подкрепата на фондация „Доверие“",
            "funder.own.en": "With the support of the Trust Foundation",
        }.items():
            lead.fill(f'[name="{name}"]', text)
        lead.get_by_role("button", name="Save").click()
        assert lead.url == self.url + reverse("campaign", args=["together"])

    def write_story(self, staff: Page) -> None:
        """“Elitsa”, whom nobody has to ask, submitted; its pictures are made."""
        Image.radial_gradient("L").resize((640, 480)).convert("RGB").save(self.folder / "elitsa.jpg")
        staff.goto(self.url + reverse("new-story"))
        staff.get_by_role("radio", name="Story").check()
        staff.get_by_role("button", name="Show the templates").click()
        staff.get_by_role("button", name="Take this one").click()
        staff.wait_for_load_state()  # nobody is quicker than the page's scripts
        staff.locator("[data-photo] [data-choose]").set_input_files(self.folder / "elitsa.jpg")
        wait(staff, lambda: staff.locator('[name="values.photo.file"]').input_value() == "elitsa.jpg")
        for name, text in WORDS.items():
            staff.fill(f'[name="{name}"]', text)
        staff.locator("#id_fictional").check()
        self.submit(staff)

    def submit(self, staff: Page) -> None:
        """The page sends itself once all is saved; then workers make the pictures."""
        staff.get_by_role("button", name="Submit for approval").click()
        expect(staff.get_by_text("Submitted. A campaign lead will look at it.")).to_be_visible()
        self.work()

    def approve(self, lead: Page, title: str) -> None:
        """All pictures of a story, each looked at, its warnings taken upon oneself."""
        lead.goto(self.url + reverse("review"))
        lead.get_by_role("link", name=title).click()
        warnings = lead.locator("form.accepting")
        while left := warnings.count():
            warnings.first.locator("textarea").fill("It is read from near by.")
            warnings.first.get_by_role("button", name="Accept").click()
            expect(warnings).to_have_count(left - 1)
        for box in lead.locator("[data-looked]").all():
            box.check()
        lead.get_by_role("button", name="Approve what I have looked at").click()
        expect(lead.locator(".note").first).to_contain_text("pproved")

    def add_flight(self, lead: Page, *, channel: str) -> None:
        """The whole campaign from today on, all of the loop."""
        today = timezone.localdate()
        lead.goto(self.url + reverse("add-flight"))
        lead.get_by_label("What is shown", exact=True).select_option("campaign:together")
        lead.get_by_label("Title in English", exact=True).fill("Neighbours")
        lead.get_by_label(channel, exact=True).check()
        lead.get_by_label("First day", exact=True).fill((today - timedelta(days=1)).isoformat())
        lead.get_by_label("Last day", exact=True).fill((today + timedelta(days=30)).isoformat())
        lead.get_by_label("How much", exact=True).fill("100")
        lead.get_by_role("button", name="Save").click()
        expect(lead.locator("main")).to_contain_text("Saved.")

    def release(self, one: Page, other: Page, *, why: str = "The first week") -> None:
        """Proposed by one lead, let out by another."""
        one.goto(self.url + reverse("releases"))
        one.get_by_role("link", name="Propose a release").click()
        one.get_by_label("Why", exact=True).fill(why)
        one.get_by_role("button", name="Propose it").click()
        expect(one.get_by_text("You proposed it, so another lead lets it out.")).to_be_visible()
        other.goto(one.url)
        other.get_by_role("link", name="Let it out").click()
        other.get_by_role("button", name="Let it out").click()
        expect(other.locator("main .state").first).to_have_text("On the screens")

    def add_player(self, operator: Page, name: str = "Tram 4") -> str:
        """Returns the address of the web player, as the page tells it."""
        operator.goto(self.url + reverse("players"))
        operator.get_by_role("link", name="Add a player").click()
        operator.get_by_label("What people call it").fill(name)
        operator.get_by_role("button", name="Add, and show the address").click()
        return operator.locator(".ways code", has_text="/player").first.inner_text()

    def show(self, address: str) -> Page:
        """A screen that runs the web player at this address."""
        return self.open(address.removeprefix(self.url), width=320, height=180)

    def work(self) -> int:
        """Do all that waits, and what comes of it; returns how many tasks were run."""
        workers.loader.import_default_modules()
        count = 0
        while self.sent:
            name, args = self.sent.pop(0)
            workers.tasks[name](*args)
            count += 1
        return count


def find_front(screen: Page) -> str:
    """The material that a screen shows; empty while there is none."""
    front = screen.locator("#screen > .front")
    return (front.first.get_attribute("data-material") or "") if front.count() else ""


def is_fault(line: ConsoleMessage) -> bool:
    """Chromium notes by itself a form that came back with what to mend."""
    return line.type == "error" and not any(word in line.text for word in ("422", "ERR_INTERNET_DISCONNECTED"))


def broke(answer: Response) -> bool:
    return answer.status >= 500 or answer.status in (403, 404)


def speak_english(page: Page) -> None:
    button = page.get_by_role("button", name="English")
    if button.count():
        button.first.click()


@contextmanager
def open_house(url: str, folder: Path, *, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    """Empty: no people, campaigns or channels; the designers' folder has these templates."""
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # rows are read between the browser's calls, never in them
    for name in ("home", "schedules", "templates"):
        (folder / name).mkdir()
    for name in ("_kit", *TEMPLATES):
        shutil.copytree(PROJECT / "templates" / name, folder / "templates" / name)
    settings.HOME, settings.PUBLIC_URL = folder / "home", url
    settings.STORE, settings.PRIVATE_STORE = f"file:{folder / 'store'}", f"file:{folder / 'private'}"
    settings.MAIL = f"file:{folder / 'mail'}"
    settings.TEMPLATES_FOLDER, settings.SCHEDULES_FOLDER = folder / "templates", folder / "schedules"
    for name in ("calendars", "dayparts"):
        (folder / "schedules" / f"{name}.yaml").write_text(f"{name}: []\n", encoding="utf-8")
    template_versions.forget()
    expect.set_options(timeout=PATIENCE)
    with open_browser() as browser:
        house = House(url, browser, folder)

        def send(task: str, *args: Any, queue: str) -> bool:
            house.sent.append((task, args))
            return True

        monkeypatch.setattr(dispatch, "_send", send)
        monkeypatch.setattr(dispatch, "_reach_broker", lambda: True)
        yield house
        for context in browser.contexts:
            for page in context.pages:
                wait(page, lambda: not house.asked)  # what is still answered is heard of by the next test
                page.goto("about:blank")
            context.close()
    template_versions.forget()
    assert house.faults == []
