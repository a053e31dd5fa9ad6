"""A server that speaks as Eurostat's dissemination API does. In: datasets. Out: an address on this machine.

It knows filters, languages and ETags, answers wrong codes with an empty dataset and large questions with 413, and can
be told to be slow, cut off, endless, elsewhere or busy. All its figures are made up.
"""

import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import product
from typing import Any
from urllib.parse import parse_qs, urlsplit

GEO = {"BG": "Bulgaria", "RO": "Romania", "HU": "Hungary", "XK": "Kosovo*"}
TIME = {"2021": "2021", "2022": "2022", "2023": "2023"}
FIGURES = {("BG", "2021"): (31.4, ""), ("BG", "2022"): (32.0, "b"), ("BG", "2023"): (38.5, "p"),
           ("RO", "2021"): (20.0, ""), ("RO", "2023"): (22, ""), ("HU", "2023"): (0, "")}  # fmt: skip
FLAGS = {("RO", "2022"): "m", ("HU", "2021"): "c"}
LABELS = {"EN": "Pupils in mixed classes (made up)", "DE": "Schüler in gemischten Klassen (erfunden)"}


def make_dataset(query: Mapping[str, list[str]] | None = None, *, as_list: bool = False) -> dict[str, Any]:
    """demo_mix as the API would answer: a wrong code in a filter leaves nothing."""
    query = query or {}
    lang = query.get("lang", ["EN"])[0]
    geo = [code for code in GEO if code in query.get("geo", GEO)] or list(GEO)[:1]
    time = [code for code in TIME if code in query.get("time", TIME)] or list(TIME)[:1]
    empty = any(code not in known for name, known in (("geo", GEO), ("time", TIME)) for code in query.get(name, ()))
    cells = list(product(geo, time)) if not empty else []
    values = {str(at): FIGURES[cell][0] for at, cell in enumerate(cells) if cell in FIGURES}
    flags = {at: FIGURES[cell][1] if cell in FIGURES else FLAGS.get(cell, "") for at, cell in enumerate(cells)}

    def describe(label: str, codes: Mapping[str, str], chosen: list[str]) -> dict[str, Any]:
        index: Any = chosen if as_list else {code: at for at, code in enumerate(chosen)}
        return {"label": label, "category": {"index": index, "label": {code: codes[code] for code in chosen}}}

    return {
        "version": "2.0",
        "class": "dataset",
        "label": LABELS.get(lang, LABELS["EN"]),
        "source": "ESTAT",
        "updated": "2024-05-16T23:00:00+0200",
        "value": [values.get(str(at)) for at in range(len(geo) * len(time))] if as_list else values,
        "status": {str(at): flag for at, flag in flags.items() if flag},
        "id": ["freq", "unit", "geo", "time"],
        "size": [1, 1, len(geo), len(time)],
        "dimension": {
            "freq": {"label": "Time frequency", "category": {"index": {"A": 0}, "label": {"A": "Annual"}}},
            "unit": {"label": "Unit", "category": {"index": {"PC": 0}, "label": {"PC": "Percentage"}}},
            "geo": describe("Geopolitical entity", GEO, geo),
            "time": describe("Time", TIME, time),
        },
        "extension": {
            "lang": lang,
            "id": "DEMO_MIX",
            "agencyId": "ESTAT",
            "status": {"label": {"b": "break in time series", "p": "provisional", "c": "confidential"}},
            "annotation": [{"type": "UPDATE_DATA", "date": "2024-05-16T23:00:00+0200"}],
        },
    }


@dataclass
class Told:
    """How the server behaves, and what it was asked."""

    mood: str = ""
    asked: list[str] = field(default_factory=list)
    etags: list[str] = field(default_factory=list)
    elsewhere: str = ""
    free: threading.Event = field(default_factory=threading.Event)


ERRORS: Mapping[str, tuple[int, Any]] = {
    "400": (400, {"error": [{"status": 400, "id": 150, "label": "Dimension not defined: gee"}]}),
    "404": (404, {"error": [{"status": 404, "id": 100, "label": "ERR_NOT_FOUND_4: Dataset not found"}]}),
    "413": (413, {"error": [{"status": 413, "id": 413, "label": "EXTRACTION_TOO_BIG: estimated 10110240000 rows"}]}),
    "async": (413, {"warning": {"status": 413, "label": "ASYNCHRONOUS_RESPONSE. Please try again later."}}),
    "503": (503, {"error": [{"status": 503, "label": "Service unavailable"}]}),
    "page": (200, "<html>maintenance</html>"),
    "other": (200, {"class": "collection", "version": "2.0"}),
}


class _Answerer(BaseHTTPRequestHandler):
    told: Told
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        told, parts = self.told, urlsplit(self.path)
        told.asked.append(self.path)
        told.etags.append(self.headers.get("If-None-Match", ""))
        if told.mood in ERRORS:
            status, body = ERRORS[told.mood]
            self._send(status, body if isinstance(body, str) else json.dumps(body))
        elif told.mood == "slow":
            told.free.wait(20)
            self.close_connection = True
        elif told.mood == "cut":
            self._start(200, {"Content-Length": "100000"})
            self.wfile.write(b'{"class": "dataset"')
            self.close_connection = True
        elif told.mood == "endless":
            self._pour()
        elif told.mood == "packed":
            self._send(200, "{}", {"Content-Encoding": "gzip"})
        elif told.mood in ("moved", "round"):
            there = told.elsewhere if told.mood == "moved" else self.path
            self._send(302, "", {"Location": there})
        elif not parts.path.startswith("/api/dissemination/statistics/1.0/data/demo_mix"):
            self._send(404, json.dumps(ERRORS["404"][1]))
        elif self.headers.get("If-None-Match") == '"one"':
            self._send(304, "")
        else:
            self._send(200, json.dumps(make_dataset(parse_qs(parts.query))), {"ETag": '"one"'})

    def _pour(self) -> None:
        self._start(200, {"Connection": "close"})
        try:
            for _ in range(10_000):
                self.wfile.write(b" " * 100_000)
        except OSError:
            pass
        self.close_connection = True

    def _send(self, status: int, body: str, more: Mapping[str, str] | None = None) -> None:
        data = body.encode()
        self._start(status, {"Content-Length": str(len(data)), "Content-Type": "application/json", **(more or {})})
        if status != 304:
            self.wfile.write(data)

    def _start(self, status: int, headers: Mapping[str, str]) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Nothing: a test's output is its own."""


@contextmanager
def run_eurostat() -> Iterator[tuple[str, Told]]:
    """The API's base address, and how to tell the server what to do."""
    told = Told()
    handler = type("Answerer", (_Answerer,), {"told": told})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/api/dissemination", told
    finally:
        told.free.set()
        server.shutdown()
        server.server_close()
        thread.join()
