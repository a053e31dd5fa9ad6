"""Reports on paper and in spreadsheets, read back."""

import csv
import io
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import openpyxl
import pypdfium2
import pytest

from campaign.adapters.report_book import write_book
from campaign.adapters.report_pdf import write_pdf
from campaign.adapters.report_tables import write_csv
from campaign.adapters.report_words import NONE, Reader
from campaign.spec.message import say
from campaign.spec.report import (
    ChannelLine,
    Counted,
    Figures,
    FlightLine,
    ItemLine,
    PlayReport,
    Scope,
    add_figures,
)

SINCE = date(2026, 11, 1)
FIRST, LAST = datetime.fromisoformat("2026-11-01"), datetime.fromisoformat("2026-11-30")
ENGLISH = Reader("en", str)
TRAM = Figures(1000, 10_000, 950, 9_500, 20_000, 9, 10, 1234.5)
METRO = Figures(500, 5_000, 500, 5_000, 10_000, 5, 5)


def make_report(*, flights: int = 1, items: int = 2, days: int = 3) -> PlayReport:
    lines = (ChannelLine("tram", {"en": "Trams", "bg": "Трамваи"}, TRAM), ChannelLine("metro", {}, METRO))
    flight = FlightLine(
        "autumn",
        {"en": "Autumn wave", "bg": "Есенна вълна"},
        add_figures((TRAM, METRO)),
        lines,
        SINCE,
        SINCE + timedelta(days=29),
        say("%(share)g %% of the loop", share=50),
    )
    return PlayReport(
        scope=Scope(SINCE, SINCE + timedelta(days=days - 1)),
        made_at=datetime(2026, 11, 22, 14, 5, tzinfo=UTC),
        titles=({"en": "Together", "bg": "Заедно"},),
        flights=tuple(replace(flight, flight=f"autumn-{place}") for place in range(flights)),
        items=tuple(
            ItemLine("together", f"story-{place}", {"en": f"Story {place}"}, 100 - place, 1_000, {"bg": 60, "en": 40})
            for place in range(items)
        ),
        days={SINCE + timedelta(days=shift): (500, 480) for shift in range(days)},
        total=replace(add_figures((TRAM, METRO)), due_seconds=0),
        refused={"known": 7, "forged": 1},
        sources=(Counted("tram", {"en": "Trams"}, 320, "Count of May 2026"),),
        releases=(3, 4),
    )


def read_pages(data: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(data)
    try:
        return [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()


def read_sheets(data: bytes) -> dict[str, list[Sequence[object]]]:
    book = openpyxl.load_workbook(io.BytesIO(data))
    return {sheet.title: list(sheet.values) for sheet in book}


def test_csv_has_a_row_for_each_flight_and_channel() -> None:
    tram, metro = csv.DictReader(io.StringIO(write_csv(make_report()).decode()))
    assert tram == {
        "flight": "autumn-0",
        "channel": "tram",
        "since": "2026-11-01",
        "until": "2026-11-30",
        "planned": "1000",
        "played": "950",
        "kept": "0.95",
        "planned_seconds": "10000",
        "seconds": "9500",
        "screens": "9",
        "due_screens": "10",
        "planned_voice": "0.5",
        "voice": "0.475",
        "contacts": "1234",
    }
    assert (metro["channel"], metro["contacts"]) == ("metro", "")


def test_a_name_that_looks_like_a_formula_runs_nowhere() -> None:
    report = make_report(items=1)
    [flight] = report.flights
    evil = replace(flight, flight="=1+1", title={"en": "=HYPERLINK(1)"})
    bad = replace(report, flights=(evil,), items=(replace(report.items[0], title={"en": "@SUM(A1)"}),))
    assert b"'=1+1" in write_csv(bad)
    sheets = read_sheets(write_book(bad, reader=ENGLISH))
    assert (sheets["Flights"][1][0], sheets["Stories"][1][0]) == ("'=HYPERLINK(1)", "'@SUM(A1)")


def test_a_title_with_signs_that_no_workbook_can_hold_is_written_without_them() -> None:
    report = make_report(items=1)
    bad = replace(report, flights=(replace(report.flights[0], title={"en": "A\x07\x1b=B"}),))
    assert read_sheets(write_book(bad, reader=ENGLISH))["Flights"][1][0] == "A=B"
    assert write_pdf(bad, reader=ENGLISH).startswith(b"%PDF")


def test_a_workbook_has_a_sheet_for_each_question() -> None:
    sheets = read_sheets(write_book(make_report(), reader=ENGLISH))
    assert list(sheets) == ["Flights", "Days", "Stories", "Refused", "How it was counted"]
    assert sheets["Flights"][1][:7] == (
        "Autumn wave",
        "Trams",
        FIRST,
        LAST,
        1000,
        950,
        0.95,
    )
    assert sheets["Flights"][2][1] == "metro"
    assert sheets["Stories"][0] == ("Story", "Campaign", "Plays", "Seconds shown", "Bulgarian", "English")
    assert sheets["Days"][1] == (FIRST, 500, 480)
    assert sheets["Refused"][1:] == [("Reported twice", 7), ("forged", 1)]


def test_the_paper_tells_the_figures_and_how_they_were_counted() -> None:
    pages = read_pages(write_pdf(make_report(), reader=ENGLISH))
    text = " ".join(" ".join(pages).split())
    for words in (
        "What the screens have shown",
        "Together",
        "1 November 2026 – 3 November 2026",
        "1,450",
        "of 1,500 planned",
        "97 %",
        "Autumn wave",
        "48 % of 50 %",
        "Story 1",
        "Count of May 2026",
        "Releases in force in this time: № 3, № 4.",
        "Reported twice: 7; forged: 1",
        "Made on 22 November 2026, 14:05",
        "Page 1",
    ):
        assert words in text.replace("\N{NO-BREAK SPACE}", " ")


def test_the_paper_speaks_the_readers_language() -> None:
    words = {"What the screens have shown": "Какво показаха екраните", "%(minutes)s min": "%(minutes)s мин"}
    reader = Reader("bg", lambda message: str(replace(message, text=words.get(message.text, message.text))))
    text = " ".join(read_pages(write_pdf(make_report(), reader=reader)))
    for told in ("Какво показаха екраните", "Есенна вълна", "Заедно", "1 ноември 2026 г.", "български"):
        assert told in text


@pytest.mark.parametrize(("flights", "items", "days"), [(0, 0, 1), (40, 80, 400)])
def test_any_length_fits_on_pages(flights: int, items: int, days: int) -> None:
    pages = read_pages(write_pdf(make_report(flights=flights, items=items, days=days), reader=ENGLISH))
    text = " ".join(pages)
    assert [f"Page {number}" in page for number, page in enumerate(pages, start=1)] == [True] * len(pages)
    assert text.count("Autumn wave") == flights
    assert [f"Story {place}" in text for place in range(items)] == [True] * items
    assert ("Nothing was planned or played in this time." in text) == (flights == 0)


def test_the_same_report_is_the_same_file() -> None:
    assert write_pdf(make_report(), reader=ENGLISH) == write_pdf(make_report(), reader=ENGLISH)


def test_what_nobody_knows_is_not_told_as_nothing() -> None:
    assert (Figures().kept, Figures().voice, add_figures((METRO, METRO)).contacts) == (None, None, None)
    assert add_figures((TRAM, METRO)).contacts == TRAM.contacts
    assert (ENGLISH.share(None), ENGLISH.share(0.047), ENGLISH.share(1)) == (
        NONE,
        "4.7\N{NO-BREAK SPACE}%",
        "100\N{NO-BREAK SPACE}%",
    )
