"""The pictures of the guides, drawn by the product itself so that they stay true. In: samples, templates.
Out: docs/pictures.

Run it with `.venv/bin/python docs/make_pictures.py` after a change to a template or a sample.
"""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image, ImageDraw, ImageFont, ImageOps

from campaign.adapters.blitz import BlitzEngine
from campaign.adapters.drawing import draw_still
from campaign.adapters.packs import read_pack
from campaign.render.folder import load_templates
from campaign.render.fonts import BODY, list_fonts
from campaign.render.job import Job, MediaFile
from campaign.render.pipeline import render_still
from campaign.render.sample import make_sample_job
from campaign.schedule.channels import read_channels
from campaign.spec.channels import Channel, Medium
from campaign.spec.formats import PANELS, Shape

ROOT = Path(__file__).resolve().parent.parent
GROUND = "#e9e4d8"
GAP = 24

# What the README shows: a row a line, each picture a sample item on a channel in a language.
ROWS = (
    ("conet-sofia/rositsa tram bg", "strazhitsa-shtip/four-days metro-platform en"),
    ("integra-sofia/share tram-ribbon bg", "school-desegregation/provinces tram-ribbon en"),
    ("conet-sofia/nine-of-ten bus bg", "zaedno-uspyavame/project bus en"),
)
TOTEM = "strazhitsa-shtip/citizens metro-totem bg"
ROW_WIDTH = 1400

COLUMNS = 3
LABEL = 30
INK = "#14213d"
# One template in all shapes, and in one, another, both and from right to left.
SHAPED = "comparison-bars"
SPOKEN = {
    Shape.LANDSCAPE: "bg",
    Shape.SQUARE: "ar",
    Shape.PORTRAIT: "en",
    Shape.RIBBON: "bg+en",
    Shape.BAND: "bg",
}


def draw_item(wish: str, *, channels: dict[str, Channel]) -> Image.Image:
    """One sample on one screen, e.g. "conet-sofia/rositsa tram bg"."""
    name, screen, language = wish.split()
    slug, item_id = name.split("/")
    templates = load_templates(ROOT / "templates")
    channel = channels[screen]
    with TemporaryDirectory() as work:
        loaded = read_pack(ROOT / "assets" / "samples" / slug, templates=templates, work=Path(work))
        item = next(item for item in loaded.pack.items if item.id == item_id)
        job = Job(
            template=templates[item.template],
            campaign=loaded.pack.campaign,
            item=item,
            language=language,
            format=channel.format,
            medium=Medium.STILL,
            profile=channel.profile,
            slot_seconds=channel.slot_seconds,
            media={file: MediaFile(path, loaded.pack.media[file]) for file, path in loaded.files.items()},
        )
        target = Path(work) / "picture"
        target.write_bytes(render_still(job, engine=BlitzEngine()))
        return Image.open(target).convert("RGB")


def join_row(pictures: list[Image.Image], *, width: int) -> Image.Image:
    """Side by side at one height, filling the width."""
    ratio = sum(picture.width / picture.height for picture in pictures)
    height = round((width - GAP * (len(pictures) - 1)) / ratio)
    row = Image.new("RGB", (width, height), GROUND)
    left = 0
    for picture in pictures:
        small = picture.resize((round(height * picture.width / picture.height), height), Image.Resampling.LANCZOS)
        row.paste(small, (left, 0))
        left += small.width + GAP
    return row


def join_rows(rows: list[Image.Image]) -> Image.Image:
    sheet = Image.new("RGB", (rows[0].width, sum(row.height for row in rows) + GAP * (len(rows) - 1)), GROUND)
    top = 0
    for row in rows:
        sheet.paste(row, (0, top))
        top += row.height + GAP
    return sheet


def draw_sample(name: str, *, shape: Shape, language: str) -> Image.Image:
    """One template with its own samples on an ordinary panel."""
    template = load_templates(ROOT / "templates")[name]
    still = draw_still(make_sample_job(template, language=language, screen=PANELS[shape]))
    return Image.open(BytesIO(still.data)).convert("RGB")


def make_sheet_of_templates() -> Image.Image:
    """Every template in landscape, named, in rows of three."""
    width = (ROW_WIDTH - GAP * (COLUMNS - 1)) // COLUMNS
    cells = []
    for name in load_templates(ROOT / "templates"):
        picture = draw_sample(name, shape=Shape.LANDSCAPE, language="en")
        height = round(width * picture.height / picture.width)
        cell = Image.new("RGB", (width, height + LABEL), GROUND)
        cell.paste(picture.resize((width, height), Image.Resampling.LANCZOS), (0, LABEL))
        ImageDraw.Draw(cell).text((0, LABEL // 2), name, fill=INK, font=_load_font(), anchor="lm")
        cells.append(cell)
    rows = [cells[start : start + COLUMNS] for start in range(0, len(cells), COLUMNS)]
    sheet = Image.new("RGB", (ROW_WIDTH, sum(row[0].height + GAP for row in rows) - GAP), GROUND)
    for row_index, row in enumerate(rows):
        for column, cell in enumerate(row):
            sheet.paste(cell, (column * (width + GAP), row_index * (cell.height + GAP)))
    return add_margin(sheet)


def make_sheet_of_shapes() -> Image.Image:
    """One template in every shape, and in every kind of language."""
    pictures = {shape: draw_sample(SHAPED, shape=shape, language=language) for shape, language in SPOKEN.items()}
    upper = join_row([pictures[shape] for shape in (Shape.LANDSCAPE, Shape.SQUARE, Shape.PORTRAIT)], width=ROW_WIDTH)
    lower = [join_row([pictures[shape]], width=ROW_WIDTH) for shape in (Shape.RIBBON, Shape.BAND)]
    return add_margin(join_rows([upper, *lower]))


def add_margin(picture: Image.Image) -> Image.Image:
    return ImageOps.expand(picture, GAP, GROUND)


def _load_font() -> ImageFont.FreeTypeFont:
    path = next(font.path for font in list_fonts() if font.family == BODY)
    font = ImageFont.truetype(path, LABEL * 2 // 3)
    font.set_variation_by_axes([700])
    return font


def _read_channels() -> Iterator[tuple[str, Channel]]:
    text = (ROOT / "schedules" / "channels.yaml").read_text(encoding="utf-8")
    yield from read_channels(text, file="channels.yaml").items()


def main() -> None:
    pictures = ROOT / "docs" / "pictures"
    make_sheet_of_templates().save(pictures / "templates.webp", quality=80)
    make_sheet_of_shapes().save(pictures / "shapes.webp", quality=80)
    channels = dict(_read_channels())
    rows = [join_row([draw_item(wish, channels=channels) for wish in row], width=ROW_WIDTH) for row in ROWS]
    block = join_rows(rows)
    totem = draw_item(TOTEM, channels=channels)
    tall = totem.resize((round(block.height * totem.width / totem.height), block.height), Image.Resampling.LANCZOS)
    sheet = Image.new("RGB", (block.width + tall.width + 3 * GAP, block.height + 2 * GAP), GROUND)
    sheet.paste(block, (GAP, GAP))
    sheet.paste(tall, (block.width + 2 * GAP, GAP))
    sheet.save(pictures / "screens.webp", quality=88)


if __name__ == "__main__":
    main()
