"""Loops with the real engine, encoder and eye: what is found in their pixels, what is kept beside them."""

from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image
from pytest_django import Settings

from campaign.adapters import viewing
from campaign.checks.joins import unpack_edges
from campaign.data.convert import read_error, read_findings
from campaign.data.models import Companion, Material, Rendering, StoredFile
from campaign.render.folder import load_template
from campaign.render.job import MediaFile
from campaign.services import companions, rendering, review, runs
from campaign.services.storage import get_store
from campaign.spec.channels import Codec, Medium
from campaign.spec.errors import NotAllowed
from campaign.spec.findings import Finding, Severity
from tests.factories.films import make_film, make_film_job
from tests.factories.jobs import TEMPLATES, make_job, write_flashing
from tests.factories.rows import keep_file, make_material, make_person

pytestmark = pytest.mark.django_db

Kind = Companion.Kind


@pytest.fixture(autouse=True)
def _own_store(tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runs, "BEAT", 60.0)  # the test's transaction holds the database
    settings.STORE = f"file:{tmp_path / 'store'}"
    settings.TEMPLATES_FOLDER = TEMPLATES


def plan_flashing(root: Path, settings: Settings) -> Rendering:
    settings.TEMPLATES_FOLDER = write_flashing(root)
    return rendering.plan_rendering(replace(make_job(medium=Medium.LOOP), template=load_template(root / "plain")))


def run(row: Rendering) -> Rendering:
    rendering.run(row.key)
    row.refresh_from_db()
    assert str(read_error(row) or "") == ""
    return row


def read_text(file: StoredFile) -> str:
    with get_store().open(file.name) as stored:
        return stored.read().decode()


def show(row: Rendering) -> Material:
    """A material that waits for review and shows this loop."""
    material = make_material(state="submitted")
    material.loop = row
    material.save()
    return material


def list_rules(findings: tuple[Finding, ...]) -> set[str]:
    return {finding.rule for finding in findings}


def test_a_loop_has_its_sheet_and_preview_beside_it() -> None:
    row = run(rendering.plan_rendering(make_job(medium=Medium.LOOP)))
    beside = {each.kind: each.file for each in row.companions.all()}
    assert {Kind.SHEET, Kind.PREVIEW, Kind.EDGES} <= set(beside)
    assert {file.name for file in beside.values()} < set(get_store().names())
    with get_store().open(beside[Kind.PREVIEW].name) as file, Image.open(file) as preview:
        assert (preview.format, preview.size) == ("WEBP", (320, 180))
    assert companions.open_sheet(beside[Kind.SHEET].name).moments[0].second == 0
    with get_store().open(beside[Kind.EDGES].name) as file:
        assert unpack_edges(file.read()).fps == 25


def test_a_clip_has_what_it_says_beside_it_in_each_language(tmp_path: Path) -> None:
    (tmp_path / "a.bg.srt").write_text("1\n00:00:00,000 --> 00:00:01,000\nДа\n")
    (tmp_path / "a.en.srt").write_text("1\n00:00:00,080 --> 00:00:01,040\nYes & no\n")
    film = make_film(tmp_path / "a.mp4", seconds=2)
    job = make_film_job(film, subtitles=tmp_path / "a.bg.srt")
    values = {**job.item.values, "subtitles": {"bg": "a.bg.srt", "en": "a.en.srt"}}
    values["clip"] = {**values["clip"], "alt": {"bg": "Цвят", "en": "Colour"}}
    stored = [keep_file(path.read_bytes(), suffix=path.suffix[1:]) for path in sorted(tmp_path.glob("a.*"))]
    names = ("a.bg.srt", "a.en.srt", "a.mp4")
    media = {name: MediaFile(Path(file.name), file.sha256) for name, file in zip(names, stored, strict=True)}
    item = replace(job.item, values=values)
    row = run(rendering.plan_rendering(replace(job, item=item, media=media, language="bg+en")))
    kept = {each.language: each.file for each in row.companions.filter(kind=Kind.SUBTITLES)}
    texts = {language: read_text(file) for language, file in kept.items()}
    assert texts == {
        "bg": "WEBVTT\nKind: subtitles\nLanguage: bg\n\n00:00:00.000 --> 00:00:01.040\nДа\n",
        "en": "WEBVTT\nKind: subtitles\nLanguage: en\n\n00:00:00.000 --> 00:00:01.040\nYes &amp; no\n",
    }
    assert {file.media_type for file in kept.values()} == {"text/vtt"}


@pytest.mark.parametrize("codec", list(Codec))
def test_a_loop_of_any_codec_is_looked_at_and_kept_under_its_own_ending(codec: Codec) -> None:
    job = make_job(medium=Medium.LOOP)
    row = run(rendering.plan_rendering(replace(job, profile=replace(job.profile, codec=codec))))
    assert row.file is not None
    assert row.file.name.endswith(f".{codec.ending}")
    kinds = {each.kind for each in row.companions.all()}
    assert (row.findings, {Kind.SHEET, Kind.PREVIEW, Kind.EDGES} <= kinds) == ([], True)


def test_a_clip_that_is_heard_where_nothing_is_written_asks_whether_somebody_speaks(tmp_path: Path) -> None:
    film = make_film(tmp_path / "a.mp4", seconds=4, size="64x36")
    (tmp_path / "a.srt").write_text("1\n00:00:00,000 --> 00:00:00,800\nДа\n")
    job = make_film_job(film, end=4, subtitles=tmp_path / "a.srt")
    stored = {path.name: keep_file(path.read_bytes(), suffix=path.suffix[1:]) for path in tmp_path.glob("a.*")}
    media = {name: MediaFile(Path(file.name), file.sha256) for name, file in stored.items()}
    material = show(run(rendering.plan_rendering(replace(job, media=media))))
    found = [finding for finding in read_findings(material) if finding.rule == "D6"]
    assert [(finding.severity, finding.place.second, finding.measured) for finding in found] == [
        (Severity.WARNING, 0.8, "3.2 s")
    ]


def test_a_calm_loop_has_no_findings() -> None:
    row = run(rendering.plan_rendering(make_job(medium=Medium.LOOP)))
    assert row.findings == []


def test_a_still_has_nothing_beside_it() -> None:
    row = run(rendering.plan_rendering(make_job()))
    assert row.companions.count() == 0
    assert [name for name in get_store().names() if row.file and name != row.file.name] == []


def test_a_loop_that_flashes_is_rendered_shown_and_never_approved(tmp_path: Path, settings: Settings) -> None:
    material = show(run(plan_flashing(tmp_path / "templates", settings)))
    findings = read_findings(material)
    assert "C1" in list_rules(findings)
    first = next(finding for finding in findings if finding.rule == "C1")
    assert first.place.second is not None
    assert 0 <= first.place.second < 1
    with pytest.raises(NotAllowed) as refused:
        review.approve(material, by=make_person("lead"), key=material.shown.key, reason="Харесва ми.")
    assert refused.value.message == first.message
    assert material.approvals.count() == 0


def test_a_loop_that_flashes_has_no_preview_that_would_flash_in_lists(tmp_path: Path, settings: Settings) -> None:
    row = run(plan_flashing(tmp_path / "templates", settings))
    kinds = {each.kind for each in row.companions.all()}
    assert (Kind.SHEET in kinds, Kind.PREVIEW in kinds) == (True, False)


def test_a_loop_that_cannot_be_looked_at_is_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(viewing, "SECONDS", 0.001)
    row = rendering.plan_rendering(make_job(medium=Medium.LOOP))
    rendering.run(row.key)
    row.refresh_from_db()
    assert (row.state, list(get_store().names())) == (Rendering.State.FAILED, [])


def test_the_same_loop_made_again_has_the_same_files_beside_it() -> None:
    row = run(rendering.plan_rendering(make_job(medium=Medium.LOOP)))
    first = {each.kind: each.file.name for each in row.companions.all()}
    Rendering.objects.filter(key=row.key).update(state=Rendering.State.DUE)
    run(row)
    assert {each.kind: each.file.name for each in row.companions.all()} == first
