"""What speaks against a schedule, as people read it."""

from django.utils.translation import override

from campaign.spec.message import say
from campaign.studio.objections import Glossary

GLOSSARY = Glossary({"tram": "Трамвай"}, {"parents": "Родители", "rush": "Пик"}, {})


def test_promises_behind_a_name_are_written_as_people_write_them() -> None:
    message = say("Promises that would fit: %(shares)s.", shares="parents 16.7 %, rush 38/h, 2.5 m")
    with override("bg"):
        assert GLOSSARY.call("parents 16.7 %, rush 38/h") == "Родители 16,7\N{NO-BREAK SPACE}%, Пик 38/ч"
    with override("en"):
        assert GLOSSARY.spell(message) == (
            "Promises that would fit: Родители 16.7\N{NO-BREAK SPACE}%, Пик 38/h, 2.5 m."
        )
