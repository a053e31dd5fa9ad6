"""Films of one channel, one after the other in one file. In: MP4 files with the same stream parameters. Out: an MP4.

Their coded pictures are copied: joining takes no longer than reading and writing, and one changed film costs one.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

from av.container import InputContainer
from av.error import FFmpegError

from campaign.adapters.remux import Picture, open_own, read_pictures, write_film
from campaign.spec.errors import BrokenMedia, Place
from campaign.spec.message import say


@dataclass(frozen=True)
class Parameters:
    """What films have to have in common: `record` is what decoders are set up with (avcC, hvcC, av1C), `delay` how many
    frames before a picture is shown it is decoded."""

    codec: str
    width: int
    height: int
    pixels: str
    record: bytes
    clock: Fraction | None
    rate: Fraction | None
    delay: int


def join_films(films: Sequence[Path], *, out: Path) -> int:
    """Write the films one after the other and return how many frames they have; a film may come again.
    Raises BrokenMedia for a film that is none, or cannot follow the first, by name."""
    common = {film: _read_parameters(film) for film in dict.fromkeys(films)}
    first = common[films[0]]
    for film, own in common.items():
        if own != first:
            raise _refuse_other(film, films[0])
    with _open_film(films[0]) as like, _report(out):
        fps = round(first.rate or 0)
        with write_film(out, like=like.streams.video[0], fps=fps, delay=first.delay) as add:
            done = 0
            for film in films:
                done += _copy_film(film, add, after=done, fps=fps)
    return done


def _copy_film(film: Path, add: Callable[[Picture], None], *, after: int, fps: int) -> int:
    """Returns how many frames it has."""
    count = 0
    with _open_film(film) as source:
        for picture in read_pictures(source, fps=fps):
            add(replace(picture, shown=after + picture.shown))
            count += 1
    return count


def _read_parameters(film: Path) -> Parameters:
    with _open_film(film) as source:
        video = source.streams.video[0]
        context = video.codec_context
        packet = next(packet for packet in source.demux(video))
        rate, base = video.average_rate, video.time_base
        if packet.pts is None or packet.dts is None or not rate or rate.denominator != 1 or not base:
            raise ValueError("no steady rate")
        delay = round((packet.pts - packet.dts) * base * rate)
        pixels, record = context.pix_fmt or "", bytes(context.extradata or b"")
        return Parameters(context.name, context.width, context.height, pixels, record, base, rate, delay)


@contextmanager
def _open_film(film: Path) -> Iterator[InputContainer]:
    with _report(film), open_own(film) as source:
        if not source.streams.video or len(source.streams) != 1:
            raise ValueError("not one stream of pictures alone")
        yield source


@contextmanager
def _report(path: Path) -> Iterator[None]:
    try:
        yield
    except (FFmpegError, OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise BrokenMedia(
            say("The film cannot be joined with others: %(why)s.", why=why),
            place=Place(file=path.name),
            hint=say("Render its material again."),
        ) from None


def _refuse_other(film: Path, first: Path) -> BrokenMedia:
    return BrokenMedia(
        say("The film's stream parameters are not those of %(first)s, so the two cannot be joined.", first=first.name),
        place=Place(file=film.name),
        hint=say("Render all materials of the channel again with its profile."),
    )
