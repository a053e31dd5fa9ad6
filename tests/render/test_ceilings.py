"""Every further effort aims lower, and the last failure says what was measured, what is allowed, how to mend it."""

from dataclasses import replace

import pytest

from campaign.render.ceilings import MOST_EFFORTS, Effort, find_ceiling, next_effort, start_effort
from campaign.render.ports import VideoPlan
from campaign.spec.channels import Codec, Profile
from campaign.spec.errors import RenderFailed

PLAN = VideoPlan(320, 180, 250, 250, Profile(max_kbps=800, max_bytes=2_000_000))


def test_the_ceiling_is_the_lowest_of_rate_size_and_level() -> None:
    assert find_ceiling(PLAN) == 1_000_000
    assert find_ceiling(replace(PLAN, profile=replace(PLAN.profile, max_bytes=500_000))) == 500_000
    level = Profile(codec=Codec.AV1, level="3.0", max_kbps=50_000, max_bytes=90_000_000)
    assert find_ceiling(replace(PLAN, profile=level)) == 7_500_000


def test_a_file_that_is_too_large_is_aimed_at_below_its_ceiling() -> None:
    first = start_effort(PLAN)
    assert first.number == 0
    second = next_effort(PLAN, first, size=1_500_000)
    assert second == Effort(1, 776)
    assert next_effort(PLAN, second, size=1_250_000) == Effort(2, 602)


def test_the_last_effort_ends_in_plain_words() -> None:
    with pytest.raises(RenderFailed) as caught:
        next_effort(PLAN, Effort(MOST_EFFORTS - 1, 300), size=1_500_000)
    assert str(caught.value) == (
        "The loop needs 1500000 bytes (1200 kbit/s), the channel allows 1000000 bytes (800 kbit/s). "
        "Use a calmer or shorter clip, or raise max_kbps or max_bytes in the channel's profile."
    )
