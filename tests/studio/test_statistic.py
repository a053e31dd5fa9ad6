"""A statistic in the studio, with plain forms: begun, corrected, asked for its source, shown as pictures, chosen."""

import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image
from pytest_django import Settings

from campaign.data.models import Draft
from campaign.services import statistics
from campaign.services.worksheets import read_worksheet
from tests.adapters.test_grids import make_ods
from tests.eurostat import run_eurostat
from tests.factories.rows import NOON, make_channel, make_person, make_version
from tests.services.test_statistics import SAID, TABLE, TYPED
from tests.studio.rows import make_material

pytestmark = pytest.mark.django_db
SignIn = Callable[[str], Client]


@pytest.fixture
def staff(sign_in: SignIn) -> Client:
    make_version()
    client = sign_in("staff")
    client.cookies["django_language"] = "en"
    return client


@pytest.fixture
def draft(staff: Client) -> Draft:
    campaign = make_version().item.campaign
    return statistics.start_pasted(campaign, TABLE, by=make_person("staff"), now=NOON)


def go(name: str, draft: Draft) -> str:
    return reverse(name, args=[draft.pk])


def read_inputs(page: str) -> dict[str, Any]:
    """What a browser without scripts would send of the table: cells, hidden inputs, chosen options, ticks."""
    inputs: dict[str, Any] = {}
    for tag in re.findall(r"<input [^>]*>", page.partition('id="table-form"')[2]):
        name, value = re.search(r'name="([^"]+)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and 'type="checkbox"' not in tag:
            inputs[name[1]] = value[1] if value else ""
        elif name and " checked" in tag and value:
            inputs.setdefault(name[1], []).append(value[1])
    for name, options in re.findall(r'<select [^>]*name="([^"]+)"[^>]*>(.*?)</select>', page, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', options)
        inputs[name] = chosen[1] if chosen else ""
    return inputs


def test_three_ways_begin_a_statistic(staff: Client, settings: Settings, tmp_path: Any, monkeypatch: Any) -> None:
    address, settings.HOME = reverse("new-statistic"), tmp_path
    assert staff.get(address).status_code == 200
    pasted = staff.post(address, {"way": "pasted", "text": TABLE})
    assert pasted.headers["Location"] == reverse("statistic-table", args=[Draft.objects.latest("pk").pk])
    filed = staff.post(address, {"way": "file", "file": SimpleUploadedFile("table.ods", make_ods())})
    assert filed.status_code == 302
    assert read_worksheet(Draft.objects.latest("pk")).origin.name == "table.ods"
    with run_eurostat() as (base, _told):
        monkeypatch.setenv(statistics.ADDRESS, base)
        fetched = staff.post(address, {"way": "eurostat", "code": "demo_mix", "filters": "geo=BG,RO"})
        dataset = reverse("statistic-dataset", args=[Draft.objects.latest("pk").pk])
        assert fetched.headers["Location"] == dataset
        assert "Bulgaria" in staff.get(dataset).content.decode()
        wrong = staff.post(
            dataset, {"use.geo": "one", "use.time": "one", "code.geo": ["BG", "RO"], "code.time": "2023"}
        )
        assert (wrong.status_code, "Tick just one" in wrong.content.decode()) == (422, True)
        right = {"use.geo": "one", "use.time": "down", "code.geo": "BG", "code.time": ["2021", "2022", "2023"]}
        assert staff.post(dataset, right).headers["Location"] == dataset.replace("dataset", "table")
    lines = read_worksheet(Draft.objects.latest("pk")).grid.lines
    assert lines == (("Time", "Percentage"), ("2021", "31.4 %"), ("2022", "32.0 % b"), ("2023", "38.5 % p"))


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"way": "pasted", "text": "само думи"}, "single column"),
        ({"way": "file"}, "No file is chosen."),
        ({"way": "eurostat", "code": "!", "filters": "x"}, "is not written as geo=BG"),
        ({"way": "eurostat", "code": "!"}, "cannot be the code of a table"),
        ({}, "single column"),
    ],
)
def test_what_begins_nothing_is_told_beside_its_input_and_stays(
    staff: Client, sent: dict[str, str], words: str
) -> None:
    answer = staff.post(reverse("new-statistic"), sent)
    page = answer.content.decode()
    assert (answer.status_code, words in page) == (422, True)
    assert sent.get("text", "") in page
    assert Draft.objects.count() == 0


def test_a_table_is_corrected_with_scripts_off(staff: Client, draft: Draft) -> None:
    address = go("statistic-table", draft)
    inputs = read_inputs(staff.get(address).content.decode())
    assert (inputs["c.1.2"], inputs["role.1"], inputs["show"]) == ("15,3", "names", ["1", "2", "3"])
    inputs |= {"c.1.2": "х16", "show": ["1", "2"], "act": "next"}
    wrong = staff.post(address, inputs)
    page = wrong.content.decode()
    assert (wrong.status_code, 'href="#c-1-2"' in page, 'value="х16"' in page) == (422, True, True)
    mended = read_inputs(page) | {"c.1.2": "16,4", "act": "next"}
    assert mended["show"] == ["1", "2"]
    assert staff.post(address, mended).headers["Location"] == go("statistic-source", draft)
    draft.refresh_from_db()
    grid = read_worksheet(draft).grid
    assert (grid.lines[1][2], grid.out, dict(grid.roles)) == ("16,4", (3,), {})


def test_columns_units_and_shape_are_corrected(staff: Client, draft: Draft) -> None:
    address = go("statistic-table", draft)

    def send(**changed: Any) -> Any:
        inputs = read_inputs(staff.get(address).content.decode())
        assert (
            staff.post(address, inputs | {name.replace("_", "."): text for name, text in changed.items()}).status_code
            == 302
        )
        draft.refresh_from_db()
        return read_worksheet(draft).grid

    assert dict(send(role_1="out").roles) == {"1": "out"}
    assert dict(send(unit_2="на 1000").units) == {"2": "на 1000"}
    assert send(act="column").lines[0][-1] == "New column"
    assert len(send(act="row").lines) == 5
    assert send(header="0").header == 0
    assert send(header="1", act="turn").lines[0][:2] == ("Област", "Сливен")


def test_scripts_are_answered_with_what_each_cell_is(staff: Client, draft: Draft) -> None:
    address = go("statistic-table", draft)
    inputs = read_inputs(staff.get(address).content.decode()) | {"c.1.2": "-"}
    said = staff.post(address, inputs, headers={"Accept": "application/json"}).json()
    assert said["cells"]["c-1-2"]["look"] == "wrong"
    assert [fault[0] for fault in said["faults"]] == ["c-1-2"]
    unknown = staff.post(
        address, inputs | {"stamp": said["stamp"], "c.1.2": "н.д."}, headers={"Accept": "application/json"}
    ).json()
    assert unknown["cells"]["c-1-2"] == {"look": "unknown", "says": "not known"}
    assert unknown["faults"] == []
    stale = staff.post(address, inputs | {"c.1.2": "5"}, headers={"Accept": "application/json"})
    assert (stale.status_code, "changed this table" in stale.json()["conflict"]) == (409, True)
    page = staff.post(address, inputs | {"c.1.2": "5"})
    assert (page.status_code, 'value="5"' in page.content.decode()) == (409, True)  # it stays to be saved once more


def test_a_long_table_comes_in_pages(staff: Client, draft: Draft) -> None:
    rows = "\n".join(f"място {number}\t{number}" for number in range(1, 400))
    long = statistics.start_pasted(draft.campaign, f"Място\tБрой\n{rows}", by=draft.by, now=NOON)
    address = go("statistic-table", long)
    first = staff.get(address).content.decode()
    assert first.count("<input") < 1_000  # Django takes no more at once
    last = staff.post(address, read_inputs(first) | {"act": "page-2"}).headers["Location"]
    assert "място 399" in staff.get(last).content.decode()


def say_all(staff: Client, draft: Draft, **more: str) -> Any:
    draft.refresh_from_db()
    return staff.post(
        go("statistic-source", draft), {**SAID, **TYPED, "revision": draft.revision, "act": "next", **more}
    )


def test_pictures_wait_for_the_source(staff: Client, draft: Draft) -> None:
    asked = staff.get(go("statistic-pictures", draft), follow=True)
    assert asked.redirect_chain[0][0] == go("statistic-source", draft) + "?missing=1"
    assert "Say who counted" in asked.content.decode()
    half = say_all(staff, draft, **{"source.name.en": "", "sample": "one", "asked": "много"})
    page = half.content.decode()
    assert (half.status_code, 'value="много"' in page, "Повече деца учат заедно" in page) == (422, True, True)
    assert staff.post(go("choose-statistic", draft), {"template": "comparison-bars"}).headers["Location"] == go(
        "statistic-pictures", draft
    )
    draft.refresh_from_db()
    assert draft.template == ""
    assert say_all(staff, draft).headers["Location"] == go("statistic-pictures", draft)
    back = say_all(staff, draft, act="back", taken="")
    assert back.headers["Location"] == go("statistic-table", draft)  # nothing has to be whole to go back


def test_honest_pictures_are_drawn_and_one_is_chosen(staff: Client, draft: Draft) -> None:
    make_channel()
    say_all(staff, draft)
    page = staff.get(go("statistic-pictures", draft), {"language": "bg"}).content.decode()
    assert page.index("Comparison in bars") < page.index("These would mislead") < page.index("Shares of a whole")
    address = re.search(r'src="([^"]*comparison-bars\.jpg[^"]*)"', page)
    assert address is not None
    picture = staff.get(address[1].replace("&amp;", "&"))
    assert Image.open(io.BytesIO(picture.content)).size == (320, 180)
    english = staff.get(go("statistic-pictures", draft), {"language": "en"}).content.decode()
    assert "There is no value in English" in english  # of the third row nobody has said its name
    misled = staff.post(go("choose-statistic", draft), {"template": "stacked-share"}, follow=True)
    assert "would mislead" in misled.content.decode()
    other = staff.get(go("statistic-pictures", draft), {"focus": "1.0"}).content.decode()
    assert ("“Добрич”" in other, "“Сливен”" in other) == (True, False)
    draft.refresh_from_db()
    assert "focus" not in read_worksheet(draft).said  # looking changes nothing
    chosen = staff.post(go("choose-statistic", draft), {"template": "big-number", "focus": "1.0"})
    assert chosen.headers["Location"] == go("draft", draft)
    draft.refresh_from_db()
    assert (draft.template, draft.typed["values.number"]) == ("big-number", "7.2")
    assert read_worksheet(draft).said["focus"] == "1.0"


def test_strangers_find_nothing_and_the_wrong_role_is_refused(draft: Draft, sign_in: SignIn) -> None:
    stranger = Client()
    stranger.force_login(make_person("staff", name="stranger", organisation="other"))
    for name in ("statistic-table", "statistic-source", "statistic-pictures"):
        assert stranger.get(go(name, draft)).status_code == 404
        assert sign_in("designer").get(go(name, draft)).status_code == 403
    assert stranger.get(reverse("new-statistic"), {"campaign": "together"}).status_code == 404
    assert stranger.post(go("choose-statistic", draft)).status_code == 404


def test_who_writes_and_who_reviews_see_the_tables_notes(staff: Client, draft: Draft) -> None:
    say_all(
        staff,
        draft,
        **{"notes_none": "", "notes.bg": "Без отговорилите „не знам“.", "notes.en": "Without “don’t know”."},
    )
    draft.refresh_from_db()
    filled = statistics.choose(draft, "comparison-bars", by=draft.by, now=NOON)
    page = staff.get(go("draft", filled)).content.decode()
    assert ("22.11.2026" in page, "Without “don’t know”." in page) == (True, True)
    assert go("statistic-table", filled) in page
    item = make_material(author=draft.by, state="submitted").version.item
    Draft.objects.filter(pk=draft.pk).update(item=item)
    lead = Client()
    lead.force_login(make_person("lead"))
    lead.cookies["django_language"] = "en"
    assert "Without “don’t know”." in lead.get(reverse("review-item", args=[item.pk])).content.decode()
