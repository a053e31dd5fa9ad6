"""No log tells a token."""

import logging

import pytest

from campaign.feeds.masking import Mask


@pytest.mark.parametrize(
    ("message", "values", "told"),
    [
        ("%s: %s", ("Service Unavailable", "/feeds/aB-_9/plays"), "Service Unavailable: /feeds/…/plays"),
        (
            "Error handling request %s",
            ("/feeds/aB-_9/bundle.zip?x=1",),
            "Error handling request /feeds/…/bundle.zip?x=1",
        ),
        ("Not Found: /calendars/aB-_9.ics", (), "Not Found: /calendars/….ics"),
        ('"GET %s HTTP/1.1" %d', ("/media/12.mp4", 200), '"GET /media/12.mp4 HTTP/1.1" 200'),
    ],
)
def test_a_token_is_left_out_and_the_rest_stays(message: str, values: tuple[object, ...], told: str) -> None:
    record = logging.LogRecord("gunicorn.error", logging.ERROR, "", 0, message, values, None)
    assert (Mask().filter(record), record.getMessage()) == (True, told)
