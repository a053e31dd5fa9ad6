"""Hostile films and subtitles handed in where people hand them in: on the page of a draft. What is kept is the film and
nothing it carries; subtitles are refused in words, or read by those who read them, in bounded time and memory."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import av
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from campaign.adapters import uploads
from campaign.adapters.limits import run_limited
from campaign.data.models import Draft
from tests.attacks.measure import Cost, weigh
from tests.factories.drafts import make_draft
from tests.factories.films import make_film, run_ffmpeg
from tests.factories.rows import make_person

pytestmark = pytest.mark.django_db

ENCLOSED = {
    "letters.ttf": (b"\0\1\0\0" + b"a font " * 40, "font/ttf"),
    "enclosed.html": (b"<script>alert(document.domain)</script>" * 10, "text/html"),
    "setup.exe": (b"MZ" + b"a program " * 40, "application/x-msdownload"),
}
SIGNS = (b"a font", b"alert(", b"MZa program", *(name.encode() for name in ENCLOSED))
TITLE = "Заглавие, което никой не бива да губи"
CPU_SECONDS, MEGABYTES = 5.0, 150


@pytest.fixture(autouse=True)
def own_store(settings: Settings, tmp_path: Path) -> None:
    settings.STORE = f"file:{tmp_path / 'store'}"


@pytest.fixture
def staff(db: None) -> Client:
    client = Client()
    client.force_login(make_person())
    return client


def write_size(number: int) -> bytes:
    return (number | 1 << 56).to_bytes(8, "big")


def enclose(files: Mapping[str, tuple[bytes, str]], *, size: bytes | None = None) -> bytes:
    """A list of attachments (RFC 9559 § 5.1.6) as no program writes it."""
    rows = b""
    for name, (data, kind) in files.items():
        parts = ((b"\x46\x6e", name.encode()), (b"\x46\x60", kind.encode()), (b"\x46\x5c", data), (b"\x46\xae", b"\1"))
        row = b"".join(mark + write_size(len(part)) + part for mark, part in parts)
        rows += b"\x61\xa7" + write_size(len(row)) + row
    return b"\x19\x41\xa4\x69" + (size or write_size(len(rows))) + rows


@pytest.fixture(scope="module")
def films(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """`plain` is the film alone, as somebody films it who does not know how long it will be: without sizes."""
    folder = tmp_path_factory.mktemp("films")
    whole = make_film(folder / "whole.mkv", seconds=0.6, size="64x36", sound=False)
    words: list[str] = []
    for at, (name, (data, kind)) in enumerate(ENCLOSED.items()):
        (folder / name).write_bytes(data)
        words += ["-attach", str(folder / name), f"-metadata:s:t:{at}", f"mimetype={kind}"]
    copied = ("-i", str(whole), *words, "-c", "copy")
    run_ffmpeg(*copied, str(folder / "carries.mkv"))
    run_ffmpeg(*copied, "-live", "1", str(folder / "filming.mkv"))
    run_ffmpeg("-i", str(whole), "-c", "copy", "-live", "1", str(folder / "plain.mkv"))
    made = {path.stem: path.read_bytes() for path in folder.glob("*.mkv")}
    unknown = b"\x1a\x45\xdf\xa0" + write_size(402) + ENCLOSED["setup.exe"][0]
    return made | {
        "behind its end": made["whole"] + enclose(ENCLOSED),
        "without a size": made["whole"] + enclose(ENCLOSED, size=b"\xff"),
        "in an element nobody knows": made["plain"] + unknown,
        "in a second film": made["whole"] + made["carries"],
        "broken off": made["plain"] + enclose(ENCLOSED)[:-60],
    }


CARRYING = (
    "carries", "filming", "behind its end", "without a size", "in an element nobody knows", "in a second film",
    "broken off",
)  # fmt: skip


def send(client: Client, draft: Draft, data: bytes, *, name: str, field: str) -> Any:
    body = {"name": field, "file": SimpleUploadedFile(name, data)}
    return client.post(reverse("upload", args=[draft.pk]), body, headers={"Accept": "application/json"})


def fetch(client: Client, draft: Draft, name: str, *, kind: str = "medium") -> bytes:
    answer: Any = client.get(reverse(kind, args=[draft.pk, name]))
    assert answer.status_code == 200
    return b"".join(answer)


@pytest.mark.parametrize("way", CARRYING)
def test_of_a_film_nothing_is_kept_but_the_film(
    staff: Client, films: dict[str, bytes], tmp_path: Path, way: str
) -> None:
    draft, hostile = make_draft("clip"), films[way]
    assert any(sign in hostile for sign in SIGNS)
    said = send(staff, draft, hostile, name="film.mkv", field="values.clip.file").json()
    assert (said.get("error"), said["name"], said["width"]) == (None, "film.mkv", 64)
    assert said["seconds"] == pytest.approx(0.6, abs=0.05)
    served = fetch(staff, draft, "film.mkv")
    assert [sign for sign in SIGNS if sign in served] == []
    stored = [path.read_bytes() for path in (tmp_path / "store").rglob("*") if path.is_file()]
    assert [sign for sign in SIGNS if any(sign in data for data in stored)] == []
    (tmp_path / "served.mkv").write_bytes(served)
    with av.open(str(tmp_path / "served.mkv")) as film:
        assert [stream.type for stream in film.streams] == ["video"]
        assert len(list(film.decode(video=0))) >= 15
    assert fetch(staff, draft, "film.mkv", kind="medium-picture").startswith(b"\xff\xd8")


def test_a_film_that_carries_nothing_keeps_every_byte(staff: Client, films: dict[str, bytes]) -> None:
    draft = make_draft("clip")
    for name in ("whole", "plain"):
        said = send(staff, draft, films[name], name=f"{name}.mkv", field="values.clip.file").json()
        assert fetch(staff, draft, said["name"]) == films[name]


@pytest.mark.parametrize("way", ["zeros", "short", "lists"])
def test_a_film_whose_parts_do_not_follow_one_another_is_refused_in_words(
    staff: Client, films: dict[str, bytes], way: str
) -> None:
    """What cannot be told from the film could be anything."""
    tail = {"zeros": bytes(400), "short": b"\x19", "lists": b"\x19\x41\xa4\x69\x80" * 1_001}[way]
    draft = make_draft("clip")
    answer = send(staff, draft, films["whole"] + tail, name="film.mkv", field="values.clip.file")
    assert (answer.status_code, "изгледайте" in answer.json()["error"]) == (422, True)
    draft.refresh_from_db()
    assert draft.media == {}


def write_srt(*cues: tuple[str, str, str]) -> bytes:
    return "\n".join(f"{at}\n{one} --> {two}\n{text}\n" for at, (one, two, text) in enumerate(cues, 1)).encode()


BEGINS = b"1\n00:00:00,000 --> 00:00:02,000\n"
VTT = b"WEBVTT\n\n00:00.000 --> 00:02.000\n"
TTML = b'<tt xmlns="http://www.w3.org/ns/ttml"><body>%s</body></tt>'
DIALOGUE = b"[Events]\nDialogue: 0,0:00:00.00,0:00:01.00,Default,,0,0,0,,"
SAID = write_srt(("00:00:00,000", "00:00:02,000", "Ана чете."))
READ = {
    "lines without number": BEGINS + b"a\n" * 40_000,
    "empty lines without number": BEGINS + b"x" + b"\n" * 30_000,
    "one line": BEGINS + b"ab " * 60_000,
    "letters upon letters": BEGINS + b"a" + "\u0301".encode() * 100_000,
    "tags in tags": BEGINS + b"<i>" * 40_000 + b"x" + b"</i>" * 40_000,
    "tags that nothing closes": VTT + b"<i " * 60_000,
    "signs half written": VTT + b"&" * 200_000,
    "all at once": write_srt(*[("00:00:00,000", "00:10:00,000", "Слово " * 10)] * 2_000),
    "beyond any film": write_srt(("-999999:00:00,000", "999999:59:59,999", "x"), ("999999:59:59,999", "00:00:00", "y")),
    "beyond any time": TTML % b'<p begin="999999999999999h" end="999999999999999.5h">x</p>',
    "rates without end": TTML.replace(b"<tt ", b'<tt frameRateMultiplier="%s %s" ' % (b"9" * 4_000, b"9" * 4_000), 1)
    % (b'<p begin="1f" end="2f">x</p>' * 200),
    "attributes without end": TTML
    % (b"<p begin='0s' end='1s' %s>x</p>" % b" ".join(b"a%d=''" % n for n in range(20_000))),
    "overrides": DIALOGUE + b"{\\b1}" * 40_000 + b"x",
    "overrides in one": DIALOGUE + b"{" + b"\\t(" * 160_000 + b"}x",
    "UTF-16": SAID.decode().encode("utf-16"),
    "UTF-16 that does not say so": SAID.decode().encode("utf-16-le"),
    "Windows": SAID.decode().encode("cp1251"),
    "orders to a terminal": BEGINS + b"a\x1b[2J\x07\x7fb",
}  # fmt: skip
REFUSED = {
    "a line of many MB": BEGINS + b"x" * 12_000_000,
    "too many of them": write_srt(*[("00:00:00,000", "00:10:00,000", "x")] * 2_100),
    "arrows without times": BEGINS + b"x\n" + b"-->" * 60_000,
    "parts in parts": TTML % (b"<div>" * 40_000 + b'<p begin="0s" end="1s">x</p>' + b"</div>" * 40_000),
    "spans in a part": TTML % (b'<p begin="0s">%s</p>' % (b'<span begin="0s" end="1s">x</span>' * 2_100)),
    "drawings": DIALOGUE + b"{\\p1}m 0 0 " * 20_000,
    "columns without end": b"[Events]\nFormat: " + b"start," * 20_000 + b"end,text\nDialogue: 0:00:00.00,x",
    "sections without end": b"[" * 490_000 + b"\n-->",
    "a null byte": SAID.replace("Ана".encode(), b"A\0na"),
    "UTF-32": SAID.decode().encode("utf-32"),
    "half a sign": BEGINS.decode().encode("utf-16") + b"\0\xd8a\0",
    "turned round": BEGINS + "a\u202eb".encode(),
    "of a kind that is not taken": b"0:00:01.000,0:00:02.000\nSBV\n\n",
    "nothing": b"",
}


@pytest.fixture
def costs(monkeypatch: pytest.MonkeyPatch) -> list[Cost]:
    """Those of each child that the page has something read by, as the child itself counts them."""
    found: list[Cost] = []

    def run(function: Callable[..., object], *args: Any, seconds: float) -> object:
        result, cost = run_limited(weigh, function, args, seconds=seconds)
        found.append(cost)
        if cost.refused is not None:
            raise cost.refused
        return result

    monkeypatch.setattr(uploads, "run_limited", run)
    return found


def hand_in(client: Client, draft: Draft, data: bytes) -> Any:
    """With the page, as browsers without scripts do it, beside what was typed."""
    typed = {"title.bg": TITLE, "revision": str(draft.revision), "act": "save"}
    given = {"upload.values.subtitles.bg": SimpleUploadedFile("реч.srt", data, "text/plain")} if data else {}
    return client.post(reverse("draft", args=[draft.pk]), typed | given)


def ask(client: Client, draft: Draft, name: str) -> list[Any]:
    """All that reads a file of subtitles for the page: its editor, both kinds to take away, the checks and mending."""
    draft_page = client.get(reverse("draft", args=[draft.pk]) + "?check=1")
    cues = client.get(reverse("medium-cues", args=[draft.pk, name]))
    kinds = [client.get(reverse("medium-cues-file", args=[draft.pk, name, "bg", kind])) for kind in ("srt", "vtt")]
    body = json.dumps({"tracks": {"bg": cues.json()["cues"]}, "from": 0, "to": 5, "mend": "bg"})
    told = client.post(reverse("cues", args=[draft.pk]), body, content_type="application/json")
    assert told.status_code == 200 or told.json()["error"]
    return [draft_page, cues, *kinds]


@pytest.mark.parametrize("data", READ.values(), ids=READ)
def test_subtitles_that_could_burst_are_read(staff: Client, costs: list[Cost], data: bytes) -> None:
    draft = make_draft("clip")
    said, own = weigh(hand_in, (staff, draft, data))
    assert said is not None
    draft.refresh_from_db()
    assert (said.status_code, draft.typed["title.bg"]) == (302, TITLE)
    answers, later = weigh(ask, (staff, draft, draft.typed["values.subtitles.bg"]))
    assert [answer.status_code for answer in answers or ()] == [200] * 4
    [read] = costs
    check_costs(read, own, later)


@pytest.mark.parametrize("data", REFUSED.values(), ids=REFUSED)
def test_subtitles_that_cannot_be_taken_are_refused_and_nothing_typed_is_lost(
    staff: Client, costs: list[Cost], data: bytes
) -> None:
    draft = make_draft("clip")
    answer, own = weigh(hand_in, (staff, draft, data or b" "))
    assert answer is not None
    draft.refresh_from_db()
    assert (answer.status_code, draft.media, draft.typed) == (422, {}, {"title.bg": TITLE})
    page = answer.content.decode()
    alone = send(staff, draft, data, name="реч.srt", field="values.subtitles.bg")
    assert (TITLE in page, alone.status_code, bool(alone.json()["error"])) == (True, 422, True)
    check_costs(own, *costs)


def check_costs(*costs: Cost) -> None:
    assert max(cost.cpu for cost in costs) < CPU_SECONDS
    assert max(cost.grown for cost in costs) < MEGABYTES
