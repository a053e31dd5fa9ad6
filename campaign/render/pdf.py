"""A printed page becomes a sheet for the press. In: a PDF page or a picture. Out: bytes with boxes, marks and metadata.

What stands at the edge runs on into the bleed as in a mirror, so that the sheet itself is the same with and without.
The same page gives the same bytes: nothing of it tells the hour or the program's version.
"""

import io
from collections.abc import Iterator, Sequence
from copy import copy
from dataclasses import dataclass
from typing import TypeAlias

import pikepdf
from pikepdf import Array, ContentStreamInlineImage, ContentStreamInstruction, Dictionary, Name, Pdf, Stream, String
from PIL import Image

from campaign.render.papers import POINTS_PER_MM, Box, Sheet
from campaign.render.pdf_text import spell_texts

MARK_GAP_MM, MARK_MM = 4.0, 5.0
"""A crop mark starts outside the bleed, which a knife a little off must not show, and is this long."""
HAIRLINE = 0.25
"""Points."""
OVERLAP = 0.3
"""Points that the bleed reaches over the sheet, so that no fine line shines through between the two."""
QUALITY = 95
Command: TypeAlias = ContentStreamInstruction | ContentStreamInlineImage
TEXT = frozenset({"BT", "ET"})
MARKED = frozenset({"BDC", "BMC", "EMC", "MP", "DP"})


@dataclass(frozen=True)
class About:
    """What a reading machine is told of the sheet."""

    title: str
    language: str
    alt: str


@dataclass(frozen=True)
class Printed:
    """A PDF of one page, whose upper left `width` × `height` points are the sheet."""

    pdf: Pdf
    width: float
    height: float


def open_page(data: bytes, *, width: float, height: float, texts: Sequence[str] = ()) -> Printed:
    """What a browser printed; `texts` are its paragraphs and headings where they have to be spelt out."""
    pdf = Pdf.open(io.BytesIO(data))
    if texts:
        spell_texts(pdf, texts)
    return Printed(pdf, width, height)


def make_page(image: Image.Image, about: About, *, dpi: int) -> Printed:
    """A page of one picture, tagged as a figure with its alternative text."""
    pdf, buffer = Pdf.new(), io.BytesIO()
    image.save(buffer, "JPEG", quality=QUALITY, subsampling=0)
    width, height = (side / dpi * 72 for side in image.size)
    picture = Stream(
        pdf, buffer.getvalue(), Type=Name.XObject, Subtype=Name.Image, Width=image.width, Height=image.height,
        ColorSpace=Name.DeviceRGB, BitsPerComponent=8, Filter=Name.DCTDecode,
    )  # fmt: skip
    drawn = f"/Figure <</MCID 0>> BDC q {width:.4f} 0 0 {height:.4f} 0 0 cm /Picture Do Q EMC"
    page = pdf.add_blank_page(page_size=(width, height))
    page.Contents = Stream(pdf, drawn.encode())
    page.Resources = Dictionary(XObject=Dictionary(Picture=pdf.make_indirect(picture)))
    _tag_figure(pdf, page, about)
    return Printed(pdf, width, height)


def _tag_figure(pdf: Pdf, page: pikepdf.Page, about: About) -> None:
    page.obj.StructParents = 0
    root = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
    whole = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Document, P=root, Lang=String(about.language)))
    place = Dictionary(O=Name.Layout, BBox=page.mediabox, Placement=Name.Block)
    figure = pdf.make_indirect(
        Dictionary(Type=Name.StructElem, S=Name.Figure, P=whole, Pg=page.obj, K=0, Alt=String(about.alt), A=place)
    )
    whole.K, root.K = Array([figure]), Array([whole])
    root.ParentTree = pdf.make_indirect(Dictionary(Nums=Array([0, Array([figure])])))
    pdf.Root.StructTreeRoot, pdf.Root.MarkInfo = root, Dictionary(Marked=True)


def finish(printed: Printed, *, sheet: Sheet, about: About) -> bytes:
    """Fit the page into the sheet's boxes to the point, add bleed and marks, and say what it is."""
    pdf = printed.pdf
    page = pdf.pages[0]
    page.contents_coalesce()
    place = _place(printed, page, sheet)
    after = b"Q\n"
    own = page.Resources
    page.Resources = _move_patterns(pdf, own, place)
    if sheet.bleed:
        ground = page.add_resource(pdf.make_indirect(_copy_ground(pdf, page, own)), Name.XObject, Name.Bleed)
        colour = page.add_resource(pdf.make_indirect(_make_registration()), Name.ColorSpace, Name.Registration)
        after += "".join((*_mirror(sheet, place, ground), *_draw_marks(sheet, colour))).encode()
    page.contents_add(f"q {_write_clip(sheet.trim)}{place} cm ".encode(), prepend=True)
    page.contents_add(after)
    for name, box in (("MediaBox", sheet.media), ("CropBox", sheet.media), ("BleedBox", sheet.bled)):
        page.obj[f"/{name}"] = _write_box(box)
    page.obj["/TrimBox"] = _write_box(sheet.trim)
    _describe(pdf, about)
    buffer = io.BytesIO()
    pdf.save(buffer, deterministic_id=True, linearize=False)
    return buffer.getvalue()


def _place(printed: Printed, page: pikepdf.Page, sheet: Sheet) -> str:
    """The matrix from the printed page, whole pixels wide, into the trimmed sheet."""
    trim, top = sheet.trim, float(page.mediabox[3])
    across = (trim.right - trim.left) / printed.width
    along = (trim.top - trim.bottom) / printed.height
    return f"{across:.7f} 0 0 {along:.7f} {trim.left:.5f} {trim.top - along * top:.5f}"


def _move_patterns(pdf: Pdf, resources: pikepdf.Object, place: str) -> Dictionary:
    """Resources whose patterns lie where the page is put: they count from the sheet's corner, whatever moves the
    drawing they fill (ISO 32000-1, 8.7.2)."""
    moved = Dictionary({name: copy(part) for name, part in resources.items()})
    if "/Pattern" in resources:
        matrix = pikepdf.Matrix(*map(float, place.split()))
        moved.Pattern = Dictionary()
        for name, pattern in resources.Pattern.items():
            own = copy(pattern)
            own.Matrix = (pikepdf.Matrix(pattern.get("/Matrix", Array([1, 0, 0, 1, 0, 0]))) @ matrix).as_array()
            moved.Pattern[name] = pdf.make_indirect(own)
    return moved


def _copy_ground(pdf: Pdf, page: pikepdf.Page, resources: pikepdf.Object) -> Stream:
    """The page's drawing without its words and tags: what is cut away is neither read nor found. As a group it is
    put together first and cut then, so that no layer below shines through at the edge."""
    kept: list[Command] = []
    inside = False
    for command in pikepdf.parse_content_stream(page):
        name = str(command.operator)
        if name in TEXT:
            inside = name == "BT"
        elif not inside and name not in MARKED:
            kept.append(command)
    return Stream(
        pdf, pikepdf.unparse_content_stream(kept), Type=Name.XObject, Subtype=Name.Form, BBox=page.mediabox,
        Resources=resources, Group=Dictionary(S=Name.Transparency, CS=Name.DeviceRGB, I=True),
    )  # fmt: skip


def _mirror(sheet: Sheet, place: str, ground: Name) -> Iterator[str]:
    """The ground again on all eight sides, turned over at the edge and cut off where the bleed ends."""
    bled, cut, axis = sheet.bled, sheet.trim.grow(-OVERLAP), sheet.trim.grow(-2 * OVERLAP)
    sides = ((bled.left, cut.left, axis.left), (cut.left, cut.right, None), (cut.right, bled.right, axis.right))
    levels = ((bled.bottom, cut.bottom, axis.bottom), (cut.bottom, cut.top, None), (cut.top, bled.top, axis.top))
    for left, right, across in sides:
        for bottom, top, along in levels:
            if across is not None or along is not None:
                clip = _write_clip(Box(left, bottom, right, top))
                yield f"/Artifact BMC q {clip}{_turn(across, along)} cm {place} cm {ground} Do Q EMC\n"


def _turn(across: float | None, along: float | None) -> str:
    """The matrix that turns over at an upright line, a level one, or both."""
    a, e = (1, 0.0) if across is None else (-1, 2 * across)
    d, f = (1, 0.0) if along is None else (-1, 2 * along)
    return f"{a} 0 0 {d} {e:.5f} {f:.5f}"


def _draw_marks(sheet: Sheet, colour: Name) -> Iterator[str]:
    """Two hairlines at each corner, in line with the cut and outside the bleed."""
    trim, start, end = sheet.trim, MARK_GAP_MM * POINTS_PER_MM, (MARK_GAP_MM + MARK_MM) * POINTS_PER_MM
    yield f"\n/Artifact BMC q {HAIRLINE} w {colour} CS 1 SCN\n"
    for x, outward in ((trim.left, -1), (trim.right, 1)):
        for y, upward in ((trim.bottom, -1), (trim.top, 1)):
            yield f"{x + outward * start:.4f} {y:.4f} m {x + outward * end:.4f} {y:.4f} l S\n"
            yield f"{x:.4f} {y + upward * start:.4f} m {x:.4f} {y + upward * end:.4f} l S\n"
    yield "Q EMC"


def _make_registration() -> Array:
    """The colour that is on every plate."""
    ink = Dictionary(FunctionType=2, Domain=Array([0, 1]), N=1, C0=Array([0] * 4), C1=Array([1] * 4))
    return Array([Name.Separation, Name.All, Name.DeviceCMYK, ink])


def _write_clip(box: Box) -> str:
    return f"{box.left:.4f} {box.bottom:.4f} {box.right - box.left:.4f} {box.top - box.bottom:.4f} re W n "


def _write_box(box: Box) -> Array:
    return Array([round(side, 4) for side in (box.left, box.bottom, box.right, box.top)])


def _describe(pdf: Pdf, about: About) -> None:
    pdf.Root.Lang = String(about.language)
    pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    for name in list(pdf.docinfo.keys()):
        del pdf.docinfo[name]
    pdf.docinfo.Title, pdf.docinfo.Subject = String(about.title), String(about.alt)
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
        metadata["dc:title"] = about.title
        metadata["dc:description"] = about.alt
        metadata["dc:language"] = [about.language]
