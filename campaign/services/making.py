"""One rendering made. In: its row. Out: the finished file in the store, and its row.

The worker needs nothing of the machine that planned it: media come from the store into a folder of its own,
and that folder goes when the render ends, however it ends.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path

from campaign.adapters.blitz import BlitzEngine
from campaign.adapters.drawing import draw_loop, draw_still, look_at_loop
from campaign.adapters.ffmpeg import FfmpegEncoder
from campaign.adapters.probe import probe_file
from campaign.adapters.scratch import open_scratch
from campaign.adapters.sound import measure_sound
from campaign.adapters.store import Store
from campaign.adapters.stored import hash_file, make_name
from campaign.adapters.viewing import Viewed
from campaign.checks.files import FileFacts, check_file
from campaign.checks.subtitles import find_unwritten
from campaign.data.convert import read_job
from campaign.data.models import Rendering, StoredFile
from campaign.render.clip import has_clip
from campaign.render.job import Job, make_key
from campaign.render.loop import LoopFacts
from campaign.render.manifest import Template
from campaign.services.companions import keep_tracks, keep_viewed
from campaign.services.made import Made
from campaign.services.storage import get_store, keep_row
from campaign.services.template_versions import find_version
from campaign.spec.channels import Medium, Profile
from campaign.spec.errors import RenderFailed
from campaign.spec.findings import Finding, Severity
from campaign.spec.formats import Format
from campaign.spec.message import say


class PlanChanged(RenderFailed):
    """The templates, the engine or the encoder are no longer those of the plan."""


@dataclass(frozen=True)
class Tools:
    """The names, with versions, of the engine and the encoder; part of every content key."""

    engine: str
    encoder: str


@cache
def name_tools() -> Tools:
    """The tools of this installation."""
    return Tools(BlitzEngine().name, FfmpegEncoder().name)


def make_file(row: Rendering, *, on_progress: Callable[[float], None]) -> Made:
    """Render the row's job and keep the file. Raises what rendering raises, PlanChanged, and RenderFailed when the
    file is not what the channel plays."""
    store = get_store()
    with open_scratch("render") as folder:
        job = bring_job(row, store=store, folder=folder)
        return _make(job, folder=folder, store=store, on_progress=on_progress)


def bring_job(row: Rendering, *, store: Store, folder: Path) -> Job:
    """The row's job, its media in the folder. Raises PlanChanged, UnknownName, StoreFailed."""
    job = read_job(
        row, templates=_load_template(row), find_file=lambda stored: fetch(stored, store=store, folder=folder)
    )
    _check_unchanged(row, job)
    return job


def _load_template(row: Rendering) -> Mapping[str, Template]:
    """The version that the row was planned with, or none: reading all of them would take longer than many a still."""
    slug = Path(row.job["template"]).name
    template = find_version(slug, digest=row.job["template_digest"])
    return {slug: template} if template else {}


def fetch(stored: str, *, store: Store, folder: Path) -> Path:
    """The stored file, in the folder. Raises StoreFailed."""
    path = folder / stored
    if not path.exists():
        store.fetch(stored, to=path)
    return path


def _check_unchanged(row: Rendering, job: Job) -> None:
    tools = name_tools()
    if make_key(job, engine=tools.engine, encoder=tools.encoder) != row.key:
        raise PlanChanged(
            say(
                "The template “%(template)s”, the engine or the encoder changed since this was planned.",
                template=job.template.id,
            ),
            hint=say("Plan the materials again: campaign import does so, and renders what changed."),
        )


def _make(job: Job, *, folder: Path, store: Store, on_progress: Callable[[float], None]) -> Made:
    """Draw, check, look, and only then keep: nothing is stored of what no channel may play."""
    if job.medium is Medium.STILL:
        path = folder / f"made.{job.profile.still_type}"
        still = draw_still(job)
        path.write_bytes(still.data)
        return Made(_keep(path, _check_facts(path, job, seconds=0.0), store=store), still.findings)
    path = folder / f"made.{job.profile.codec.ending}"
    loop = draw_loop(job, out=path, on_progress=on_progress)
    facts = _check_facts(path, job, seconds=loop.seconds)
    viewed, findings = inspect_loop(path, job, facts=loop)
    beside = (*keep_viewed(viewed, store=store), *keep_tracks(loop, job=job, store=store))
    return Made(_keep(path, facts, store=store), findings, beside)


def inspect_loop(path: Path, job: Job, *, facts: LoopFacts) -> tuple[Viewed, tuple[Finding, ...]]:
    """The finished loop watched to its end, and all that was found, also in what is heard. Raises BrokenMedia,
    RenderFailed."""
    viewed, findings = look_at_loop(path, job, facts=facts)
    return viewed, (*findings, *_listen(job))


def _listen(job: Job) -> tuple[Finding, ...]:
    """Where a clip is heard while nothing is written (checks.md D6)."""
    if not has_clip(job.template):
        return ()
    return find_unwritten(
        job,
        read=lambda name: job.media[name].path.read_bytes(),
        listen=lambda clip: measure_sound(job.media[clip.file].path, start=clip.start, end=clip.end),
    )


def _keep(path: Path, facts: FileFacts, *, store: Store) -> StoredFile:
    digest = hash_file(path)
    name = make_name(digest, suffix=path.name)
    put = partial(store.put, path, name=name)
    put()
    shape = {"width": facts.width, "height": facts.height}
    return keep_row(digest, name=name, size=facts.size, put=put, seconds=facts.seconds, **shape)


@dataclass(frozen=True)
class _Screen:
    """Every channel of this format and profile plays the file."""

    format: Format
    profile: Profile
    id: str = ""


def _check_facts(path: Path, job: Job, *, seconds: float) -> FileFacts:
    """What the channel's players would stretch, refuse or stumble over is never kept (checks.md G1, G2). `seconds` is
    the length that was planned."""
    facts = probe_file(path)
    screen = _Screen(job.format, job.profile)
    for finding in check_file(facts, channel=screen, medium=job.medium, seconds=seconds):
        if finding.severity is Severity.ERROR:
            raise RenderFailed(
                say("It broke rule %(rule)s: %(what)s", rule=finding.rule, what=str(finding.message)),
                hint=finding.hint,
            )
    return facts
