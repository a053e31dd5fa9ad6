"""Files beside a loop. In: their bytes. Out: rows of the store, and what services.runs keeps of them."""

from functools import partial

from campaign.adapters.store import Store
from campaign.adapters.stored import make_name
from campaign.adapters.viewing import Viewed
from campaign.data.models import Companion, StoredFile
from campaign.render.job import Job
from campaign.render.loop import LoopFacts
from campaign.render.sheets import HEAD_BYTES, Sheet, read_sheet
from campaign.render.webvtt import write_tracks
from campaign.services.made import Beside
from campaign.services.storage import get_store, keep_row
from campaign.spec.digest import hash_bytes

Kind = Companion.Kind


def keep_viewed(viewed: Viewed, *, store: Store) -> tuple[Beside, ...]:
    """What one look at the loop gave: its contact sheet, its preview unless it flashes, its edges."""
    made = (
        (Kind.SHEET, viewed.sheet, "jpg"),
        (Kind.PREVIEW, viewed.preview, "webp"),
        (Kind.EDGES, viewed.edges, "bin"),
    )
    return tuple(Beside(kind, keep_bytes(data, suffix=suffix, store=store)) for kind, data, suffix in made if data)


def keep_tracks(loop: LoopFacts, *, job: Job, store: Store) -> tuple[Beside, ...]:
    """What the loop says in writing, as WebVTT, a file for each language of the picture."""
    tracks = write_tracks(loop.changes, frames=loop.frames, fps=job.profile.fps, language=job.language)
    return tuple(
        Beside(Kind.SUBTITLES, keep_bytes(text.encode(), suffix="vtt", store=store), language)
        for language, text in tracks.items()
    )


def keep_bytes(data: bytes, *, suffix: str, store: Store) -> StoredFile:
    """Put bytes into the store under their hash. Raises StoreFailed."""
    digest = hash_bytes(data)
    name = make_name(digest, suffix=suffix)
    put = partial(store.put_bytes, data, name=name)
    put()
    return keep_row(digest, name=name, size=len(data), put=put)


def open_sheet(name: str) -> Sheet:
    """What a contact sheet in the store shows. Raises UnknownName, StoreFailed, BrokenMedia."""
    with get_store().open(name) as file:
        return read_sheet(file.read(HEAD_BYTES))
