"""The files screens get (checks.md G). In: the facts of a file and its channel. Out: findings."""

from dataclasses import dataclass


@dataclass(frozen=True)
class FileFacts:
    """What a probe reads from a still or a video. `seconds`, `frames` and `fps` are 0 for stills, `level` is H.264's
    as printed (4.1), `size` in bytes, `kbps` the mean bit rate of the whole file."""

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
