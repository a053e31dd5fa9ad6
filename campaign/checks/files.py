"""The files screens get (checks.md G). In: the facts of a file, its channel. Out: findings."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from campaign.spec.channels import Codec, Medium, Profile
from campaign.spec.errors import Place
from campaign.spec.files import MEDIA_TYPES
from campaign.spec.findings import Finding, Severity
from campaign.spec.formats import Format
from campaign.spec.levels import covers
from campaign.spec.message import Message, say
from campaign.spec.rules.files import SEAM_MOST

CODEC_PROFILES = {Codec.H264: "High", Codec.HEVC: "Main", Codec.VP9: "Profile 0", Codec.AV1: "Main"}
"""The one of each codec that hardware decodes: 8 bits, 4:2:0."""


class Screen(Protocol):
    """What of a channel a file is held against; `id` is where a finding is, empty when it is any such screen."""

    @property
    def id(self) -> str: ...

    @property
    def format(self) -> Format: ...

    @property
    def profile(self) -> Profile: ...


@dataclass(frozen=True)
class FileFacts:
    """What a probe reads from a still or a video. `seconds`, `frames` and `fps` are 0 for stills, `level` is the
    codec's as printed (4.1), `size` in bytes, `kbps` the mean bit rate of the whole file."""

    media_type: str
    width: int
    height: int
    size: int
    codec: str = ""
    profile: str = ""
    level: str = ""
    pix_fmt: str = ""
    fps: float = 0.0
    constant_rate: bool = True
    seconds: float = 0.0
    frames: int = 0
    audio_streams: int = 0
    kbps: float = 0.0
    fast_start: bool = True
    closed_gop: bool = True


def check_file(facts: FileFacts, *, channel: Screen, medium: Medium, seconds: float) -> tuple[Finding, ...]:
    """Hold a rendered file against its channel; `seconds` is the length that was planned, 0 for stills."""
    if medium is Medium.STILL:
        found = (*_check_pixels(facts, channel), *_check_still(facts, channel))
    else:
        found = (
            *_check_pixels(facts, channel),
            *_check_stream(facts, channel),
            *_check_limits(facts, channel, seconds),
        )
    return tuple(found)


def check_seam(difference: float, *, place: Place | None = None) -> tuple[Finding, ...]:
    """G3. `difference` is the mean of |last − first| over the picture, 0 to 1."""
    if difference <= SEAM_MOST.value:
        return ()
    message = say("The loop jumps where it starts again.")
    hint = say("Let the first frame show what the last one rests on.")
    return (
        Finding("G3", Severity.WARNING, message, hint, place or Place(), f"{difference:.2f}", f"≤ {SEAM_MOST.value}"),
    )


def _check_pixels(facts: FileFacts, channel: Screen) -> Iterator[Finding]:
    measured, allowed = f"{facts.width}x{facts.height}", str(channel.format)
    if measured != allowed:
        message = say("The picture is %(measured)s pixels, the screen %(allowed)s.", measured=measured, allowed=allowed)
        yield _find("G1", channel, message, measured=measured, allowed=allowed)


def _check_still(facts: FileFacts, channel: Screen) -> Iterator[Finding]:
    allowed = MEDIA_TYPES[channel.profile.still_type]
    if facts.media_type != allowed:
        message = say(
            "The file is %(measured)s, the channel plays %(allowed)s.", measured=facts.media_type, allowed=allowed
        )
        yield _find("G1", channel, message, measured=facts.media_type, allowed=allowed)
    yield from _check_size(facts, channel)


def _check_stream(facts: FileFacts, channel: Screen) -> Iterator[Finding]:
    """G1: one line a property; every one of them has stopped a hardware player somewhere."""
    profile = channel.profile
    container, best = MEDIA_TYPES[profile.codec.ending], CODEC_PROFILES[profile.codec]
    for fits, name, measured, allowed in (
        (facts.media_type == container, "container", facts.media_type, container),
        (facts.codec == profile.codec, "codec", facts.codec, profile.codec),
        (facts.profile == best, "profile", facts.profile, best),
        (covers(profile.level, facts.level), "level", facts.level, f"≤ {profile.level}"),
        (facts.pix_fmt == "yuv420p", "pixel format", facts.pix_fmt, "yuv420p"),
        (facts.width % 2 == 0 and facts.height % 2 == 0, "size", f"{facts.width}x{facts.height}", "even"),
        (facts.constant_rate, "frame rate", "varies", "constant"),
        (abs(facts.fps - profile.fps) < 1e-3, "frames a second", f"{facts.fps:g}", str(profile.fps)),
        (facts.closed_gop, "groups of pictures", "open", "closed"),
        (facts.fast_start, "index", "at the end", "at the start"),
        (facts.audio_streams == 0, "audio streams", str(facts.audio_streams), "0"),
    ):
        if not fits:
            message = say(
                "The video's %(name)s is %(measured)s; the channel plays %(allowed)s.",
                name=name,
                measured=measured or "—",
                allowed=allowed,
            )
            yield _find("G1", channel, message, measured=measured, allowed=allowed)


def _check_limits(facts: FileFacts, channel: Screen, seconds: float) -> Iterator[Finding]:
    profile = channel.profile
    planned = round(seconds * profile.fps)
    if facts.frames != planned or abs(facts.seconds - planned / profile.fps) > 0.5 / profile.fps:
        message = say("The loop has %(measured)s frames, not %(allowed)s.", measured=facts.frames, allowed=planned)
        yield _find("G2", channel, message, measured=f"{facts.seconds:.3f} s", allowed=f"{seconds:.3f} s")
    if facts.kbps > profile.max_kbps:
        message = say(
            "The loop needs %(measured)s kbit/s, the channel allows %(allowed)s.",
            measured=round(facts.kbps),
            allowed=profile.max_kbps,
        )
        yield _find("G2", channel, message, hint=_CALMER, measured=f"{facts.kbps:.0f}", allowed=f"≤ {profile.max_kbps}")
    yield from _check_size(facts, channel)


def _check_size(facts: FileFacts, channel: Screen) -> Iterator[Finding]:
    most = channel.profile.max_bytes
    if facts.size > most:
        message = say(
            "The file has %(measured)s bytes, the channel allows %(allowed)s.", measured=facts.size, allowed=most
        )
        yield _find("G2", channel, message, hint=_CALMER, measured=str(facts.size), allowed=f"≤ {most}")


_AGAIN = say("Render the material again for this channel.")
_CALMER = say("Use a calmer clip or picture, or raise the limit in the channel's profile.")


def _find(
    rule: str, channel: Screen, message: Message, *, hint: Message = _AGAIN, measured: str, allowed: str
) -> Finding:
    return Finding(rule, Severity.ERROR, message, hint, Place(channel=channel.id), measured, allowed)
