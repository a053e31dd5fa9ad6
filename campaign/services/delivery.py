"""How a stored file is handed out. In: request headers and the file's facts. Out: status, headers, the bytes to send.

A file's name is its content, so it never changes: whoever has it may keep it for ever, and go on where a download
broke off. Players (feeds) and people (studio) are answered alike; only who may keep a copy differs.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from threading import BoundedSemaphore

from campaign.data.models import StoredFile
from campaign.services.conditions import allows_range, format_date, is_known
from campaign.services.ranges import OutsideFile, Part, Pieces, read_range
from campaign.services.storage import get_store
from campaign.spec.errors import StoreFailed
from campaign.spec.message import say

FOR_EVERYBODY = "public, max-age=31536000, immutable"
FOR_ONE_PERSON = "private, max-age=31536000, immutable"
ASK_ALWAYS = "no-cache"
"""For an address whose file changes: only the very date we gave is known then."""

PATIENCE = 0.5
"""Seconds for a place among those that wait for the store."""
_waiting = BoundedSemaphore(8)
"""A quarter of a process's threads."""


@dataclass(frozen=True)
class Delivery:
    """`part` are the bytes to send, None when there is nothing to send but headers."""

    status: int
    headers: Mapping[str, str]
    part: Part | None = None


def plan_delivery(file: StoredFile, *, method: str, headers: Mapping[str, str], cache: str) -> Delivery:
    """The whole file, a part (206), nothing because it is known (304), or no such part (416). HEAD is told what GET
    would send; Range is for GET alone (RFC 9110, 14.2). `headers` are looked up as given, in any case of letters."""
    etag, changed = f'"{file.sha256}"', int(file.made_at.timestamp())
    facts = {"ETag": etag, "Last-Modified": format_date(changed), "Cache-Control": cache, "Accept-Ranges": "bytes"}
    if is_known(headers, etag=etag, changed=changed, exact=cache == ASK_ALWAYS):
        return Delivery(304, facts)
    wanted = headers.get("Range", "") if allows_range(headers, etag=etag, changed=changed) else ""
    try:
        part = read_range(wanted, size=file.size) if method == "GET" else None
    except OutsideFile:
        return Delivery(416, {"Content-Range": f"bytes */{file.size}"})
    if part is None:
        whole = Part(0, file.size - 1, file.size)
        return Delivery(200, facts | {"Content-Length": str(file.size)}, whole if method == "GET" else None)
    return Delivery(206, facts | {"Content-Length": str(part.length), "Content-Range": str(part)}, part)


def open_pieces(file: StoredFile, part: Part) -> Pieces:
    """The bytes of the part, read from the store as they are sent. Raises UnknownName, and StoreFailed also while too
    many wait for the store already: one that is slow must not hold all threads, which players' lists need."""
    if not _waiting.acquire(timeout=PATIENCE):
        raise StoreFailed(say("The object store is slow: others wait for it already."))
    try:
        return Pieces(get_store().open(file.name), part, sha256=file.sha256)
    finally:
        _waiting.release()
