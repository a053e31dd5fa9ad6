"""How a report reads. In: a reader's language, and what translates. Out: names, numbers, days and notes as text."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from babel import Locale
from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal, format_percent

from campaign.playlists.overlay import FLIGHT as EMERGENCY
from campaign.playlists.xml_file import FORBIDDEN
from campaign.spec.languages import LANGUAGES, Texts
from campaign.spec.message import Message, say
from campaign.spec.report import HOUR, Figures, FlightLine, PlayReport, Scope

NONE = "–"
"""In the place of a figure that there is none of."""

REASONS: Mapping[str, Message] = {
    "known": say("Reported twice"),
    "overlapping": say("While the same screen showed something else"),
    "unscheduled": say("Not scheduled on the channel at that time"),
    "withdrawn": say("After it had been withdrawn"),
    "unknown": say("Of a material the channel does not have"),
    "future": say("In the future"),
    "ancient": say("More than 30 days late"),
    "invalid": say("Unreadable"),
}
"""Why a row does not count, as people read it."""


@dataclass(frozen=True)
class Told:
    """Figures in words, NONE in the place of one that there is none of."""

    planned: str
    played: str
    kept: str
    time: str
    screens: str
    voice: str
    contacts: str


@dataclass(frozen=True)
class Reader:
    """`language` is a code such as bg; `translate` turns messages into it."""

    language: str
    translate: Callable[[Message], str]

    def pick(self, texts: Texts, *, other: str) -> str:
        """The text in the language, else in Bulgarian, else in any; `other` where there is none. Without characters
        that no workbook or font can hold."""
        text = texts.get(self.language) or texts.get("bg") or next(iter(texts.values()), "")
        return FORBIDDEN.sub("", text) or other

    def number(self, value: float, *, digits: int = 0) -> str:
        text: str = format_decimal(round(value, digits), locale=self.language)
        return text

    def share(self, value: float | None) -> str:
        """A part of 1 as per cent, with one digit below ten."""
        if value is None:
            return NONE
        pattern = "#,##0.0\N{NO-BREAK SPACE}%" if 0 < value < 0.1 else "#,##0\N{NO-BREAK SPACE}%"
        text: str = format_percent(value, format=pattern, locale=self.language)
        return text

    def hours(self, seconds: float) -> str:
        """Hours, or minutes of less than two."""
        if seconds < 2 * HOUR:
            return self._bind(say("%(minutes)s min", minutes=self.number(seconds / 60)))
        digits = 0 if seconds >= 10 * HOUR else 1
        return self._bind(say("%(hours)s h", hours=self.number(seconds / HOUR, digits=digits)))

    def _bind(self, message: Message) -> str:
        """A number stays beside its unit."""
        return self.translate(message).replace(" ", "\N{NO-BREAK SPACE}")

    def day(self, day: date) -> str:
        pattern = "d MMMM y 'г.'" if self.language == "bg" else "d MMMM y"
        text: str = format_date(day, pattern, locale=self.language)
        return text

    def short_day(self, day: date) -> str:
        text: str = format_date(day, "d.MM" if self.language == "bg" else "d MMM", locale=self.language)
        return text

    def moment(self, at: datetime) -> str:
        pattern = "d MMMM y 'г.', HH:mm" if self.language == "bg" else "d MMMM y, HH:mm"
        text: str = format_datetime(at, pattern, locale=self.language)
        return text

    def period(self, scope: Scope) -> str:
        if scope.since == scope.until:
            return self.day(scope.since)
        return f"{self.day(scope.since)} – {self.day(scope.until)}"

    def language_name(self, code: str) -> str:
        """A language as the reader calls it; of a bilingual picture, both."""
        known = Locale.parse(self.language, sep="-").languages
        parts = [known.get(part) or (LANGUAGES[part].name if part in LANGUAGES else part) for part in code.split("+")]
        return " + ".join(parts)

    def flight(self, line: FlightLine) -> str:
        """What people call it."""
        if not line.flight:
            return self.translate(say("In time that nobody was promised"))
        if line.flight == EMERGENCY:
            return self.translate(say("Emergency messages"))
        return self.pick(line.title, other=line.flight)

    def tell(self, it: Figures) -> Told:
        """The same on the page, on paper and on the terminal."""
        screens = self.number(it.screens)
        return Told(
            planned=self.number(it.planned) if it.planned else NONE,
            played=self.number(it.played),
            kept=self.share(it.kept),
            time=self.hours(it.seconds),
            screens=self._set_beside(screens, self.number(it.due_screens)) if it.due_screens else screens,
            voice=NONE if it.voice is None else self._set_beside(self.share(it.voice), self.share(it.planned_voice)),
            contacts=NONE if it.contacts is None else self.number(it.contacts),
        )

    def _set_beside(self, reached: str, wanted: str) -> str:
        return self.translate(say("%(number)s of %(of)s", number=reached, of=wanted))

    def reason(self, reason: str) -> str:
        return self.translate(REASONS[reason]) if reason in REASONS else reason


def list_notes(report: PlayReport, reader: Reader) -> Iterator[str]:
    """How the figures came about, a sentence or two each."""
    tell = reader.translate
    yield tell(
        say(
            "Planned is what the released schedules had for every screen, until the moment of this report. Played is "
            "what the players themselves have reported, each play only once, and only as far as it was scheduled."
        )
    )
    yield tell(
        say(
            "A play counts where at least three quarters of it were on the screen; time counts to the second. Players "
            "without a network report up to 30 days later, so the figures of the last weeks may still grow."
        )
    )
    yield tell(
        say(
            "The share of voice is the flight's part of all the time for which it was to run, on all screens: as "
            "scheduled, and as reached."
        )
    )
    yield tell(say("Screens are those that showed it on the day when most did, of all that there were."))
    if report.sources:
        yield tell(
            say(
                "Contacts are estimated: the people who pass a screen in an hour, times the hours for which it was "
                "shown. Who looked, nobody knows: nobody is watched."
            )
        )
    if report.releases:
        numbers = ", ".join(f"№ {number}" for number in report.releases)
        yield tell(say("Releases in force in this time: %(numbers)s.", numbers=numbers))
