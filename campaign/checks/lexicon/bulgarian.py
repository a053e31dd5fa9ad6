"""Bulgarian: slurs in all their forms, and frames that make people a threat."""

import re
from collections.abc import Iterator

from campaign.checks.lexicon.entry import COE, COMMON, ECRI, FRA, OHCHR, Entry, inflect, join, level, near
from campaign.checks.lexicon.frame import CALM, LEGAL, Frame

_ROMA = "ром, ромка, роми"
_BLACK = "чернокож, чернокожа"
_JEW = "евреин, еврейка, евреи"
_PEOPLE = (
    r"(?<!\w)(?:ром\w{0,6}|цига\w+|хора(?:та)?|махал\w+|квартал\w*|гето\w*|децата|семейств\w+|мръсн\w+|проклет\w+|тез[иия]|"
    r"тия|онез\w+|ония|крадат|краде|крадлив\w*|раждат|изгон\w+|прибер\w+|съсед\w*|мургав\w*|крадец|крадци)(?!\w)"
)

SLURS = (
    Entry(
        "циганин",
        inflect("циган", "-ин", "-ка", "-че", "-ски", "-ище", "-ия", "-щина", "-лък", "-енце")
        | {
            "циган",
            "циганя",
            "циганята",
            "циганори",
            "циганорите",
            "циганьор",
            "циганкиня",
            "циганьо",
            "циганья",
            "циганета",
            "циганетата",
        },
        _ROMA,
        COE,
        innocent=near(
            r"цигански(?:ят|я|те)?\s+(?:барон|напеви|песни|мотиви|танци)|циганск(?:о|ото)\s+лято|"
            r"циганск\w+\s+(?:рапсоди\w*|молец|музика)"
        ),
        anywhere=True,
    ),
    Entry(
        "чингене", level({"чингене", "чингенето", "чингенета", "чингенетата", "чингенин"}), _ROMA, FRA, anywhere=True
    ),
    Entry(
        "мангал",
        inflect("мангал", "-", "-ка", "-че", "-ски", "-ище") | {"мангасар", "мангасари", "мангасарите", "мангалята"},
        _ROMA,
        FRA,
        doubtful=True,
        innocent=near(
            r"на\s+мангал(?!\w)|наденич|зеленчу|чушк|храна|готв|гриб|обяд|вечеря|музе|старинен|"
            r"въгл|въглищ|жар|огън|скара|кебап|кюфте|шиш|печ[еи]|пека|месо|риба|кафе|джезве|месинг|меден|меднa|бакър|газ|"
            r"димя|пуш[ие]|разпал|нагорещ|двор|терас|градин|пикник|купи|продава|магазин|цена|лв|температур|зим|топл|решетк"
        ),
        people=near(_PEOPLE + r"|мангалите\s+са"),
    ),
    Entry("мурджо", level({"мургавелко", "мургавелковци", "мургавелковците", "мургавелка"}), _ROMA, COMMON),
    Entry(
        "негър",
        inflect("негър", "-", "-ка", "-че", "-ски") | inflect("нег", "-ър") | {"негрите", "негри"},
        _BLACK,
        ECRI,
        innocent=near(r"литератур\w+\s+нег\w+|рио\s+негро"),
        anywhere=True,
    ),
    Entry(
        "чернилка",
        inflect("чернил", "-ка"),
        _BLACK,
        COMMON,
        doubtful=True,
        innocent=near(r"мастил|перо|писалк|черниц|плод|сладко|дърво|гъб|сорт|череш|слив|грозд|бере"),
        people=near(_PEOPLE),
    ),
    Entry("черньо", inflect("черн", "-ьо") | {"черногъз", "черногъзи", "черногъзите"}, _BLACK, COMMON),
    Entry("чифут", inflect("чифут", "-", "-ин", "-ка", "-че", "-ски", "-щина"), _JEW, ECRI, anywhere=True),
    Entry("жълтур", inflect("жълтур", "-", "-ка", "-че"), "азиатец, азиатка", COMMON),
    Entry(
        "чалмалия",
        level({"чалмалия", "чалмалии", "чалмалиите", "чалмар", "чалмари", "чалмарите"}),
        "мюсюлманин",
        COMMON,
    ),
    Entry("турчуля", level({"турчуля", "турчули", "турчулите", "турчулята"}), "турчин, турци", COMMON),
)

_WHO = (
    inflect("мигрант", "-", "-ка")
    | inflect("имигрант", "-", "-ка")
    | inflect("бежан", "-ец", "-ка")
    | inflect("чужден", "-ец", "-ка")
    | inflect("афганистан", "-ец")
    | inflect("африкан", "-ец", "-ка")
    | inflect("сир", "-иец")
    | inflect("араб", "-ин")
    | inflect("мюсюлман", "-ин")
    | {"преселници", "преселниците"}
)
_ADJECTIVE = (
    inflect("мигрант", "-ски") | inflect("имигрант", "-ски") | inflect("бежан", "-ски") | inflect("емигрант", "-ски")
)
_ROMA_ADJECTIVE = inflect("ром", "-ски") | inflect("циган", "-ски")
_GROUP = _WHO | {
    "роми",
    "ромите",
    "цигани",
    "циганите",
    "евреи",
    "евреите",
    "турци",
    "турците",
    "чернокожи",
    "чернокожите",
}
_FLOOD = level(
    set(inflect("вълн", "-а")) | set(inflect("лавин", "-а")) | set(inflect("орд", "-а")) | set(inflect("нашеств",
    "-ие"))
    | set(inflect("инваз", "-ия")) | set(inflect("наводнен", "-ие")) | set(inflect("рой", "-"))
    | {"потоп", "потопа", "потопът", "поток", "потока", "потокът", "потоци", "потоците", "цунами", "цунамито",
    "пълчища",
       "пълчищата", "прилив", "прилива", "приливът", "наплив", "наплива", "напливът", "рояк", "рояци"}
)  # fmt: skip
_FLOODING = (
    "залива", "заливат", "заля", "заляха", "залели", "наводнява", "наводняват", "наводниха", "превземат", "превзеха",
    "превзели", "нахлуват", "нахлуха", "нахлули", "окупират", "окупираха", "щурмуват", "щурмуваха", "прииждат",
)  # fmt: skip
_ILLEGAL = inflect("нелегал", "-ен") | inflect("незакон", "-ен")
_VERMIN = (
    inflect("паразит", "-") | inflect("хлебар", "-ка") | {"плъх", "плъхове", "плъховете", "сган", "сганта", "измет",
    "изметта"}
    | {"паплач", "паплачта", "напаст", "напастта", "зараза", "заразата", "животни", "животните", "маймуни", "маймуните"}
)  # fmt: skip


def _list_frames() -> Iterator[Frame]:
    who, group, flood = join(_WHO), join(_GROUP), join(_FLOOD)
    yield Frame(rf"{join(_ILLEGAL)}\s+(?:\w+\s+)?{who}", LEGAL, OHCHR)
    yield Frame(r"нелегал(?:и|ите|а|ът)?|илегал(?:и|ите)", LEGAL, OHCHR)
    yield Frame(rf"{join(_ADJECTIVE)}\s+{flood}", CALM, ECRI)
    yield Frame(rf"{flood}\s+(?:от\s+|на\s+|с\s+)?(?:\w+\s+){{0,2}}?{who}", CALM, ECRI)
    yield Frame(rf"{join(_FLOODING)}\s+(?:\w+\s+){{0,3}}?{who}", CALM, ECRI)
    yield Frame(rf"{who}(?:те)?\s+(?:\w+\s+){{0,2}}?{join(_FLOODING)}", CALM, ECRI)
    crime = join(
        inflect("престъпн", "-ост") | inflect("криминалн", "-ост") | {"криминалитет", "криминалитета", "бандитизъм"}
    )
    yield Frame(
        rf"{join(_ADJECTIVE | _ROMA_ADJECTIVE | inflect('етничес', '-ка') | {'етническата'})}\s+{crime}", CALM, FRA
    )
    yield Frame(rf"{crime}\s+(?:сред|на)\s+{group}", CALM, FRA)
    trouble = join(
        inflect("въпрос", "-") | inflect("проблем", "-") | inflect("заплах", "-а") | inflect("опасн", "-ост")
        | inflect("терор", "-") | inflect("напаст", "-")
    )  # fmt: skip
    yield Frame(rf"{join(_ADJECTIVE | _ROMA_ADJECTIVE)}\s+{trouble}", CALM, FRA)
    vermin = join(_VERMIN)
    yield Frame(rf"{group}\s+(?:са|като|—|–|-)\s+(?:\w+\s+)?{vermin}", CALM, ECRI)
    yield Frame(rf"{vermin}\s+(?:\w+\s+)?{group}", CALM, ECRI)
    yield Frame(r"(?:социални|соц)\s+паразити|(?:демографск\w+|етническ\w+|ромск\w+)\s+(?:бомба|взрив)", CALM, ECRI)
    yield Frame(r"подмяна(?:та)?\s+на\s+(?:населени\w+|народ\w*|нация\w*)|голямата\s+подмяна", CALM, ECRI)


FRAMES = tuple(_list_frames())
TRANSLITERATED = re.compile(r"(?:ts|tz|c)igan(?:in|ina|inut|i|ite|ka|kata|ki|kite|che|cheta|ski|ska|sko|skite|iya|ia)?")
"""Bulgarian typed in Latin letters."""
