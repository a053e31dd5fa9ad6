"""What is sent to the web server in the wrong measure, or so that two readers would understand it differently: one
answer at the most, nothing read that was not asked for, and the next visitor is answered."""

import json
from collections.abc import Iterator
from contextlib import closing
from logging import LogRecord

import pytest
import requests
from django.test import Client
from django.urls import reverse

from campaign.feeds.heartbeat import LARGEST
from campaign.services import pace
from campaign.services.players import create
from campaign.studio.receiving import MOST_BYTES
from tests.attacks.web import PATIENCE, STYLE, connect, list_statuses, read_all, say, serve
from tests.factories.rows import make_channel, make_person

HEAD = b"POST /sign-in HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
SMUGGLED = b"GET /smuggled HTTP/1.1\r\nHost: localhost\r\nX: "
TWO_LENGTHS = {
    "both": HEAD + b"Content-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + SMUGGLED,
    "two lengths": HEAD + b"Content-Length: 0\r\nContent-Length: 40\r\n\r\n" + SMUGGLED,
    "a list of lengths": HEAD + b"Content-Length: 0, 40\r\n\r\n" + SMUGGLED,
    "a signed length": HEAD + b"Content-Length: +40\r\n\r\n" + SMUGGLED,
    "a length in letters": HEAD + b"Content-Length: 0x28\r\n\r\n" + SMUGGLED,
    "a negative length": HEAD + b"Content-Length: -1\r\n\r\n" + SMUGGLED,
    "an unknown coding": HEAD + b"Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n" + SMUGGLED,
    "chunked not last": HEAD + b"Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n" + SMUGGLED,
    "a tab before": HEAD + b"Transfer-Encoding:\tchunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n" + SMUGGLED,
    "a space before the colon": HEAD + b"Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n" + SMUGGLED,
    "a folded line": HEAD + b"X: 1\r\n Transfer-Encoding: chunked\r\n\r\n" + SMUGGLED,
    "a bare line feed": HEAD + b"X: 1\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + SMUGGLED,
    "a bare return": HEAD + b"X: 1\rTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + SMUGGLED,
    "a NUL": HEAD + b"X: 1\x00\r\n\r\n" + SMUGGLED,
    "an underscore": b"GET " + STYLE.encode() + b" HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
    b"X_Forwarded_Proto: https\r\nX-Forwarded_For: 1.1.1.1\r\n\r\n",
    "a chunk that is no number": HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n" + SMUGGLED,
    "a chunk longer than memory": HEAD + b"Transfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n" + SMUGGLED,
    "another version": b"GET / HTTP/9.9\r\nHost: localhost\r\n\r\n" + SMUGGLED,
    "no version": b"GET /\r\n\r\n" + SMUGGLED,
    "a method of lines": b"GET\r\nX / HTTP/1.1\r\nHost: localhost\r\n\r\n",
}

LOOK = b"HEAD " + STYLE.encode() + b" HTTP/1.1\r\nHost: localhost\r\n"
LAST = LOOK + b"Connection: close\r\n\r\n"
INNER = b"GET /smuggled HTTP/1.1\r\nHost: localhost\r\n\r\n"
LENGTH, PIECE = str(len(INNER)).encode(), f"{len(INNER):x}".encode()
FORM = b"POST /sign-in HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"
BEHIND = {
    "requests": ((LOOK + b"\r\n") * 50 + LAST, [200] * 51),
    "a body that nobody reads": (LOOK + b"Content-Length: " + LENGTH + b"\r\n\r\n" + INNER + LAST, [200, 200]),
    "one in pieces": (
        LOOK + b"Transfer-Encoding: chunked\r\n\r\n" + PIECE + b"\r\n" + INNER + b"\r\n0\r\n\r\n" + LAST,
        [200, 200],
    ),
    "HTTP/1.0": (LOOK.replace(b"1.1", b"1.0") + b"\r\n" + LAST, [200]),
    "HTTP/1.0 that lasts": (LOOK.replace(b"1.1", b"1.0") + b"Connection: keep-alive\r\n\r\n" + LAST, [200, 200]),
    "pieces in HTTP/1.0": (FORM.replace(b"1.1", b"1.0") + b"0\r\n\r\n" + LAST, [400]),
    "another protocol": (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + LAST, [400]),
    "a line for proxies": (b"PROXY TCP4 1.2.3.4 5.6.7.8 1 2\r\n" + LAST, [400]),
    "two hosts": (LOOK + b"Host: evil.example\r\n\r\n" + LAST, [400]),
    "a piece that says too much of itself": (FORM + b"1;" + b"a" * 500_000 + b"\r\nx\r\n0\r\n\r\n" + LAST, [403]),
    "a tail without an end": (FORM + b"0\r\n" + b"X: a\r\n" * 200_000 + b"\r\n" + LAST, [403]),
    "a piece that is no number": (FORM + b"zz\r\n" + INNER + LAST, [403]),
}


@pytest.fixture(scope="module")
def web(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serve(tmp_path_factory.mktemp("web"), worker="tests.attacks.web.HurriedWorker") as address:
        yield address


@pytest.mark.parametrize("how", TWO_LENGTHS)
def test_what_can_be_read_in_two_ways_is_answered_once_or_not_at_all(how: str, web: str) -> None:
    heard = say(web, TWO_LENGTHS[how])
    assert len(list_statuses(heard)) <= 1
    assert b"/smuggled" not in heard


@pytest.mark.parametrize("how", BEHIND)
def test_what_comes_behind_a_request_is_the_next_one_or_nothing(how: str, web: str) -> None:
    """As many answers as requests, and what stands in a body is none."""
    said, statuses = BEHIND[how]
    with closing(connect(web)) as line:
        try:
            line.sendall(said)
        except OSError:  # it hung up in the middle; then what it said may be lost
            statuses = statuses[:1]
        heard = read_all(line)
    assert list_statuses(heard) == statuses or (list_statuses(heard) == [] and len(said) > 100_000)
    assert b"/smuggled" not in heard


def test_after_all_that_others_are_answered(web: str) -> None:
    assert requests.get(web + STYLE, timeout=PATIENCE).status_code == 200


def test_what_is_announced_too_large_is_refused_before_it_is_sent(web: str) -> None:
    said = HEAD + f"Content-Type: text/plain\r\nContent-Length: {MOST_BYTES + 1}\r\n\r\n".encode()
    with closing(connect(web, said)) as line:
        assert list_statuses(read_all(line)) == [413]


def test_a_body_without_an_end_is_not_read_to_it(web: str) -> None:
    """In chunks, to a page that reads by length alone: some is drained, then we hang up."""
    with closing(connect(web, HEAD + b"Transfer-Encoding: chunked\r\n\r\n")) as line:
        sent = 0
        try:
            while sent < 50_000_000:
                line.sendall(b"10000\r\n" + bytes(65_536) + b"\r\n")
                sent += 65_536
        except OSError:
            pass
        heard = read_all(line)
    assert sent < 50_000_000
    assert list_statuses(heard) in ([403], [])


@pytest.mark.django_db
def test_forms_of_too_many_fields_or_files_are_refused(client: Client, log_lines: list[LogRecord]) -> None:
    client.force_login(make_person("administrator"))
    fields = "&".join(f"f{number}=1" for number in range(1200))
    many = client.post(reverse("account"), fields, content_type="application/x-www-form-urlencoded")
    part = '--b\r\nContent-Disposition: form-data; name="f"; filename="a"\r\n\r\nx\r\n'
    files = client.post(reverse("import"), part * 150 + "--b--\r\n", content_type="multipart/form-data; boundary=b")
    deep = client.post(reverse("heartbeat", args=["x"]), "[" * 100_000, content_type="application/json")
    log_lines.clear()  # Django notes such forms
    assert [many.status_code, files.status_code, deep.status_code] == [400, 400, 404]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "body", ["[" * 16_000, '{"a":' * 2_700, "1e99999", '"\\ud800"', "NaN", '{"kept": 1e400}', "\x00"]
)
def test_a_player_that_sends_deep_or_odd_json_is_told_so(body: str) -> None:
    pace.forget()
    token = create(channel=make_channel().slug, name="Т").token
    for address in (f"/feeds/{token}/heartbeat", f"/feeds/{token}/plays"):
        answer = Client().post(address, body, content_type="application/json")
        assert answer.status_code in (400, 413), (address, answer.status_code, answer.content)


@pytest.mark.django_db
def test_a_player_sends_no_more_than_it_needs() -> None:
    token = create(channel=make_channel().slug, name="Т").token
    large = json.dumps({"version": "a" * LARGEST})
    assert Client().post(f"/feeds/{token}/heartbeat", large, content_type="application/json").status_code == 413
