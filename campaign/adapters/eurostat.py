"""Eurostat's public tables. In: a table's code and filters. Out: its dataset, from the network or the copy kept of it.

The dissemination API: {base}/statistics/1.0/data/{code}?format=JSON&lang=EN&geo=BG (JSON-stat 2.0; labels in English,
French or German). A wrong filter answers with an empty dataset, a large one with 413.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlencode

from campaign.adapters.files import write_whole
from campaign.adapters.guarded import Answer, Limits, Unreachable, fetch, is_local
from campaign.spec.cube import Cube, read_cube
from campaign.spec.errors import CampaignError, InvalidDocument, NotAllowed, Place, UnknownName
from campaign.spec.message import say

BASE = "https://ec.europa.eu/eurostat/api/dissemination"
BROWSER = "https://ec.europa.eu/eurostat/databrowser/view/{code}/default/table"
"""Where people see a table."""
LANGUAGES = ("en", "fr", "de")
"""Those that Eurostat has labels in; in others people write them."""
Filters = Mapping[str, Sequence[str]]
_CODE = re.compile(r"[A-Za-z][A-Za-z0-9_$]{1,79}")
_NAME = re.compile(r"[A-Za-z]\w{0,39}", re.ASCII)
_VALUE = re.compile(r"[\w.+-]{1,80}", re.ASCII)


@dataclass(frozen=True)
class Fetched:
    """A dataset, its bytes as they came, and when; `problem` tells why it is a copy and not new."""

    cube: Cube
    data: bytes
    url: str
    fetched: datetime
    problem: CampaignError | None = None

    def measure_age(self, now: datetime) -> timedelta:
        return now - self.fetched


def build_url(code: str, filters: Filters, *, language: str = "en", base: str = BASE) -> str:
    """Raises UnknownName for what cannot be a code or filter, or a language without labels."""
    if not _CODE.fullmatch(code):
        raise UnknownName(
            say("“%(code)s” cannot be the code of a table.", code=code[:60]),
            hint=say("Codes stand in Eurostat's data browser, such as une_rt_a."),
        )
    if language not in LANGUAGES:
        raise UnknownName(
            say("Eurostat has no labels in “%(language)s”.", language=language[:20]),
            hint=say("Use one of: %(known)s. In other languages people write them.", known=", ".join(LANGUAGES)),
        )
    pairs = [("format", "JSON"), ("lang", language.upper())]
    for name, values in filters.items():
        for value in values:
            if not _NAME.fullmatch(name) or not _VALUE.fullmatch(value) or name in ("format", "lang"):
                raise UnknownName(
                    say("“%(name)s=%(value)s” cannot be a filter.", name=name[:40], value=value[:40]),
                    hint=say("Write a dimension and a code, such as geo=BG; repeat it for several."),
                )
            pairs.append((name, value))
    return f"{base.rstrip('/')}/statistics/1.0/data/{code}?{urlencode(pairs)}"


def fetch_dataset(
    code: str,
    filters: Filters,
    *,
    folder: Path,
    now: datetime,
    language: str = "en",
    base: str = BASE,
    limits: Limits | None = None,
) -> Fetched:
    """The dataset as it is now; the server is told the ETag of the copy in `folder`, which serves when no answer comes.
    Raises UnknownName, NotAllowed, InvalidDocument, Unreachable."""
    url = build_url(code, filters, language=language, base=base)
    kept = _Kept.find(folder, url)
    copy = kept.read(code)
    headers = {"If-None-Match": kept.etag} if copy and kept.etag else {}
    try:
        answer = fetch(url, limits=limits or Limits(is_local=is_local(base)), headers=headers)
        if answer.status == 304 and copy:
            kept.write(copy.data, etag=kept.etag, now=now)
            return Fetched(copy.cube, copy.data, url, now)
        cube = _read_answer(answer, code)
    except Unreachable as problem:
        if copy is None:
            raise
        return Fetched(copy.cube, copy.data, url, copy.fetched, problem)
    kept.write(answer.data, etag=answer.headers.get("etag", ""), now=now)
    return Fetched(cube, answer.data, url, now)


def _read_answer(answer: Answer, code: str) -> Cube:
    """The dataset of an answer. Raises what its status or its own words mean."""
    said = _read_said(answer.data)
    if answer.status in (200, 202) and not said:
        cube = read_cube(answer.data, file=code)
        if not cube.values:
            raise InvalidDocument(
                say("The table has no figures for these filters."),
                place=Place(code),
                hint=say("Look at the codes of its dimensions: a wrong one gives an empty answer."),
            )
        return cube
    raise _explain(answer.status, said, code=code)


def _explain(status: int, said: str, *, code: str) -> CampaignError:
    """What a status, or Eurostat's own words, mean for whoever asked."""
    if "ASYNCHRONOUS" in said.upper() or status == 202:
        return Unreachable(
            say("Eurostat is still preparing this extraction, because it is large."),
            place=Place(code),
            hint=say("Ask again in some minutes, or for less: add filters."),
        )
    if status == 413 or "TOO_BIG" in said.upper():
        return NotAllowed(
            say("Eurostat finds this extraction too large: %(said)s", said=said or "413"),
            place=Place(code),
            hint=say("Ask for less: add filters, such as geo=BG and time=2023."),
        )
    if status == 404:
        return UnknownName(
            say("Eurostat has no table “%(code)s”.", code=code),
            place=Place(code),
            hint=say("Codes stand in Eurostat's data browser, such as une_rt_a."),
        )
    if status >= 500 or status in (408, 429):
        return Unreachable(
            say("Eurostat does not answer now (%(status)d).", status=status),
            place=Place(code),
            hint=say("Try again later, or use the copy that was fetched before."),
        )
    return NotAllowed(
        say("Eurostat refuses this question: %(said)s", said=said or str(status)),
        place=Place(code),
        hint=say("Look at the names of the dimensions and the codes in the filters."),
    )


def _read_said(data: bytes) -> str:
    """Eurostat's own words in {"error": [{"status", "id", "label"}]} or {"warning": {…}}; empty for a dataset."""
    try:
        plain = json.loads(data[:100_000]) if data[:200].lstrip()[:1] == b"{" and len(data) < 100_000 else {}
    except (ValueError, RecursionError):
        return ""
    said = plain.get("error") or plain.get("warning") if isinstance(plain, dict) else None
    entries = said if isinstance(said, list) else [said] if said else []
    words = [str(entry.get("label", "")) if isinstance(entry, dict) else str(entry) for entry in entries]
    return " ".join(" ".join(words).split())[:300] or ("…" if entries else "")


@dataclass(frozen=True)
class _Kept:
    """The copy of one answer: its bytes, and beside them when and as what they came."""

    path: Path
    url: str
    etag: str = ""
    fetched: str = ""

    @classmethod
    def find(cls, folder: Path, url: str) -> "_Kept":
        path = folder / sha256(url.encode()).hexdigest()
        try:
            told = json.loads(path.with_suffix(".about").read_text(encoding="utf-8"))
            return cls(path, url, str(told["etag"]), str(told["fetched"]))
        except (OSError, ValueError, KeyError, TypeError):
            return cls(path, url)

    def read(self, code: str) -> Fetched | None:
        """None where there is no copy, or a broken one."""
        try:
            data = self.path.with_suffix(".json").read_bytes()
            return Fetched(read_cube(data, file=code), data, self.url, datetime.fromisoformat(self.fetched))
        except (OSError, ValueError, CampaignError):
            return None

    def write(self, data: bytes, *, etag: str, now: datetime) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        about = {"url": self.url, "etag": etag[:200], "fetched": now.astimezone(UTC).isoformat()}
        write_whole(self.path.with_suffix(".json"), data)
        write_whole(self.path.with_suffix(".about"), json.dumps(about).encode())
