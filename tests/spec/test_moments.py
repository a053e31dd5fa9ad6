"""Times as tables write them."""

import pytest

from campaign.spec.moments import Moment, read_moment


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2021", "2021"),
        ("2021 г.", "2021"),
        ("2021г", "2021"),
        ("2021-05", "2021-05"),
        ("2021M05", "2021-05"),
        ("05.2021", "2021-05"),
        ("май 2021", "2021-05"),
        ("September 2021", "2021-09"),
        ("2021-05-20", "2021-05-20"),
        ("20.05.2021 г.", "2021-05-20"),
        ("2021-05-20T10:00:00", "2021-05-20"),
    ],
)
def test_a_time_is_read(text: str, iso: str) -> None:
    assert read_moment(text) == Moment(iso)


def test_a_school_year_stands_under_its_first_year() -> None:
    assert read_moment("2020/21") == read_moment("2020 – 2021") == Moment("2020", is_span=True)


@pytest.mark.parametrize("text", ["", "1234", "31.02.2021", "13.2021", "Сливен 2021 г. общо", "2021 %", "foo 2021"])
def test_what_is_no_time_is_none(text: str) -> None:
    assert read_moment(text) is None
