"""The ffmpeg binary as a child process. In: a plan and frames. Out: a video file, whole or not at all.

The binary comes with the imageio-ffmpeg wheel. It reads pipes, the films it is given and files that we wrote for it,
writes to a temporary name beside the final one, and never outlives us.
"""

import os
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from pathlib import Path

import av
import imageio_ffmpeg

from campaign.adapters.feeder import FedChild
from campaign.adapters.files import settle_file, sweep_parts
from campaign.adapters.fitting import fit_video
from campaign.adapters.plates import lay_photos
from campaign.adapters.probe import probe_file
from campaign.adapters.remux import hold_rest
from campaign.adapters.sources import find_source
from campaign.adapters.timeline import arrange_scenes, take_picture, trim_cut
from campaign.render.cuts import Source
from campaign.render.encode import REVISION, build_arguments, cut_stillness
from campaign.render.ports import Cut, Hole, VideoPlan
from campaign.spec.errors import BrokenMedia, CampaignError, Place, RenderFailed
from campaign.spec.message import say

LEAST_LIMIT = 60.0
SECONDS_A_MEGAPIXEL = 0.5
"""Ten times what a slow core needs for a frame."""

_DISK_FULL = re.compile(r"no space left|file too large|disk quota", re.IGNORECASE)
_DAMAGED = re.compile(
    r"invalid (?:data|nal)|corrupt|error while decoding|truncat|missing picture|partial file", re.IGNORECASE
)
_CONTEXT = re.compile(r"^\[[^\]]*\]\s*")


class FfmpegEncoder:
    """See render.ports.Encoder."""

    @cached_property
    def name(self) -> str:
        return f"ffmpeg {_read_version()} av {av.__version__} r{REVISION}"

    def encode(
        self, plan: VideoPlan, frames: Iterable[bytes], *, out: Path, on_progress: Callable[[float], None]
    ) -> None:
        cuts = list_cuts(plan)
        opened = {cut: _open_source(cut) for cut in dict.fromkeys(cuts)}
        sources = [opened[cut] for cut in cuts]
        sweep_parts(out)
        part, whole = (out.with_name(f".{out.name}.{os.getpid()}.{name}") for name in ("part", "whole"))
        making = _Making(_trim(plan, sources), frames, sources, part, whole, on_progress)
        try:
            making.draw(part)
            keep_video(fit_video(making.plan, making, part=part), out=out)
        finally:
            part.unlink(missing_ok=True)
            whole.unlink(missing_ok=True)

    def arrange(self, scenes: Sequence[float], *, overlap: float) -> tuple[tuple[float, float], ...]:
        return arrange_scenes(scenes, overlap=overlap)

    def grab(self, cut: Cut, *, hole: Hole, second: float) -> bytes:
        probe_file(cut.path)
        return take_picture(cut, hole=hole, second=second)


@dataclass(frozen=True)
class _Making:
    """One video as it is made: `part` is what the encoder writes, `whole` what that becomes when a rest is put in."""

    plan: VideoPlan
    frames: Iterable[bytes]
    sources: Sequence[Source]
    part: Path
    whole: Path
    on_progress: Callable[[float], None]

    @cached_property
    def coded(self) -> VideoPlan:
        return cut_stillness(self.plan)

    def draw(self, path: Path, *, lossless: bool = False) -> None:
        with lay_photos(self.plan, beside=self.part) as photos:
            words = build_arguments(
                self.plan, out=f"file:{path}", sources=self.sources, photos=photos, lossless=lossless
            )
            self.run(words, frames=self.frames, again=lossless)

    def run(
        self, words: Sequence[str], *, frames: Iterable[bytes] = (), again: bool = True, counts: bool = True
    ) -> None:
        """A whole run of ffmpeg. What is made again has told its share before, and only shows that it goes on; a pass
        that only looks does not count what it saw."""
        child = FedChild((find_binary(), *words), limit=_limit_time(self.coded))
        code = child.feed(iter(frames), on_frame=lambda done: self.on_progress(1.0 if again else self._share(done)))
        done = child.frames_done if counts else self.coded.frames
        _check_end(child.complaints, code=code, done=done, plan=self.coded)

    def _share(self, done: int) -> float:
        return min(1.0, done / self.coded.frames)

    def finish(self) -> Path:
        if self.coded == self.plan:
            return self.part
        hold_rest(self.part, out=self.whole, plan=self.plan)
        return self.whole


def find_binary() -> str:
    """The path of ffmpeg. Raises RenderFailed when the wheel has none for this machine."""
    try:
        return str(imageio_ffmpeg.get_ffmpeg_exe())
    except RuntimeError:
        raise RenderFailed(
            say("There is no ffmpeg for this machine."), hint=say("Install the imageio-ffmpeg package again.")
        ) from None


def keep_video(part: Path, *, out: Path) -> None:
    """Give a whole video its final name. Raises RenderFailed."""
    try:
        settle_file(part, out=out)
    except OSError as error:
        raise RenderFailed(
            say("The video could not be kept: %(why)s.", why=error.strerror or str(error)),
            hint=say("Free some space on the disk."),
        ) from None


@cache
def _read_version() -> str:
    find_binary()
    return str(imageio_ffmpeg.get_ffmpeg_version())


def list_cuts(plan: VideoPlan) -> list[Cut]:
    """The stretches of files that the plan's film shows, in order."""
    return [take.source for take in plan.film.takes if isinstance(take.source, Cut)] if plan.film else []


def _open_source(cut: Cut) -> Source:
    """How the cut's film is read, once it was looked at whole. Raises BrokenMedia."""
    probe_file(cut.path)
    return find_source(cut.path)


def _trim(plan: VideoPlan, sources: Sequence[Source]) -> VideoPlan:
    """The same plan, its cuts ending no later than their films. Raises BrokenMedia."""
    if plan.film is None:
        return plan
    left = iter(sources)
    takes = tuple(
        replace(take, source=trim_cut(take.source, length=next(left).seconds)) if isinstance(take.source, Cut) else take
        for take in plan.film.takes
    )
    return replace(plan, film=replace(plan.film, takes=takes))


def _limit_time(plan: VideoPlan) -> float:
    megapixels = plan.width * plan.height / 1e6
    return LEAST_LIMIT + SECONDS_A_MEGAPIXEL * megapixels * plan.frames


def _check_end(complaints: Sequence[str], *, code: int, done: int, plan: VideoPlan) -> None:
    """Raises RenderFailed or BrokenMedia in plain words."""
    why = "; ".join(_CONTEXT.sub("", line).rstrip(".") for line in list(complaints)[-3:])
    if any(_DISK_FULL.search(line) for line in complaints):
        raise RenderFailed(say("There is no room for the video: %(why)s.", why=why), hint=say("Free some space."))
    cuts = list_cuts(plan)
    if cuts and any(_DAMAGED.search(line) for line in complaints):
        raise _blame_film(cuts, why)
    if cuts and code == 0 and done < plan.frames:  # e.g. pictures that have no times
        raise _blame_film(cuts, why or "—")
    if code != 0 or done != plan.frames:
        raise RenderFailed(
            say("The encoder gave up with code %(code)s: %(why)s.", code=code, why=why or "—"),
            hint=say("Try again; if it stays, look at the channel's profile and the clip."),
        )


def _blame_film(cuts: Sequence[Cut], why: str) -> CampaignError:
    return BrokenMedia(
        say("The film is damaged where it is shown: %(why)s.", why=why),
        place=Place(file=", ".join(sorted({cut.path.name for cut in cuts}))),
        hint=say("Copy or export it again, or choose another stretch of it."),
    )
