"""What the attacks are handed to, in a module that a measured child loads quickly."""

from pathlib import Path

from campaign.adapters import grids, spreadsheets
from campaign.adapters.photos import clean_photo
from campaign.playlists.playlog import read_playlog
from campaign.render.compose import build_context
from campaign.render.drawings import check_drawing
from campaign.render.folder import load_template
from campaign.render.page import compose_page
from campaign.render.subtitles import read_cues
from campaign.spec.document import load_yaml
from tests.render.jobs import make_job


def compose(folder: Path, main: str) -> None:
    """The page of a template that says this."""
    text = '{% extends "_kit/page.html" %}\n{% block main %}\n' + main + "\n{% endblock %}\n"
    (folder / "template.html").write_text(text, encoding="utf-8")
    template = load_template(folder)
    compose_page(template, build_context(make_job(template=template)))


def clean_png(path: Path) -> None:
    """As packs and uploads do it in their own children."""
    clean_photo(path, kind="png")


def look_at_drawing(data: bytes) -> None:
    check_drawing(data, name="a.svg")


def read_subtitles(data: bytes) -> None:
    read_cues(data, fps=25, file="a.srt")


def read_grid(data: bytes, name: str) -> None:
    grids.read_bytes(data, name)


def read_table(data: bytes, name: str) -> None:
    spreadsheets.parse(data, name)


def read_plays(data: bytes) -> None:
    read_playlog(data)


def read_yaml(text: str) -> None:
    load_yaml(text, file="a.yaml")
