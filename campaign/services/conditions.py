"""Has the client got it, can it unpack it? (RFC 9110, 12 and 13) In: headers, ETag, Last-Modified. Out: yes or no.

Real players send If-None-Match without quotes, and some know Last-Modified only.
"""

import re
from collections.abc import Mapping
from email.utils import formatdate, parsedate_to_datetime


def matches_etag(header: str, *, etag: str) -> bool:
    """Whether If-None-Match names the tag: weak or strong, quoted or bare, in a list or as a star."""
    if header.strip() == "*":
        return True
    known = (part.strip().removeprefix("W/").strip('"') for part in header.split(","))
    return etag.strip('"') in known


def accepts_gzip(header: str) -> bool:
    """Whether Accept-Encoding names gzip (12.5.3); a star alone is no promise that a small player can unpack it."""
    for part in header.lower().split(","):
        name, _, weight = part.partition(";")
        if name.strip() == "gzip":
            return re.fullmatch(r"\s*q\s*=\s*0(\.0*)?\s*", weight) is None
    return False


def read_date(header: str) -> int | None:
    """An HTTP date in Unix seconds, or None when it is not one."""
    try:
        return int(parsedate_to_datetime(header).timestamp())
    except (ValueError, TypeError, OverflowError):
        return None


def format_date(seconds: int) -> str:
    """Unix seconds as an HTTP date."""
    return formatdate(seconds, usegmt=True)


def is_known(headers: Mapping[str, str], *, etag: str, changed: int, exact: bool) -> bool:
    """Whether to answer 304. If-None-Match decides alone when it is there (13.1.3). `exact` takes only the very
    date we gave: for what can change twice between the client's clock and ours."""
    if "If-None-Match" in headers:
        return matches_etag(headers["If-None-Match"], etag=etag)
    since = read_date(headers.get("If-Modified-Since", ""))
    if since is None:
        return False
    return since == changed if exact else since >= changed


def allows_range(headers: Mapping[str, str], *, etag: str, changed: int) -> bool:
    """Whether If-Range, when there, names what we have: strong comparison, or the exact date (13.1.5)."""
    wanted = headers.get("If-Range", "").strip()
    if not wanted:
        return True
    return wanted.strip('"') == etag.strip('"') or read_date(wanted) == changed
