"""Hostile requests through deploy/nginx.conf in a real nginx: what can be read in two ways does not reach the
application, and who speaks by drops keeps nobody waiting."""

from contextlib import ExitStack, closing

import pytest

from tests.attacks.test_bodies import TWO_LENGTHS
from tests.attacks.test_slow_clients import BODY, HALF, MANY
from tests.attacks.web import connect, list_statuses, say
from tests.test_proxy import Proxy, kept, proxy  # noqa: F401  its fixtures

pytestmark = pytest.mark.nginx
REFUSED = (
    "both",
    "two lengths",
    "a list of lengths",
    "a signed length",
    "a negative length",
    "an unknown coding",
    "a NUL",
)


def test_what_can_be_read_in_two_ways_ends_at_the_proxy(proxy: Proxy) -> None:  # noqa: F811
    for how in REFUSED:
        assert (how, list_statuses(say(proxy.address, TWO_LENGTHS[how]))[0] // 100) in ((how, 4), (how, 5))
    assert proxy.application.seen == []


def test_who_speaks_by_drops_never_reaches_the_application(proxy: Proxy) -> None:  # noqa: F811
    with ExitStack() as held:
        for said in (HALF, BODY + b"Content-Length: 1000\r\n\r\nname="):
            for _ in range(MANY):
                held.enter_context(closing(connect(proxy.address, said)))
        assert proxy.ask("/sign-in").status_code == 200
        assert proxy.count() == 1
