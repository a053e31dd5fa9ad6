"""The photos of a film as files. In: a plan. Out: bare pixels in files beside the video, gone when it is made.

The encoder's program reads these files and nothing else of a photo: it never sees what a person uploaded.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from campaign.render.ports import Pan, Photo, VideoPlan
from campaign.spec.errors import RenderFailed
from campaign.spec.message import say


@contextmanager
def lay_photos(plan: VideoPlan, *, beside: Path) -> Iterator[tuple[Path, ...]]:
    """A file for each of the film's pans, in order; the same photo is written once. Raises RenderFailed."""
    takes = plan.film.takes if plan.film else ()
    photos = [take.source.photo for take in takes if isinstance(take.source, Pan)]
    files: dict[int, Path] = {}
    try:
        for photo in photos:
            if id(photo) not in files:
                files[id(photo)] = beside.with_name(f"{beside.name}.{len(files)}.rgb")
                _write(photo, files[id(photo)])
        yield tuple(files[id(photo)] for photo in photos)
    finally:
        for file in files.values():
            file.unlink(missing_ok=True)


def _write(photo: Photo, file: Path) -> None:
    try:
        file.write_bytes(photo.pixels)
    except OSError as error:
        raise RenderFailed(
            say("There is no room for the video: %(why)s.", why=error.strerror or str(error)),
            hint=say("Free some space."),
        ) from None
