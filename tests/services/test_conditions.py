"""Conditional requests as real players send them."""

import pytest

from campaign.services.conditions import accepts_gzip, allows_range, is_known, matches_etag, read_date

TAG = '"abc"'
DATE = "Mon, 23 Nov 2026 10:00:00 GMT"
SECONDS = 1795428000


@pytest.mark.parametrize("header", ['"abc"', "abc", 'W/"abc"', "*", '"x", "abc"', "x,abc", ' "abc" '])
def test_a_tag_matches_quoted_bare_weak_listed_or_starred(header: str) -> None:
    assert matches_etag(header, etag=TAG)


@pytest.mark.parametrize("header", ['"abcd"', "ab", "", '""', '"x", "y"'])
def test_another_tag_does_not_match(header: str) -> None:
    assert not matches_etag(header, etag=TAG)


@pytest.mark.parametrize(
    ("header", "accepted"),
    [
        ("gzip", True),
        ("br, GZIP;q=0.5", True),
        ("gzip ; q=1.0", True),
        ("gzip;q=0", False),
        ("deflate, gzip; q=0.000", False),
        ("*", False),
        ("identity", False),
        ("", False),
    ],
)
def test_packing_is_for_those_that_name_it(header: str, accepted: bool) -> None:
    assert accepts_gzip(header) == accepted


@pytest.mark.parametrize(
    ("header", "seconds"), [(DATE, SECONDS), ("yesterday", None), ("", None), ("Mon, 99 Nov 2026 10:00:00 GMT", None)]
)
def test_a_date_is_read_or_ignored(header: str, seconds: int | None) -> None:
    assert read_date(header) == seconds


@pytest.mark.parametrize(
    ("headers", "known"),
    [
        ({}, False),
        ({"If-None-Match": "abc"}, True),
        ({"If-None-Match": "old", "If-Modified-Since": DATE}, False),  # the tag decides alone
        ({"If-Modified-Since": DATE}, True),
        ({"If-Modified-Since": "Mon, 23 Nov 2026 10:00:01 GMT"}, False),  # a client's own clock proves nothing
        ({"If-Modified-Since": "nonsense"}, False),
    ],
)
def test_an_exact_date_or_a_tag_is_known(headers: dict[str, str], known: bool) -> None:
    assert is_known(headers, etag=TAG, changed=SECONDS, exact=True) is known


def test_what_never_changes_is_known_by_any_later_date() -> None:
    later = {"If-Modified-Since": "Tue, 24 Nov 2026 10:00:00 GMT"}
    earlier = {"If-Modified-Since": "Sun, 22 Nov 2026 10:00:00 GMT"}
    known = [is_known(headers, etag=TAG, changed=SECONDS, exact=False) for headers in (later, earlier)]
    assert known == [True, False]


@pytest.mark.parametrize(
    ("header", "allowed"),
    [('"abc"', True), ("abc", True), ('W/"abc"', False), ('"old"', False), (DATE, True), ("", True), ("x", False)],
)
def test_if_range_names_exactly_what_we_have(header: str, allowed: bool) -> None:
    assert allows_range({"If-Range": header}, etag=TAG, changed=SECONDS) is allowed
