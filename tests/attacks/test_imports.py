"""Hostile content packs handed in where people hand them in: on the studio's page, and taken by a worker. Whatever is
wrong stands on the import's page in words and with its place; nothing of the pack is there, neither rows nor files."""

import html
import io
import re
import stat
import struct
import tempfile
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from campaign.data.models import Campaign, Item, ItemVersion, Material, PackImport, StoredFile
from campaign.services import dispatch, import_runs, imports
from campaign.services.storage import get_private_store, get_store
from tests.attacks.measure import weigh
from tests.attacks.test_draft_files import ENCLOSED, SIGNS, enclose
from tests.factories.films import make_film
from tests.factories.packs import CAMPAIGN, DRAWING, STORY, make_photo
from tests.factories.rows import make_channel, make_person

pytestmark = pytest.mark.django_db
State = PackImport.State
Entry = tuple[str | zipfile.ZipInfo, str | bytes]

WHOLE: dict[str, str | bytes] = {
    "campaign.yaml": CAMPAIGN, "stories/mila.yaml": STORY, "media/mila.jpg": make_photo(),
}  # fmt: skip
CPU_SECONDS, MEGABYTES = 6.0, 400
FILM = """\
id: film
kind: story
template: clip
title: {bg: Филм, en: Film}
values:
  name: {bg: Мила, en: Mila}
  headline: {bg: Играем заедно, en: We play together}
  clip: {file: a.mkv, from: 0, to: 6, alt: {bg: Деца играят, en: Children play}}
  subtitles: {bg: a.srt, en: a.srt}
consent:
  fictional: true
"""


@pytest.fixture(autouse=True)
def own_folders(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where everything is kept, and where work in hand lies: nothing else may appear anywhere in it."""
    settings.STORE, settings.PRIVATE_STORE = f"file:{tmp_path / 'store'}", f"file:{tmp_path / 'private'}"
    (tmp_path / "scratch").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "scratch"))
    monkeypatch.setattr(import_runs, "BEAT", 60)
    monkeypatch.setattr(dispatch, "_send", lambda *args, **others: True)


def pack(entries: Iterable[Entry]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries:
            archive.writestr(name if isinstance(name, zipfile.ZipInfo) else zipfile.ZipInfo(name), data)
    return out.getvalue()


def add(*entries: Entry) -> Callable[[], bytes]:
    return lambda: pack([*WHOLE.items(), *entries])


def change(name: str, data: str | bytes) -> Callable[[], bytes]:
    return lambda: pack((WHOLE | {name: data}).items())


def make_link(name: str, target: str) -> Entry:
    info = zipfile.ZipInfo(name)
    info.create_system, info.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
    return info, target


def squeeze(name: str, *, size: int) -> bytes:
    """With a file of so many zeros, packed as tightly as may be."""
    out = io.BytesIO(pack(WHOLE.items()))
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive, archive.open(name, "w") as file:
        for _ in range(size // 1_000_000):
            file.write(bytes(1_000_000))
    return out.getvalue()


def lie(data: bytes, *, size: int) -> bytes:
    """The last file of the ZIP says, in both places, that it unfolds to so many bytes."""
    entry, head = data.rindex(b"PK\x01\x02"), data.rindex(b"PK\x03\x04")
    told = struct.pack("<I", size)
    data = data[: entry + 24] + told + data[entry + 28 :]
    return data[: head + 22] + told + data[head + 26 :]


OVERLAPS = 400


def overlap() -> bytes:
    """Hundreds of names for the same packed bytes, as zip bombs without nesting have them."""
    data = squeeze("media/0000.jpg", size=1_000_000)
    entry, end = data.rindex(b"PK\x01\x02"), data.rindex(b"PK\x05\x06")
    row = data[entry:end]
    rows = b"".join(row.replace(b"media/0000.jpg", f"media/{at:04}.jpg".encode()) for at in range(1, OVERLAPS))
    count, size, start = struct.unpack_from("<HLL", data, end + 10)
    count += OVERLAPS - 1
    tail = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, count, count, size + len(rows), start, 0)
    return data[:end] + rows + tail


def anchor(text: str) -> str:
    return STORY.replace("title: {bg: Мила, en: Mila}", text)


LAUGHS = "\n".join(f"l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 9) if n else 'ha'}]" for n in range(12))
NAMES = {
    "up": "media/../../evil.jpg",
    "far up": "../" * 12 + "tmp/evil.jpg",
    "from the root": "/evil.jpg",
    "up by Windows' stroke": "media\\..\\..\\evil.jpg",
    "a drive": "C:/evil.jpg",
    "a stream of Windows": "media/mila.jpg:evil",
    "turned round": "media/evil\u202egpj.exe",
    "orders to a terminal": "media/evil\x1b[2J.jpg",
    "a line end": "media/evil\n.jpg",
    "folders in folders": "media/a/evil.jpg",
    "too long": "media/evil" + "я" * 140 + ".jpg",
    "capital letters": "media/MILA.JPG",
    "a capital folder": "Media/mila.jpg",
}
LINKS = {"media/evil-link.jpg": "/etc/passwd", "events": "/etc"}
WRONG: dict[str, tuple[Callable[[], bytes], str]] = {
    "another campaign": (add(("other/campaign.yaml", CAMPAIGN)), "other/campaign.yaml"),
    "the same name twice": (lambda: double("media/mila.jpg"), "media/mila.jpg"),
    "a file that is a folder too": (add(("media", b"evil")), "media"),
    "a bomb": (lambda: squeeze("media/evil.jpg", size=120_000_000), "media/evil.jpg"),
    "a bomb that lies": (lambda: lie(squeeze("media/evil.jpg", size=120_000_000), size=1_000), "media/evil.jpg"),
    "a bomb that boasts": (lambda: lie(squeeze("media/evil.jpg", size=1_000_000), size=0xFFFFFFF0), ""),
    "a bomb of overlaps": (overlap, "media/0"),
    "a bomb in a bomb, as a photo": (change("media/mila.jpg", squeeze("a", size=9_000_000)), "stories/mila.yaml"),
    "a page as a photo": (change("media/mila.jpg", b"<html><script>alert(1)</script>"), "stories/mila.yaml"),
    "a photo under a page's name": (change("media/mila.jpg", DRAWING), "stories/mila.yaml"),
    "a folder nobody knows": (add(("secrets/evil.yaml", "id: a")), "secrets"),
    "laughs": (change("stories/mila.yaml", LAUGHS), "stories/mila.yaml:1"),
    "itself in itself": (change("stories/mila.yaml", anchor("title: &a {bg: *a}")), "stories/mila.yaml:4"),
    "a merge": (change("campaign.yaml", CAMPAIGN + "<<: &a {x: 1}\n"), "campaign.yaml:11"),
    "a tag that runs": (
        change("stories/mila.yaml", anchor("title: !!python/object/apply:os.system [touch /tmp/evil]")),
        "stories/mila.yaml:4",
    ),
    "a tag in the campaign": (change("campaign.yaml", CAMPAIGN + "x: !!python/name:os.system\n"), "campaign.yaml:11"),
    "brackets without end": (change("stories/mila.yaml", "[" * 20_000), "stories/mila.yaml"),
    "many megabytes of YAML": (change("stories/mila.yaml", "a: b\n" * 400_000), "stories/mila.yaml"),
    "a number without end": (change("stories/mila.yaml", "id: " + "9" * 9_000), "stories/mila.yaml:1"),
    "a date that never was": (change("stories/mila.yaml", anchor("title: 2026-02-30")), "stories/mila.yaml:4"),
    "bytes for words": (change("stories/mila.yaml", b"id: \xff\xfe\0"), "stories/mila.yaml:1"),
    "a field nobody declared": (change("stories/mila.yaml", STORY + "is_superuser: true\n"), "stories/mila.yaml"),
    "an address for a file": (change("stories/mila.yaml", STORY.replace("mila.jpg", "../../x.jpg")), "mila.yaml:7"),
    "no ZIP": (lambda: b"MZ" + b"evil" * 900, ""),
    "half a ZIP": (lambda: pack(WHOLE.items())[:-40], ""),
    "locked": (lambda: lock(pack(WHOLE.items())), "campaign.yaml"),
}


def double(name: str) -> bytes:
    """Two files of one name, of which each reader takes another."""
    data = pack([*WHOLE.items(), (name.replace("mila", "MILA"), b"evil")])
    return data.replace(name.replace("mila", "MILA").encode(), name.encode())


def lock(data: bytes) -> bytes:
    """Every file says that it is locked with a password."""
    locked = bytearray(data)
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        for found in re.finditer(re.escape(mark), data):
            locked[found.start() + flags] |= 1
    return bytes(locked)


def hand_in(data: bytes, *, organisation: str = "ngo") -> tuple[Client, PackImport]:
    """On the page, and taken."""
    client = Client()
    client.force_login(make_person("lead", name=f"lead-{organisation}", organisation=organisation))
    answer = client.post(reverse("import"), {"pack": SimpleUploadedFile("pack.zip", data)})
    row = PackImport.objects.latest("pk")
    assert (answer.status_code, answer.headers["Location"]) == (302, reverse("import-result", args=[row.pk]))
    imports.run(row.pk)
    row.refresh_from_db()
    return client, row


def read(client: Client, row: PackImport) -> tuple[str, list[tuple[str, str]]]:
    """Its page, and every fault on it: the place, and the words."""
    page = client.get(reverse("import-result", args=[row.pk])).content.decode()
    faults = re.findall(r"<li>(?:<p><code>(.*?)</code></p>)?<p><strong>(.*?)</p></li>", page, flags=re.DOTALL)
    return page, [(html.unescape(place), html.unescape(words)) for place, words in faults]


def list_outside(tmp_path: Path) -> list[str]:
    """All files but those of the stores."""
    found = (path.relative_to(tmp_path) for path in tmp_path.rglob("*") if path.is_file() or path.is_symlink())
    return [str(path) for path in found if path.parts[0] not in ("store", "private")]


def check_nothing_there(tmp_path: Path) -> None:
    rows = [model.objects.count() for model in (Campaign, Item, ItemVersion, Material, StoredFile)]
    assert (rows, list(get_store().names()), list(get_private_store().names())) == ([0] * 5, [], [])
    assert (list_outside(tmp_path), list((tmp_path / "scratch").iterdir())) == ([], [])
    for lead in ("/tmp/evil.jpg", "/tmp/evil", "/tmp/evil.yaml", "/evil.jpg", "/etc/evil.jpg"):
        assert not Path(lead).exists()


@pytest.mark.parametrize(("make", "place"), WRONG.values(), ids=WRONG)
def test_a_hostile_pack_is_refused_in_words_and_leaves_nothing(
    tmp_path: Path, make: Callable[[], bytes], place: str
) -> None:
    handed, cost = weigh(hand_in, (make(),))
    assert handed is not None
    client, row = handed
    page, faults = read(client, row)
    assert (row.state, row.file, bool(faults)) == (State.FAILED, "", True)
    assert place in " ".join(where for where, _ in faults)
    assert all(len(words) > 20 for _, words in faults)
    check_page(page, tmp_path)
    assert (cost.cpu < CPU_SECONDS, cost.grown < MEGABYTES) == (True, True)
    check_nothing_there(tmp_path)


def test_every_name_that_leads_elsewhere_is_told(tmp_path: Path) -> None:
    """Also of links, and of what lies behind one."""
    entries: list[Entry] = [(name, b"evil") for name in NAMES.values()]
    entries += [*(make_link(*link) for link in LINKS.items()), ("events/evil.yaml", "id: a")]
    client, row = hand_in(add(*entries)())
    page, faults = read(client, row)
    told = [place for place, _ in faults]
    for name in (*NAMES.values(), *LINKS):
        assert [place for place in told if place.startswith(re.split("[\x1b\n\u202e]", name)[0])] != []
    assert (row.state, len(told)) == (State.FAILED, len(NAMES) + len(LINKS))
    check_page(page, tmp_path)
    check_nothing_there(tmp_path)


def check_page(page: str, tmp_path: Path) -> None:
    """It tells people what is wrong, not how we work, and nothing on it steers the reader's screen."""
    assert not re.search(r"Traceback|[a-z]Error\b|\[Errno|<script>alert", page)
    assert str(tmp_path) not in page
    assert not re.search(r"[\x00-\x08\x0b-\x1f\u202a-\u202e\u2066-\u2069]", page)


def list_kept(tmp_path: Path) -> list[bytes]:
    return [path.read_bytes() for path in (tmp_path / "store").rglob("*") if path.is_file()]


def test_of_a_pack_only_what_its_stories_name_is_kept_and_of_a_film_only_the_film(tmp_path: Path) -> None:
    """Beside it a bomb in a bomb, a page and a program, which nobody unpacks or asks for."""
    make_channel()
    film = make_film(tmp_path / "a.mkv", seconds=7, size="64x36", sound=False)
    carries = film.read_bytes() + enclose(ENCLOSED)
    film.unlink()
    said = "1\n00:00:00,500 --> 00:00:03,000\nИграем заедно.\n"
    entries: list[Entry] = [("stories/film.yaml", FILM), ("media/a.mkv", carries), ("media/a.srt", said)]
    entries.append(("media/inner.zip", squeeze("media/zeros", size=30_000_000)))
    entries += [(f"media/{name}", data) for name, (data, _) in ENCLOSED.items()]
    client, row = hand_in(pack([("campaign.yaml", CAMPAIGN), *entries]))
    assert (row.state, read(client, row)[1]) == (State.DONE, [])
    kept = list_kept(tmp_path)
    assert [len(data) for data in kept if data.startswith(b"\x1a\x45\xdf\xa3")] == [len(carries)]
    assert [sign for sign in SIGNS if any(sign in data for data in kept)] == []
    assert (list_outside(tmp_path), list((tmp_path / "scratch").iterdir())) == ([], [])


def test_nobody_takes_over_the_campaign_of_another_organisation(tmp_path: Path) -> None:
    """Its id alone would do, were nobody asked; nor is what is there changed by half."""
    make_channel()
    _, first = hand_in(pack(WHOLE.items()))
    before = sorted(Item.objects.values_list("slug", "current__digest")), list_kept(tmp_path)
    hostile = WHOLE | {
        "stories/mila.yaml": STORY.replace("Играем заедно.", "Чужди думи."),
        "media/mila.jpg": make_photo(size=(9, 9)),
    }
    client, row = hand_in(pack(hostile.items()), organisation="other")
    [(_, words)] = read(client, row)[1]
    assert (first.state, row.state, len(words) > 20) == (State.DONE, State.FAILED, True)
    assert (sorted(Item.objects.values_list("slug", "current__digest")), list_kept(tmp_path)) == before
    assert Campaign.objects.get().organisation.slug == "ngo"
    assert client.get(reverse("import-result", args=[first.pk])).status_code == 404
    assert (list(get_private_store().names()), list((tmp_path / "scratch").iterdir())) == ([], [])
