"""Schedule files for the tests' channel: one flight a day long."""

from pathlib import Path

CHANNELS = """
channels:
  - id: tram
    title: {bg: Трамвай, en: Tram}
    format: {width: 320, height: 180}
    venue: 10801
    hours: {opens: "05:00", closes: "00:30"}
    loop_seconds: 60
    slot_seconds: 10
    languages: [bg]
"""
ALWAYS_OPEN = CHANNELS.replace('closes: "00:30"', 'closes: "05:00"')
"""For tests by the clock of the day: what they ask plays at night too."""
CALENDARS = """
calendars:
  - {id: public-holidays, title: {bg: Празници, en: Holidays}, holidays: BG}
"""
DAYPARTS = """
dayparts:
  - {id: morning, title: {bg: Сутрин, en: Morning}, start: "07:00", end: "10:00"}
"""
FLIGHTS = """
flights:
  - id: together
    campaign: together
    channels: [tram]
    since: 2026-01-01
    until: 2099-12-31
    share: 50
fallbacks:
  tram: [together/ana]
"""


def write_schedules(folder: Path, *, flights: str = FLIGHTS, channels: str = CHANNELS) -> Path:
    """The files in a folder of their own."""
    folder.mkdir(exist_ok=True)
    for name, text in {"channels": channels, "calendars": CALENDARS, "dayparts": DAYPARTS, "flights": flights}.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return folder
