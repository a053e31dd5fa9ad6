"""Eurostat over real sockets: what it answers, what goes wrong, and what is kept for when it does."""

import socket
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from campaign.adapters.eurostat import Fetched, build_url, fetch_dataset
from campaign.adapters.guarded import Limits, Unreachable, connect, fetch, is_local
from campaign.spec.errors import CampaignError, InvalidDocument, NotAllowed, UnknownName
from tests.eurostat import Told, run_eurostat

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
QUICK = Limits(is_local=True, connect=1, read=0.4, seconds=2, size=300_000)


@pytest.fixture(scope="module")
def server() -> Iterator[tuple[str, Told]]:
    with run_eurostat() as (base, told):
        yield base, told


@pytest.fixture
def told(server: tuple[str, Told]) -> Told:
    server[1].mood, server[1].elsewhere = "", ""
    server[1].asked.clear()
    server[1].etags.clear()
    return server[1]


@pytest.fixture
def ask(server: tuple[str, Told], told: Told, tmp_path: Path) -> Any:
    def act(code: str = "demo_mix", *, now: datetime = NOON, language: str = "en", **filters: list[str]) -> Fetched:
        return fetch_dataset(code, filters, folder=tmp_path, now=now, language=language, base=server[0], limits=QUICK)

    return act


def test_the_address_is_that_of_the_public_api() -> None:
    assert build_url("une_rt_a", {"geo": ["BG", "RO"], "time": ["2023"]}) == (
        "https://ec.europa.eu/eurostat/api/dissemination/statistics/1.0/data/une_rt_a"
        "?format=JSON&lang=EN&geo=BG&geo=RO&time=2023"
    )


@pytest.mark.parametrize(("code", "filters", "language"), [
    ("../x", {}, "en"), ("une rt", {}, "en"), ("une_rt_a", {"geo": ["BG&x=1"]}, "en"),
    ("une_rt_a", {"g?": ["BG"]}, "en"), ("une_rt_a", {"lang": ["DE"]}, "en"), ("une_rt_a", {}, "bg"),
])  # fmt: skip
def test_what_cannot_be_asked_is_refused_before(code: str, filters: dict[str, list[str]], language: str) -> None:
    with pytest.raises(UnknownName):
        build_url(code, filters, language=language)


def test_a_dataset_comes_with_its_own_label_and_day(ask: Any, told: Told) -> None:
    found = ask(geo=["BG", "RO"], time=["2023"], language="de")
    assert found.cube.label == "Schüler in gemischten Klassen (erfunden)"
    assert found.cube.read_cell({"geo": "RO"}).amount == Decimal(22)
    assert (found.problem, str(found.cube.updated)) == (None, "2024-05-16")
    assert told.asked == ["/api/dissemination/statistics/1.0/data/demo_mix?format=JSON&lang=DE&geo=BG&geo=RO&time=2023"]


def test_the_same_question_is_asked_with_the_etag_of_the_copy(ask: Any, told: Told) -> None:
    later = NOON + timedelta(days=3)
    first, second = ask(geo=["BG"]), ask(geo=["BG"], now=later)
    assert told.etags == ["", '"one"']
    assert (second.data, second.fetched, second.problem) == (first.data, later, None)


@pytest.mark.parametrize("mood", ["503", "async", "slow", "cut"])
def test_when_no_answer_comes_the_copy_serves_and_tells_its_age(ask: Any, told: Told, mood: str) -> None:
    first = ask(geo=["BG"])
    told.mood = mood
    later = NOON + timedelta(days=3)
    copy = ask(geo=["BG"], now=later)
    assert (copy.data, copy.measure_age(later)) == (first.data, timedelta(days=3))
    assert isinstance(copy.problem, Unreachable)


@pytest.mark.parametrize(("mood", "error"), [
    ("400", NotAllowed), ("404", UnknownName), ("413", NotAllowed), ("async", Unreachable), ("503", Unreachable),
    ("slow", Unreachable), ("cut", Unreachable), ("endless", NotAllowed), ("packed", NotAllowed),
    ("page", InvalidDocument), ("other", InvalidDocument), ("round", NotAllowed),
])  # fmt: skip
def test_what_goes_wrong_is_said_and_how_to_mend_it(
    ask: Any, told: Told, tmp_path: Path, mood: str, error: type[CampaignError]
) -> None:
    told.mood = mood
    with pytest.raises(error) as caught:
        ask(geo=["BG"])
    assert caught.value.hint is not None
    assert list(tmp_path.iterdir()) == []


def test_eurostats_own_words_are_passed_on(ask: Any, told: Told) -> None:
    told.mood = "400"
    with pytest.raises(NotAllowed, match="Dimension not defined: gee"):
        ask(gee=["BG"])


def test_a_wrong_code_in_a_filter_is_an_empty_answer_and_no_figure(ask: Any) -> None:
    with pytest.raises(InvalidDocument, match="no figures for these filters"):
        ask(geo=["BULGARIA"])


@pytest.mark.parametrize("where", ["http://localhost:{port}/x", "http://10.0.0.1/x", "https://127.0.0.1:{port}/x"])
def test_another_host_is_never_followed(ask: Any, told: Told, server: tuple[str, Told], where: str) -> None:
    told.mood, told.elsewhere = "moved", where.format(port=server[0].split(":")[2].split("/")[0])
    with pytest.raises(NotAllowed, match="another host"):
        ask(geo=["BG"])


def test_a_move_on_the_same_host_is_followed(ask: Any, told: Told, server: tuple[str, Told]) -> None:
    told.mood, told.elsewhere = "moved", "/api/dissemination/other"
    with pytest.raises(NotAllowed, match="one address to the next"):
        ask(geo=["BG"])
    assert told.asked[1:] == ["/api/dissemination/other"] * 3


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:9/x", "http://localhost:9/x", "ftp://ec.europa.eu/x", "https://a:b@c.eu/"]
)
def test_only_public_addresses_over_https_are_asked(url: str) -> None:
    with pytest.raises(NotAllowed):
        fetch(url, limits=Limits())


@pytest.mark.parametrize("host", [
    "127.0.0.1", "10.1.2.3", "192.168.1.1", "169.254.169.254", "172.16.0.9", "::1",
    "fd00::1", "fe80::1", "0.0.0.0", "224.0.0.1", "100.64.0.1", "::ffff:10.0.0.1",
])  # fmt: skip
def test_a_private_address_is_never_connected_to(host: str) -> None:
    with pytest.raises(NotAllowed, match="private address"):
        connect(host, 443, limits=Limits())


def test_a_name_that_leads_to_a_private_address_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """A public name may be pointed anywhere; where one of its addresses is private none is used."""
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 443)) for address in ("192.0.66.1", "10.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)
    with pytest.raises(NotAllowed, match="private address"):
        fetch("https://statistics.example.org/data", limits=Limits(connect=0.1))


@pytest.mark.parametrize(("url", "local"), [
    ("http://127.0.0.1:8/x", True), ("http://localhost/x", True), ("http://[::1]/x", True),
    ("https://ec.europa.eu/x", False), ("http://10.0.0.1/x", False), ("http://localhost.example.org/", False),
])  # fmt: skip
def test_only_this_machine_by_its_own_names_is_local(url: str, local: bool) -> None:
    assert is_local(url) is local


def test_a_broken_copy_is_fetched_anew(ask: Any, tmp_path: Path, told: Told) -> None:
    ask(geo=["BG"])
    (kept,) = tmp_path.glob("*.json")
    kept.write_text("{")
    assert ask(geo=["BG"]).cube.code == "demo_mix"
    assert told.etags == ["", ""]
