"""The stores of this installation. In: the settings; what was put into them. Out: the stores they name; rows."""

import os.path
from collections.abc import Callable
from functools import cache

from django.conf import settings

from campaign.adapters.store import Store, open_store
from campaign.data.models import StoredFile
from campaign.services.outages import held_on
from campaign.spec.errors import NotAllowed
from campaign.spec.files import MEDIA_TYPES
from campaign.spec.message import say


def get_store() -> Store:
    """The store of the settings in force."""
    return _open(settings.STORE, settings.STORE_ENDPOINT)


def get_private_store() -> Store:
    """Where signed forms lie: never in the store of the media, from which players are served. Raises NotAllowed."""
    public, private = map(_level, (settings.STORE, settings.PRIVATE_STORE))
    if private.startswith(public) or public.startswith(private):
        raise NotAllowed(
            say("The signed forms would lie among the media."),
            hint=say("Set CAMPAIGN_PRIVATE_STORE to another folder or bucket than CAMPAIGN_STORE."),
        )
    return _open(settings.PRIVATE_STORE, settings.STORE_ENDPOINT, private=True)


def _level(url: str) -> str:
    """The address in one spelling: file:store, file:///home/store and a link to it are the same folder."""
    kind, _, rest = url.partition(":")
    place = os.path.realpath(rest.removeprefix("//")) if kind == "file" else os.path.normpath(rest.lstrip("/"))
    return f"{kind}:{place.rstrip('/')}/"


@held_on
def keep_row(
    sha256: str,
    *,
    name: str,
    size: int,
    put: Callable[[], object],
    width: int = 0,
    height: int = 0,
    seconds: float = 0.0,
) -> StoredFile:
    """The row of a file in the store, its kind told by its name's ending; a row that is there stays as it is. `put` is
    what put it there, asked again where the file was being removed meanwhile as one that nothing needs: within the
    transaction of whoever names it, so that it can be removed no more. Raises what putting raises."""
    kind = MEDIA_TYPES.get(name.rpartition(".")[2], "application/octet-stream")
    facts = {"name": name, "media_type": kind, "size": size, "width": width, "height": height, "seconds": seconds}
    row, made = StoredFile.objects.get_or_create(sha256=sha256, defaults=facts)
    if not made and row.unneeded_since is None:
        return row
    if not made and not need_again(sha256):
        row, _ = StoredFile.objects.get_or_create(sha256=sha256, defaults=facts)
    if not get_store().exists(row.name):
        put()
    row.unneeded_since = None
    return row


def need_again(*digests: str) -> int:
    """Take the mark off files that were not needed for a while; how many of them are still there and had one. Waits
    for a removal that has begun (services.garbage)."""
    marked = StoredFile.objects.filter(pk__in=digests, unneeded_since__isnull=False)
    return marked.update(unneeded_since=None)


@cache
def _open(url: str, endpoint: str, private: bool = False) -> Store:
    return open_store(url, endpoint=endpoint, private=private)
