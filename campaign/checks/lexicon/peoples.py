"""How a person's ethnicity, faith or origin is named (checks.md E10). In: a language. Out: patterns over folded text.

One person, never a group: “ромка”, “a Roma pupil”, not “ромски деца”. A country somebody comes from is no ethnicity;
whom the police look for is another matter: there any nationality counts.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache

from campaign.checks.lexicon.entry import inflect, join, level


@dataclass(frozen=True)
class OriginPatterns:
    """`one` is a person by ethnicity; `suspect` any people or nation near which a crime makes a person a suspect;
    `crime` what makes one; `every` right before it means a group after all, `innocent` near it that the word means no
    person."""

    one: str
    suspect: str = r"(?!)"
    crime: str = r"(?!)"
    every: str = r"(?!)"
    innocent: str = r"(?!)"


_BG_STEMS = (
    "ромск", "циганск", "турск", "арабск", "еврейск", "арменск", "украинск", "руск", "сирийск", "афганистанск",
    "афганск", "иракск", "иранск", "африканск", "китайск", "виетнамск", "македонск", "албанск", "помашк",
    "влашк", "мюсюлманск", "чернокож", "тъмнокож", "мургав",
)  # fmt: skip
_BG_PERSON = {
    "ученик", "ученика", "ученикът", "ученичка", "ученичката", "момче", "момчето", "момиче", "момичето", "дете",
    "детето", "жена", "жената", "мъж", "мъжа", "мъжът", "майка", "майката", "баща", "бащата", "учител",
    "учителя", "учителят", "учителка", "учителката", "младеж", "младежа", "младежът", "девойка", "девойката",
    "студент", "студента", "студентът", "студентка", "студентката", "лекар", "лекаря", "лекарят", "лекарка",
    "певец", "певеца", "певецът", "певица", "певицата", "съсед", "съседа", "съседът", "съседка", "съседката",
    "медиатор", "медиатора", "медиаторът", "медиаторка", "баба", "бабата", "дядо", "дядото", "работник",
    "работника", "работникът", "музикант", "музиканта", "музикантът", "актьор", "актьорът", "актриса", "шофьор",
    "шофьорът", "художник", "художничка", "съученик", "съученичка", "съученика", "приятел", "приятелка",
    "момченце", "момиченце", "бебе", "бебето", "син", "сина", "синът", "дъщеря", "дъщерята", "гражданин",
    "доброволец", "доброволка", "адвокат", "адвокатка", "инженер", "преподавател", "преподавателка", "готвач",
    "готвачка", "журналист", "журналистка", "футболист", "треньор", "писател", "поет", "сестра", "брат", "внук",
    "внучка", "господин", "госпожа", "активист", "активистка", "старец", "старица", "пенсионер", "пенсионерка",
    "спортист", "спортистка", "полицай", "войник", "абитуриент", "абитуриентка",
}  # fmt: skip
_BG_ONE = (
    {"ром", "ромът", "ромка", "ромката", "ромко", "ромче", "ромчето", "ромкиня", "турчинка"}
    | {"циганин", "циганинът", "циганина", "циганка", "циганката", "циганче", "циганчето"}
    | {"турчин", "турчина", "турчинът", "туркиня", "туркинята", "турче", "турчето"}
    | {"арабин", "арабина", "арабинът", "арабка", "арабката", "евреин", "евреина", "евреинът", "еврейка", "еврейката"}
    | {"арменец", "арменеца", "арменецът", "арменка", "арменката", "помак", "помакът", "помакиня", "мюсюлманин"}
    | {"мюсюлманина", "мюсюлманинът", "мюсюлманка", "мюсюлманката", "афганистанец", "афганистанеца", "афганистанецът"}
    | {"сириец", "сириеца", "сириецът", "сирийка", "сирийката", "чернокож", "чернокожия", "чернокожият", "чернокожа"}
)  # fmt: skip
_BG_NATIONS = (
    _BG_ONE
    | {"роми", "ромите", "цигани", "циганите", "турци", "турците", "араби", "арабите", "афганистанци", "афганистанците"}
    | {"сирийци", "сирийците", "мигрант", "мигранта", "мигрантът", "мигранти", "мигрантите", "бежанец", "бежанеца"}
    | {"бежанецът", "бежанци", "бежанците", "чужденец", "чужденеца", "чужденецът", "чужденци", "чужденците"}
    | inflect("румън", "-ец", "-ка") | inflect("украин", "-ец", "-ка") | inflect("иракчан", "-ин")
    | inflect("пакистан", "-ец")
    | inflect("македон", "-ец", "-ка") | inflect("албан", "-ец", "-ка") | inflect("марокан", "-ец")
    | inflect("алжир", "-ец") | inflect("иран", "-ец") | inflect("нигер", "-иец") | inflect("молдов", "-ец")
    | {"руснак", "руснаци", "рускиня", "грузинец", "грузинци"}
)  # fmt: skip
_BG_CRIME = (
    r"(?<!\w)(?:задърж\w+|арест\w+|обвин\w+|заподозр\w+|крад(?:е|ец|ци|ла)\w*|открад\w+|краж\w+|обра(?:л|х)\w*|убий\w+|"
    r"убил?\w*|нападател\w*|нападна\w*|извършител\w*|престъпник\w*|престъпници\w*|изнасил\w+|ограб\w+|дилър\w*|трафикант\w*|"
    r"намушка\w*|преби\w*|измам\w+|терорист\w*)(?!\w)"
)
_EN_PEOPLES = {
    "roma", "romani", "romany", "gypsy", "turkish", "jewish", "muslim", "arab", "black", "armenian",
    "ukrainian", "syrian", "afghan", "iraqi", "iranian", "african", "kurdish", "pomak", "vlach", "albanian",
    "chinese", "vietnamese", "somali",
}  # fmt: skip
_EN_PERSON = (
    r"(?:woman|man|girl|boy|child|pupil|student|teacher|mother|father|mum|dad|son|daughter|neighbou?r|mediator|worker|musician|"
    r"singer|actor|actress|doctor|nurse|driver|grandmother|grandfather|lady|guy|teenager|youth|youngster|classmate|friend|"
    r"engineer|activist|cook|chef|coach|footballer|pensioner|brother|sister|widow|volunteer|citizen|baby|kid|person|player|artist|writer|poet|lawyer|journalist|shopkeeper|refugee)"
)
_EN_CRIME = (
    r"(?<!\w)(?:arrest(?:ed|s)?|suspects?|suspected|charged|accused|detained|thie(?:f|ves)|stole|robbed|robbers?|burglars?|"
    r"murder(?:ed|er|ers)?|attack(?:ed|er|ers)|rapists?|raped|stabbed|perpetrators?|criminals?|convicted|gunm[ae]n|terrorists?)"
    r"(?!\w)"
)


def _build_bulgarian() -> OriginPatterns:
    adjective = rf"(?:{'|'.join(sorted(level(_BG_STEMS), key=len, reverse=True))})(?:и|ия|ият|а|ата|о|ото)?"
    person = join(_BG_PERSON)
    origin = rf"(?:от|с)\s+{adjective}\s+(?:произход|етнос|етническ\w+\s+\w+)"
    return OriginPatterns(
        one=rf"(?<!\w)(?:{join(_BG_ONE)}|{adjective}\s+(?:\w+\s+)?{person}|{origin}|(?:аз\s+)?съм\s+ромк?а?)(?!\w)",
        suspect=rf"(?<!\w)(?:{join(_BG_NATIONS)}|{adjective}\s+(?:{person}|гражданин|граждани|гражданка)|{origin})(?!\w)",
        crime=_BG_CRIME,
        every=r"(?<!\w)(?:(?:всеки|всяка|всяко|никой|никоя|нито|една|един|едно|от)\s+(?:\w+\s+)?|"
        r"(?:съседи|хора(?:та)?|деца(?:та)?|ученици(?:те)?|жители(?:те)?|семейства|жени(?:те)?|мъже|младежи(?:те)?|"
        r"граждани(?:те)?|българи(?:те)?|студенти(?:те)?|участници(?:те)?|лица)\s+)$",
        innocent=r"напитк|пи(?:я|ем|ете|ят|е|еш)(?!\w)|чаш|бутилк|коктейл|тръстик|захар|торт|крем|есенция|бъчв|кубинск",
    )


def _build_english() -> OriginPatterns:
    people = join(_EN_PEOPLES)
    origin = rf"of\s+{people}\s+(?:origin|descent|ethnicity|background)"
    be = r"(?:i\s+am|i['’]m|(?:s)?he\s+is|(?:s)?he['’]s|is|was|are\s+you)"
    one = rf"(?:a|an|the|this|that|our|young|old|one|\d+-year-old)\s+(?:\w+\s+)?{people}(?:\s+\w+)?\s+{_EN_PERSON}"
    bare = rf"{people}\s+{_EN_PERSON}"
    am = rf"{be}\s+(?:a\s+|an\s+)?(?:roma|romani|romany|jewish|turkish|muslim|kurdish|syrian|afghan)"
    nation = (
        rf"(?:{people}|romanians?|bulgarians?|moroccans?|algerians?|pakistanis?|migrants?|refugees?|foreigners?|"
        rf"immigrants?|afghans|syrians|turks?|albanians|nigerians?)"
    )
    return OriginPatterns(
        one=rf"(?<!\w)(?:{one}|{bare}|{am}|{origin}|(?:an?|ethnic)\s+(?:roma|rom|jew|turk|gypsy|arab|kurd))(?!\w)",
        suspect=rf"(?<!\w)(?:{nation}|{origin})(?!\w)",
        crime=_EN_CRIME,
        every=r"(?<!\w)(?:(?:every|each|no|any|all)\s+(?:\w+\s+)?|(?:people|residents|neighbou?rs|pupils|children|families|"
        r"women|men|students|citizens|participants|bulgarians|youngsters)\s+)$",
    )


_BUILT: Mapping[str, Callable[[], OriginPatterns]] = {"bg": _build_bulgarian, "en": _build_english}


@cache
def find_patterns(language: str) -> OriginPatterns | None:
    """None for a language without lists: nobody can tell there."""
    build = _BUILT.get(language)
    return build() if build else None
