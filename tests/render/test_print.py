"""A sheet is printed at its size, the same from the same."""

import pytest

from campaign.adapters.blitz import BlitzEngine
from campaign.adapters.chromium import ChromiumEngine
from campaign.render.print import measure_paper, prints_vectors, render_pdf
from campaign.spec.errors import UnknownName
from tests.render.jobs import make_job


def test_a_sheet_has_its_pixels() -> None:
    sheet = measure_paper("A3", dpi=300)
    assert (sheet.width, sheet.height, round(sheet.px_per_mm * 297)) == (3508, 4961, 3508)


def test_an_unknown_sheet_is_told_with_those_that_exist() -> None:
    with pytest.raises(UnknownName, match="A4, A3, A2"):
        measure_paper("B5", dpi=300)


def test_without_a_browser_the_sheet_is_a_picture_with_the_same_bytes() -> None:
    engine = BlitzEngine()
    data = render_pdf(make_job(), engine=engine, paper="A4")
    assert not prints_vectors(engine)
    assert data.startswith(b"%PDF-")
    assert b"/MediaBox [ 0 0 595.2 841.92 ]" in data
    assert render_pdf(make_job(), engine=engine, paper="A4") == data


@pytest.mark.chromium
def test_a_browser_prints_vectors_with_fonts() -> None:
    with ChromiumEngine() as engine:
        assert prints_vectors(engine)
        data = render_pdf(make_job(), engine=engine, paper="A4")
    assert data.startswith(b"%PDF-")
    assert b"/Type /Font" in data
