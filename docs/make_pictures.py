"""The pictures of the guides, drawn by the product itself so that they stay true. In: samples. Out: docs/pictures.

Run it with `.venv/bin/python docs/make_pictures.py` after a change to a template or a sample.
"""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image

from campaign.adapters.blitz import BlitzEngine
from campaign.adapters.packs import read_pack
from campaign.render.job import Job, MediaFile
from campaign.render.manifest import load_templates
from campaign.render.pipeline import render_still
from campaign.schedule.channels import read_channels
from campaign.spec.channels import Channel, Medium

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


def _read_channels() -> Iterator[tuple[str, Channel]]:
    text = (ROOT / "schedules" / "channels.yaml").read_text(encoding="utf-8")
    yield from read_channels(text, file="channels.yaml").items()


def main() -> None:
    channels = dict(_read_channels())
    rows = [join_row([draw_item(wish, channels=channels) for wish in row], width=ROW_WIDTH) for row in ROWS]
    block = join_rows(rows)
    totem = draw_item(TOTEM, channels=channels)
    tall = totem.resize((round(block.height * totem.width / totem.height), block.height), Image.Resampling.LANCZOS)
    sheet = Image.new("RGB", (block.width + tall.width + 3 * GAP, block.height + 2 * GAP), GROUND)
    sheet.paste(block, (GAP, GAP))
    sheet.paste(tall, (block.width + 2 * GAP, GAP))
    sheet.save(ROOT / "docs" / "pictures" / "screens.webp", quality=88)


if __name__ == "__main__":
    main()
