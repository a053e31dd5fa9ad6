"""The sample campaigns keep what the checks demand of films, subtitles and words."""

from collections.abc import Iterator
from datetime import date
from itertools import pairwise, product
from pathlib import Path

import pytest
import yaml

from campaign.adapters.blitz import BlitzEngine
from campaign.adapters.packs import read_pack
from campaign.adapters.probe import probe_file
from campaign.commands.packs import check_pack
from campaign.render.folder import load_templates
from campaign.render.job import Job, MediaFile
from campaign.render.pipeline import build_page
from campaign.render.subtitles import read_cues
from campaign.schedule.channels import read_channels
from campaign.spec.channels import Medium

ROOT = Path(__file__).parents[1]
SAMPLES = ROOT / "assets" / "samples"
CLIPS = sorted(SAMPLES.glob("*/media/*.mp4"))
SUBTITLES = sorted(SAMPLES.glob("*/media/*.srt"))
FPS = 25
MEANT = {
    ("E7", "error", "municipal-housing"),  # nobody has verified these figures
    ("E7", "error", "unemployment"),
    (
        "B3",
        "warning",
        "provinces-map",
    ),  # small letters on the middle of a ramp: 5.8:1
}
"""What the checks rightly tell of the samples."""


def list_items() -> Iterator[tuple[str, dict[str, object]]]:
    for path in sorted(SAMPLES.glob("*/*/*.yaml")):
        yield path.relative_to(SAMPLES).as_posix(), yaml.safe_load(path.read_text("utf-8"))


@pytest.mark.parametrize("clip", CLIPS, ids=lambda path: path.stem)
def test_a_clip_is_short_small_and_silent(clip: Path) -> None:
    facts = probe_file(clip)
    assert (facts.width, facts.height, facts.fps, facts.seconds, facts.frames) == (1280, 720, 25, 8, 200)
    assert (facts.codec, facts.pix_fmt, facts.audio_streams) == ("h264", "yuv420p", 0)
    assert facts.size < 1_000_000


@pytest.mark.parametrize("path", SUBTITLES, ids=lambda path: path.name)
def test_subtitles_can_be_read_in_time(path: Path) -> None:
    cues = read_cues(path.read_bytes(), fps=FPS, file=path.name)
    assert len(cues) == 3
    for cue in cues:
        seconds = (cue.end - cue.start) / FPS
        assert 5 / 6 <= seconds <= 7  # checks.md D3
        assert len(cue.text) / seconds <= 13  # D2, without a warning
        assert max(map(len, cue.lines)) <= 25  # D1, on portrait screens too
    gaps = [after.start - cue.end for cue, after in pairwise(cues)]
    assert gaps == [2, 2]  # D3
    assert cues[-1].end <= 8 * FPS  # D4


def test_there_is_a_clip_with_subtitles_in_both_languages_twice() -> None:
    names = [path.name for path in SUBTITLES]
    assert names == [f"{clip.stem}.{language}.srt" for clip in CLIPS for language in ("bg", "en")]
    assert len(CLIPS) == 2


def test_quotation_marks_belong_to_their_language() -> None:
    """„…“ in Bulgarian, “…” in English, and no straight ones."""
    campaigns = [
        (path.parent.name, yaml.safe_load(path.read_text("utf-8"))) for path in SAMPLES.glob("*/campaign.yaml")
    ]
    for name, item in [*list_items(), *campaigns]:
        bulgarian, english = ("".join(_pick(item, language)) for language in ("bg", "en"))
        assert (name, bulgarian.count("„"), bulgarian.count("”")) == (name, bulgarian.count("“"), 0)
        assert (name, english.count("“"), english.count("„")) == (name, english.count("”"), 0)
        assert (name, [mark for mark in "\"'" if mark in bulgarian + english]) == (name, [])


def test_headlines_are_short() -> None:
    for name, item in list_items():
        values = item["values"]
        assert isinstance(values, dict)
        for field in ("headline", "fact", "what"):
            for text in _pick(values.get(field), "bg"), _pick(values.get(field), "en"):
                assert (name, len("".join(text)) <= 50) == (name, True)


@pytest.mark.parametrize("slug", [path.parent.name for path in sorted(SAMPLES.glob("*/campaign.yaml"))])
def test_every_sample_fits_the_narrowest_screen_and_the_one_in_two_languages(slug: str, tmp_path: Path) -> None:
    templates = load_templates(ROOT / "templates")
    channels = read_channels((ROOT / "schedules/channels.yaml").read_text("utf-8"), file="channels.yaml")
    loaded = read_pack(SAMPLES / slug, templates=templates, work=tmp_path)
    media = {name: MediaFile(path, loaded.pack.media[name]) for name, path in loaded.files.items()}
    for item, channel in product(loaded.pack.items, (channels["tram-band"], channels["school-lobby"])):
        job = Job(
            template=templates[item.template],
            campaign=loaded.pack.campaign,
            item=item,
            language=channel.languages[0],
            format=channel.format,
            medium=Medium.STILL,
            profile=channel.profile,
            slot_seconds=channel.slot_seconds,
            media=media,
        )
        build_page(job, engine=BlitzEngine())  # raises CannotFit, which names the field


def _pick(value: object, language: str) -> list[str]:
    """Every text of one language inside a value."""
    if isinstance(value, list):
        return [text for part in value for text in _pick(part, language)]
    if not isinstance(value, dict):
        return []
    own = value.get(language)
    found = [own] if isinstance(own, str) else [part for part in own or [] if isinstance(part, str)]
    return found + [text for key, part in value.items() if key not in ("bg", "en") for text in _pick(part, language)]


@pytest.mark.parametrize(
    "folder", sorted(path.parent for path in SAMPLES.glob("*/campaign.yaml")), ids=lambda path: path.name
)
def test_no_check_raises_a_false_alarm_on_a_sample_on_any_channel(folder: Path) -> None:
    channels = read_channels((ROOT / "schedules" / "channels.yaml").read_text("utf-8"), file="channels.yaml")
    templates = load_templates(ROOT / "templates")
    checked = check_pack(folder, templates=templates, channels=channels, today=date(2026, 11, 22), quick=False)
    found = {(finding.rule, finding.severity.value, finding.place.item) for finding in checked.findings}
    assert found <= MEANT
