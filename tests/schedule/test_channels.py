"""A channel says which codec and level its players decode; what no player could show is refused with its line."""

import pytest

from campaign.schedule.channels import read_channels
from campaign.spec.channels import Codec
from campaign.spec.errors import CampaignError

CHANNEL = """channels:
  - id: hall
    title: {{bg: "Зала"}}
    format: {{width: {width}, height: {height}}}
    venue: 10801
    hours: {{opens: "05:00", closes: "00:30"}}
    loop_seconds: 60
    slot_seconds: 10
    languages: [bg]
    profile: {{{profile}}}
"""


def read(profile: str, *, width: int = 1920, height: int = 1080) -> tuple[Codec, str]:
    text = CHANNEL.format(profile=profile, width=width, height=height)
    found = read_channels(text, file="channels.yaml")["hall"].profile
    return found.codec, found.level


def test_a_profile_that_says_nothing_is_h264_at_4_1() -> None:
    assert read("fps: 25") == (Codec.H264, "4.1")


@pytest.mark.parametrize("codec", list(Codec))
def test_a_channel_asks_for_a_codec(codec: Codec) -> None:
    assert read(f'codec: {codec}, level: "4.0"') == (codec, "4.0")


@pytest.mark.parametrize(
    ("profile", "said"),
    [
        ("codec: mpeg2", r"channels\.yaml:10 · channels\.0\.profile\.codec: .*'h264', 'hevc', 'vp9' or 'av1'"),
        ('codec: hevc, level: "4.2"', r"channels\.yaml:10 · .*level: HEVC has no level “4\.2”\. Write one of: 3\.0"),
        ('codec: av1, level: "3.1"', r"more than AV1 level 3\.1 allows\. Set the level .* to 4\.0"),
        ('level: "3.1"', r"more than H\.264 level 3\.1 allows\. Set the level .* to 4\.0"),
    ],
)
def test_what_is_wrong_is_named_with_its_line_and_how_to_mend_it(profile: str, said: str) -> None:
    with pytest.raises(CampaignError, match=said):
        read(profile)


def test_a_loop_longer_than_a_day_is_refused() -> None:
    text = CHANNEL.format(profile="fps: 25", width=1920, height=1080).replace(
        "loop_seconds: 60", "loop_seconds: 864000"
    )
    with pytest.raises(CampaignError, match=r"channels\.yaml:7 .*864000 s lasts longer than a day"):
        read_channels(text, file="channels.yaml")
