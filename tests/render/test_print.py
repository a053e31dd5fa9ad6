"""A sheet is printed at its size, the same from the same, and tells a machine what it is."""

import io
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pikepdf
import pypdfium2
import pytest

from campaign.adapters.blitz import BlitzEngine
from campaign.adapters.chromium import ChromiumEngine
from campaign.render.alt import compose_alt
from campaign.render.papers import PAPERS, POINTS_PER_MM, find_sheet, measure_sheet
from campaign.render.pdf_text import list_elements
from campaign.render.print import prints_vectors, render_pdf
from campaign.spec.errors import UnknownName
from tests.render.jobs import make_job


@pytest.fixture(scope="module")
def chromium() -> Iterator[ChromiumEngine]:
    with ChromiumEngine() as engine:
        yield engine


def read(data: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(data))


def measure_box(pdf: pikepdf.Pdf, name: str) -> list[float]:
    """Left, bottom, width and height in millimetres."""
    left, bottom, right, top = (float(side) / POINTS_PER_MM for side in pdf.pages[0].obj[name])
    return [round(side, 1) for side in (left, bottom, right - left, top - bottom)]


def list_figures(pdf: pikepdf.Pdf) -> list[str]:
    figures = list_elements(pdf.Root.StructTreeRoot.K, kinds=frozenset({"/Figure"}))
    return [str(figure.get("/Alt", "")) for figure in figures]


def read_words(data: bytes) -> str:
    """The text as a reader takes it out, without its lines."""
    with pypdfium2.PdfDocument(data) as document:
        return " ".join(document[0].get_textpage().get_text_range().split())


def pick_pixel(data: bytes, *, left: float, top: float) -> tuple[int, ...]:
    """The colour so many millimetres from the upper left."""
    with pypdfium2.PdfDocument(data) as document:
        image = document[0].render(scale=2).to_pil()
        return tuple(image.getpixel((int(left * POINTS_PER_MM * 2), int(top * POINTS_PER_MM * 2))))


def test_a_sheet_has_its_pixels() -> None:
    sheet = measure_sheet(find_sheet("A3"), dpi=300)
    assert (sheet.width, sheet.height, round(sheet.px_per_mm * 297)) == (3508, 4961, 3508)
    assert measure_sheet(find_sheet("A3", landscape=True, bleed=True), dpi=300).width == 4961


def test_an_unknown_sheet_is_told_with_those_that_exist() -> None:
    with pytest.raises(UnknownName, match="A4, A3, A2"):
        find_sheet("B5")


def test_without_a_browser_the_sheet_is_a_tagged_picture_with_the_same_bytes() -> None:
    engine, job, sheet = BlitzEngine(), make_job(), find_sheet("A4")
    data = render_pdf(job, engine=engine, sheet=sheet)
    assert not prints_vectors(engine)
    assert render_pdf(job, engine=engine, sheet=sheet) == data
    pdf = read(data)
    assert (str(pdf.Root.Lang), bool(pdf.Root.MarkInfo.Marked)) == ("bg", True)
    assert list_figures(pdf) == [compose_alt(job)]
    picture = pdf.pages[0].Resources.XObject.Picture
    assert (int(picture.Width), int(picture.Height)) == (2480, 3508)
    assert measure_box(pdf, "/MediaBox") == [0, 0, 210, 297]


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("landscape", [False, True])
def test_the_press_gets_its_boxes(paper: str, landscape: bool) -> None:
    sheet = find_sheet(paper, landscape=landscape, bleed=True)
    width, height = sorted(PAPERS[paper], reverse=landscape)
    assert [round((box.right - box.left) / POINTS_PER_MM, 3) for box in (sheet.trim, sheet.bled, sheet.media)] == [
        width, width + 6, width + 20,
    ]  # fmt: skip
    assert (sheet.trim.bottom / POINTS_PER_MM, sheet.trim.top / POINTS_PER_MM) == pytest.approx((10, 10 + height))


@pytest.mark.chromium
def test_a_browser_prints_words_with_their_fonts(chromium: ChromiumEngine) -> None:
    job, sheet = make_job(language="en"), find_sheet("A4")
    data = render_pdf(job, engine=chromium, sheet=sheet)
    assert render_pdf(job, engine=chromium, sheet=sheet) == data  # fonts are cut anew
    pdf = read(data)
    assert measure_box(pdf, "/TrimBox") == measure_box(pdf, "/MediaBox") == [0, 0, 210, 297]
    assert "We are all neighbours in one town" in read_words(data)
    assert [font for font in list_fonts(pdf) if not font["embedded"]] == []
    assert {font["kind"] for font in list_fonts(pdf)} == {"/CIDFontType2"}


def list_fonts(pdf: pikepdf.Pdf) -> list[dict[str, Any]]:
    """Name, kind, and whether the file is inside."""
    inner = [font.DescendantFonts[0] for font in pdf.pages[0].Resources.Font.values() if "/DescendantFonts" in font]
    assert len(inner) == len(pdf.pages[0].Resources.Font)
    return [
        {"name": str(font.BaseFont), "kind": str(font.Subtype), "embedded": "/FontFile2" in font.FontDescriptor}
        for font in inner
    ]


@pytest.mark.chromium
def test_bulgarian_words_are_found_and_arabic_ones_are_spelt_out(chromium: ChromiumEngine) -> None:
    sheet = find_sheet("A4")
    assert "Всички сме съседи в един град" in read_words(render_pdf(make_job(), engine=chromium, sheet=sheet))
    pdf = read(render_pdf(make_job(language="ar"), engine=chromium, sheet=sheet))
    elements = list_elements(pdf.Root.StructTreeRoot.K, kinds=frozenset({"/P", "/H1"}))
    assert "كلنا جيران في مدينة واحدة" in [str(element.ActualText) for element in elements]
    assert str(pdf.Root.Lang) == "ar"


@pytest.mark.chromium
def test_the_sheet_says_what_it_is(chromium: ChromiumEngine) -> None:
    job = make_job(language="bg+en")
    pdf = read(render_pdf(job, engine=chromium, sheet=find_sheet("A4")))
    assert (str(pdf.docinfo.Title), str(pdf.docinfo.Subject)) == ("Просто / Plain", compose_alt(job))
    assert "/CreationDate" not in pdf.docinfo
    with pdf.open_metadata() as metadata:
        assert (metadata["dc:title"], metadata["dc:language"]) == ("Просто / Plain", {"bg"})
        assert metadata["dc:description"] == compose_alt(job)
    assert (str(pdf.Root.Lang), bool(pdf.Root.MarkInfo.Marked)) == ("bg", True)


@pytest.mark.chromium
def test_the_ground_runs_into_the_bleed_and_the_marks_stand_outside(chromium: ChromiumEngine) -> None:
    job = make_job()
    data = render_pdf(job, engine=chromium, sheet=find_sheet("A4", bleed=True))
    pdf = read(data)
    boxes = [measure_box(pdf, name) for name in ("/TrimBox", "/BleedBox", "/MediaBox")]
    assert boxes == [[10, 10, 210, 297], [7, 7, 216, 303], [0, 0, 230, 317]]
    white, inside = (255, 255, 255), pick_pixel(data, left=11, top=160)
    assert inside != white
    assert [pick_pixel(data, left=left, top=160) for left in (7.5, 9.5, 220.5, 222.5)] == [inside] * 4
    assert [pick_pixel(data, left=left, top=160) for left in (3, 6.5, 223.5)] == [white] * 3
    assert pick_pixel(data, left=3, top=10) != white
    assert read_words(data) == read_words(render_pdf(job, engine=chromium, sheet=find_sheet("A4")))


def test_a_title_in_one_language_alone_is_not_said_twice() -> None:
    job = make_job(language="bg+en")
    same = replace(job, item=replace(job.item, title={"bg": "ЕС", "en": "ЕС"}))
    pdf = read(render_pdf(same, engine=BlitzEngine(), sheet=find_sheet("A4")))
    assert str(pdf.docinfo.Title) == "ЕС"
