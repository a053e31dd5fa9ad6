"""A print gets the cuts of the fonts that it uses, and no other."""

from pathlib import Path

from fontTools.ttLib import TTFont

from campaign.adapters.faces import cut_faces
from campaign.render.fonts import BODY, LEGAL, list_font_files
from campaign.render.ports import Page


def make_page(text: str) -> Page:
    return Page(f"<html><style>b{{}}</style><body>{text}", 100, 100, (Path(),), list_font_files())


def test_each_family_is_cut_at_the_weights_it_is_used_in(tmp_path: Path) -> None:
    faces = cut_faces(make_page("Съседи &amp; neighbours"), weights={BODY: {500, 800}, LEGAL: {600}}, folder=tmp_path)
    assert [(face.family, face.weights) for face in faces] == [(BODY, "500"), (BODY, "800"), (LEGAL, "600")]
    with TTFont(faces[1].path) as font:
        assert "fvar" not in font
        assert font["name"].getDebugName(6) == "SofiaSans-800"
        assert {chr(code) for code in font.getBestCmap()} >= set("Съседи& neighbours")


def test_another_script_brings_its_own_font(tmp_path: Path) -> None:
    faces = cut_faces(make_page("Съсед 2018 جار"), weights={BODY: {500}}, folder=tmp_path)
    assert [(face.family, face.weights) for face in faces] == [(BODY, "500"), ("Noto Sans Arabic", "500")]


def test_the_same_page_gives_the_same_files(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        cut_faces(make_page("Съседи"), weights={BODY: {700}}, folder=tmp_path / name)
    one, two = ([path.read_bytes() for path in sorted((tmp_path / name).iterdir())] for name in ("one", "two"))
    assert one == two
