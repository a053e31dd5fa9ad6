"""An entry of a word list, and how its forms are made. In: a stem and its families. Out: every form, folded.

Forms are whole words: a stem that is found anywhere would hit innocent ones. CoE is the Council of Europe's Descriptive
Glossary of terms relating to Roma issues (2012); ECRI its General Policy Recommendation No 15 on hate speech (2015);
FRA
the EU Agency for Fundamental Rights; OHCHR and PACE (Resolution 1509 (2006)) on irregular migrants; [C] common usage.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from campaign.checks.folding import fold

COE = "Council of Europe, Descriptive Glossary of terms relating to Roma issues (2012)"
ECRI = "ECRI General Policy Recommendation No 15 (2015)"
FRA = "EU Agency for Fundamental Rights, reports on antigypsyism and hate crime"
OHCHR = "OHCHR; PACE Resolution 1509 (2006): a person is not illegal"
COMMON = "common usage: dictionaries mark it as offensive"

FAMILIES: Mapping[str, tuple[str, ...]] = {
    "-ин": ("ин", "ина", "инът", "ино", "и", "ите"),
    "-": ("", "а", "ът", "и", "ите", "о", "е"),
    "-ък": ("ък", "ъка", "ъкът", "ци", "ците", "ъко"),
    "-ър": ("ър", "ъра", "ърът", "ри", "рите", "ъре"),
    "-ец": ("ец", "еца", "ецът", "ци", "ците", "ецо"),
    "-иец": ("иец", "иеца", "иецът", "ийци", "ийците"),
    "-ка": ("ка", "ката", "ки", "ките", "ко", "ке"),
    "-киня": ("киня", "кинята", "кини", "кините", "кинньо"),
    "-че": ("че", "чето", "чета", "четата"),
    "-енце": ("енце", "енцето", "енца", "енцата"),
    "-ище": ("ище", "ището", "ища", "ищата"),
    "-ия": ("ия", "ията", "ии", "иите", "ийо"),
    "-щина": ("щина", "щината", "щини", "щините"),
    "-лък": ("лък", "лъка", "лъкът", "лъци", "лъците"),
    "-ьо": ("ьо", "ьото", "ьовци", "ьовците"),
    "-ко": ("ко", "кото", "ковци", "ковците"),
    "-ски": ("ски", "ския", "ският", "ска", "ската", "ско", "ското", "ските"),
    "-прил": ("", "ия", "ият", "а", "ата", "о", "ото", "и", "ите"),
    "-ен": ("ен", "ния", "ният", "на", "ната", "но", "ното", "ни", "ните"),
    "-а": ("а", "ата", "и", "ите", "о"),
    "-ие": ("ие", "ието", "ия", "ията"),
    "-ост": ("ост", "остта", "ости", "остите"),
}
"""Bulgarian endings: short and full article, plural with its article, vocative."""


@dataclass(frozen=True)
class Entry:
    """`own` is what the people themselves say. `doubtful` has an innocent meaning too: it is an error only where
    `people` stands near, and nothing where `innocent` does. `stems` begin a word whatever follows (German compounds).
    `anywhere` entries are looked for in texts of every language."""

    lemma: str
    forms: frozenset[str]
    own: str
    source: str
    doubtful: bool = False
    innocent: re.Pattern[str] | None = None
    people: re.Pattern[str] | None = None
    stems: tuple[str, ...] = ()
    anywhere: bool = False


def inflect(stem: str, *families: str) -> frozenset[str]:
    """Every form of a Bulgarian word family."""
    return frozenset(stem + ending for family in families for ending in FAMILIES[family])


def level(words: Iterable[str]) -> frozenset[str]:
    """The words as folding leaves them, to be compared with folded text."""
    return frozenset(fold(word).text for word in words)


def join(words: Iterable[str]) -> str:
    """One of these words, as a piece of a pattern over folded text; the longest first."""
    return "(?:" + "|".join(re.escape(word) for word in sorted(level(words), key=lambda word: (-len(word), word))) + ")"


def near(pattern: str) -> re.Pattern[str]:
    """A pattern that is looked for around a word, in folded text."""
    return re.compile(pattern)
