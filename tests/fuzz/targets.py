"""What is fuzzed. In: a name. Out: a reader of bytes that passes over refusals in words, and bytes to begin with."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass

from campaign.adapters import grids, spreadsheets
from campaign.playlists.playlog import read_playlog
from campaign.playlists.reported import read_rows
from campaign.playlists.signature import NotSigned, PublicKey, SigningKey
from campaign.playlists.sums import read_sums
from campaign.render.drawings import check_drawing
from campaign.render.geography import draw_outline
from campaign.render.subtitles import read_cues
from campaign.services.ranges import OutsideFile, read_range
from campaign.spec.document import load_yaml
from campaign.spec.errors import CampaignError

Reader = Callable[[bytes], object]
_KEY = SigningKey(bytes(32))
_PUBLIC = PublicKey(_KEY.public)


@dataclass(frozen=True)
class Target:
    """`words` are marks of its language, of which hostile texts are put together."""

    read: Reader
    corpus: tuple[bytes, ...]
    words: tuple[str, ...]


def run(name: str, data: bytes) -> None:
    """Raises whatever is no refusal."""
    with suppress(CampaignError, NotSigned, OutsideFile):
        TARGETS[name].read(data)


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace")


SRT = b"1\n00:00:01,000 --> 00:00:02,500\n<i>Hi</i>\n\n2\n00:00:03 --> 00:00:04\nyes\n"
VTT = b"WEBVTT\n\nNOTE x\n\n00:01.000 --> 00:02.000 align:start\n<v A>Hi</v>\n"
ASS = (
    b"[Script Info]\n[Events]\nFormat: Layer, Start, End, Style, Text\n"
    b"Dialogue: 0,0:00:01.00,0:00:02.00,Default,{\\b1\\p1}m 0 0{\\p0}Hi\\N\n"
)
TTML = (
    b'<tt xmlns="http://www.w3.org/ns/ttml" xmlns:p="http://www.w3.org/ns/ttml#parameter" p:frameRate="25">'
    b'<body><div timeContainer="seq"><p begin="1s" dur="10f">Hi<br/><span begin="1t">x</span></p></div></body></tt>'
)
STAMPS = ("-->", " --> ", "00:00:01,000", "1:2", "\n", "\n\n", "1", "-", "99", " ", "<i>", "{\\an8}", "&#x41;", "Hi")

TARGETS: Mapping[str, Target] = {
    "srt": Target(lambda data: read_cues(data, fps=25, file="a"), (SRT,), STAMPS),
    "vtt": Target(lambda data: read_cues(b"WEBVTT\n\n" + data, fps=25, file="a"), (VTT[8:],), ("NOTE", *STAMPS)),
    "ass": Target(
        lambda data: read_cues(b"[Events]\n" + data, fps=25, file="a"),
        (ASS,),
        (
            "Dialogue:",
            "Format:",
            "Start,",
            "End,",
            "Text",
            "0:00:01.00,",
            ",",
            "{",
            "}",
            "\\p1",
            "\\b9",
            "\\r",
            "\n",
            "x",
        ),
    ),
    "ttml": Target(
        lambda data: read_cues(b"<tt " + data, fps=25, file="a"),
        (TTML[4:],),
        ("<p ", "<span ", "<br/>", ">", "</p>", 'begin="', 'end="', 'dur="', '"', "1s", "1f", "9t", "1:00:00:3", "="),
    ),
    "csv": Target(
        lambda data: spreadsheets.parse(data, "a.csv"),
        ("Област;Безработни (%)\nСофия;3,5\nПловдив;4,1 b\n".encode(),),
        (";", ",", "\t", "\n", '"', "1,5", "1.000", "%", "(", ")", "..", "b", "n/a", "София", " ", "2024"),
    ),
    "grid": Target(lambda data: grids.read_bytes(data, "a.csv"), (b"a;b\n1;2\n",), (";", "\t", "\n", '"', "1,5", "x")),
    "pasted": Target(lambda data: grids.read_pasted(_text(data)), (b"a\tb\n1\t2\n",), ("\t", "\n", '"', ";", "1")),
    "workbook": Target(
        lambda data: spreadsheets.parse(b"PK\x03\x04" + data, "a.xlsx"), (bytes(40),), ("PK", "\0", "xl/")
    ),
    "yaml": Target(
        lambda data: load_yaml(_text(data), file="a"),
        (b"id: a\ntitle: {bg: x, en: y}\nlist:\n  - 1\n  - 2026-01-01\n",),
        (
            "!!int ",
            "!!float ",
            "!!bool ",
            "!!timestamp ",
            "!!binary ",
            "!!set ",
            ": ",
            "- ",
            "? ",
            "{",
            "}",
            "[",
            "]",
            "&a ",
            "*a ",
            "<<: ",
            "'",
            '"',
            "\n",
            "  ",
            "x",
            "1",
            "0x",
            "2026-02-30",
            "=",
            "|",
            "%YAML 1.1\n",
            "---",
            "_",
            "~",
        ),
    ),
    "drawing": Target(
        lambda data: check_drawing(b'<svg xmlns="http://www.w3.org/2000/svg" ' + data, name="a"),
        (b'viewBox="0 0 8 8"><g id="a"><path d="M0 0"/></g><use href="#a"/><style>a{fill:url(#b)}</style></svg>',),
        (
            'viewBox="',
            "0 0 8 8",
            '"',
            ">",
            "<g ",
            "</g>",
            "<use ",
            'href="#a"',
            'id="a"',
            "<style>",
            "</style>",
            "url(#",
        ),
    ),
    "map": Target(
        lambda data: draw_outline(_text(data), width=640, height=360),
        (
            b'{"type":"FeatureCollection","features":[{"type":"Feature","id":"a","geometry":{"type":"Polygon",'
            b'"coordinates":[[[23,42],[24,42],[24,43],[23,42]]]}}]}',
        ),
        (
            '"type":',
            '"Polygon"',
            '"Feature"',
            "{",
            "}",
            "[",
            "]",
            ",",
            "1e308",
            "-1",
            "null",
            "NaN",
            '"id":',
            '"a"',
            "90",
        ),
    ),
    "playlog": Target(
        read_playlog,
        (
            b"<r><player id='x'><contentPlayed><contentId>1</contentId><startTime>2026-11-22T08:00:10+02:00</startTime>"
            b"<endTime>2026-11-22T08:00:20+02:00</endTime></contentPlayed></player></r>",
        ),
        (
            "<contentPlayed>",
            "</contentPlayed>",
            "<startTime>",
            "</startTime>",
            "2026-11-22T08:00:10+02:00",
            "<",
            ">",
            "&#0;",
        ),
    ),
    "plays": Target(
        read_rows,
        (b'{"plays":[{"id":"a","material":"12","start":"2026-11-22T08:00:10+02:00","seconds":10.0,"screen":""}]}',),
        (
            '{"plays":[',
            '{"id":',
            '"start":',
            '"0001-01-01T00:00:00+23:59"',
            '"seconds":',
            "1e999",
            "NaN",
            ",",
            "}",
            "]}",
            "[]",
        ),
    ),
    "sums": Target(read_sums, (b"0" * 64 + b"  media/a.mp4\n",), ("0" * 64, "  ", " *", "../", "a/", "\n", "\\", "\r")),
    "minisig": Target(
        lambda data: _PUBLIC.verify(b"x", data),
        (_KEY.sign(b"x", comment="a"),),
        ("untrusted comment: ", "trusted comment: ", "\n", "RUQ=", "=", "a"),
    ),
    "range": Target(
        lambda data: read_range(_text(data), size=1000),
        (b"bytes=0-99",),
        ("bytes=", "-", "0", "999999999999999999999", ",", " ", "٣", "\n"),
    ),
}
