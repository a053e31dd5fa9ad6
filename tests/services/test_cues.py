"""Subtitles of the studio's editor: kept as they are typed, told what is wrong, mended."""

from pathlib import Path

import pytest
from pytest_django import Settings

from campaign.data.models import Channel
from campaign.render.subtitles import Cue
from campaign.services import cues, uploads
from campaign.spec.errors import BrokenMedia, InvalidValue
from tests.factories.drafts import make_draft
from tests.factories.rows import NOON, make_channel, make_person

pytestmark = pytest.mark.django_db
LONG = "Тук има много повече думи, отколкото някой може да прочете"


@pytest.fixture(autouse=True)
def own_store(settings: Settings, tmp_path: Path) -> None:
    settings.STORE = f"file:{tmp_path / 'store'}"


def make_cues(*rows: tuple[int, int, str]) -> tuple[Cue, ...]:
    return tuple(Cue(number, *row) for number, row in enumerate(rows, start=1))


def list_told(*rows: tuple[int, int, str], end: float = 9, language: str = "bg") -> list[tuple[str, int | None]]:
    told = cues.check_cues({language: make_cues(*rows)}, start=0, end=end)
    return [(one.finding.rule, one.finding.place.cue) for one in told]


def test_what_was_typed_comes_back_to_the_millisecond() -> None:
    draft = make_draft("clip")
    typed = make_cues((0, 1234, "Ана & <Вера>\n--> и {\\an8}"), (1301, 2999, ""), (3000, 4000, "– Да.\n– Не."))
    kept = cues.save_cues(draft, typed, language="bg", film="урок.mp4", by=make_person(), now=NOON)
    assert kept is not None
    assert kept.name == "урок-bg.vtt"
    read = cues.read_file(draft, kept.name)
    assert [(cue.start, cue.end) for cue in read] == [(0, 1234), (1301, 2999), (3000, 4000)]
    assert read[0].text.startswith("Ана & <Вера>\n--> и")
    assert cues.export_cues(read, language="bg", kind="srt").startswith("1\n00:00:00,000 --> 00:00:01,234\n")


def test_times_without_a_word_make_no_file() -> None:
    draft = make_draft("clip")
    assert cues.save_cues(draft, make_cues((0, 900, "")), language="bg", film="", by=make_person(), now=NOON) is None


def test_of_the_files_of_many_saves_the_newest_stay_and_those_in_use(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "MOST_STEPS", 2)
    draft = make_draft("clip", typed={"values.subtitles.bg": "a-bg.vtt"})
    for number in range(6):
        typed = make_cues((0, 2000, f"Едно {number}"))
        cues.save_cues(draft, typed, language="bg", film="a.mp4", by=make_person(), now=NOON)
    assert len(draft.media) == 4
    assert "a-bg.vtt" in draft.media
    draft.refresh_from_db()
    assert draft.files.count() == len(draft.media)


def test_rules_are_told_by_cue() -> None:
    make_channel()
    assert list_told((0, 2000, "Една дума.")) == []
    assert list_told((0, 1000, LONG)) == [("D1", 1), ("D2", 1)]
    assert list_told((0, 2000, "Първо."), (1000, 3000, "Второ.")) == [("D4", 2)]
    assert list_told((0, 400, "Да.")) == [("D3", 1)]
    assert list_told((8000, 12000, "След края.")) == [("D4", 1)]
    assert list_told((10_000, 12_000, "След края.")) == [("D6", None)]


def test_a_finding_names_its_channels_only_where_others_are_well() -> None:
    make_channel()
    tall = Channel.objects.create(slug="totem", position=1, body=make_channel().body)
    size = {**tall.body["format"], "width": 180, "height": 320}
    tall.body = {**tall.body, "format": size, "title": {"bg": "Тотем"}}
    tall.save()
    (told,) = cues.check_cues({"bg": make_cues((0, 6000, f"{LONG[:30]}\n{LONG[30:]}"))}, start=0, end=9)
    assert (told.finding.rule, [title["bg"] for title in told.channels]) == ("D1", ["Тотем"])
    (both,) = cues.check_cues({"bg": make_cues((0, 400, "Да."))}, start=0, end=9)
    assert (both.finding.rule, both.channels) == ("D3", ())


def test_two_languages_of_one_picture_share_their_time() -> None:
    row = make_channel()
    row.body = {**row.body, "languages": ["bg+en"]}
    row.save()
    said = {
        "bg": make_cues((0, 2000, "Четиридесет знака стоят в този ред")),
        "en": make_cues((0, 2000, "Thirty of them stand in here.")),
    }
    assert [one.finding.rule for one in cues.check_cues(said, start=0, end=9)] == ["D2"]


def test_mending_tells_what_it_changed() -> None:
    mended = cues.mend(make_cues((0, 2000, "Първо."), (1000, 3000, "Второ.")), language="bg", end=9)
    assert [(cue.start, cue.end) for cue in mended.cues] == [(0, 1000), (1000, 3000)]
    assert [change.before.number for change in mended.changes] == [1]
    with pytest.raises(BrokenMedia):
        cues.mend(make_cues((0, 900, "")), language="bg", end=9)


@pytest.mark.parametrize(
    "raw",
    [
        None,
        {},
        [1],
        [{"start": -1, "end": 2, "text": ""}],
        [{"start": 0, "end": 1.5, "text": ""}],
        [{"start": True, "end": 2, "text": ""}],
        [{"start": 0, "end": 2, "text": "x" * 501}],
        [{"start": 0, "end": 10**9, "text": ""}],
        [{"start": 0, "end": 1, "text": ""}] * 2001,
    ],
)
def test_what_no_page_of_ours_sends_is_refused(raw: object) -> None:
    with pytest.raises(InvalidValue):
        cues.parse_cues(raw)


def test_empty_lines_and_nuls_inside_a_text_are_left_out() -> None:
    (cue,) = cues.parse_cues([{"start": 0, "end": 1, "text": " Ана \r\n\r\n\0чете "}])
    assert cue == Cue(1, 0, 1, "Ана\nчете")
