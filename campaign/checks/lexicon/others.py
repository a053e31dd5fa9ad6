"""Spanish, French, Dutch, German, Romanian, Turkish and Macedonian: short lists, of what is certain.

What a people calls itself is no slur here: gitano in Spanish, manouche in French.
"""

from collections.abc import Mapping

from campaign.checks.lexicon.entry import COE, COMMON, ECRI, OHCHR, Entry, inflect, level, near
from campaign.checks.lexicon.frame import CALM, LEGAL, Frame

_ES = (
    Entry("sudaca", level({"sudaca", "sudacas"}), "latinoamericano", COMMON),
    Entry("negrata", level({"negrata", "negratas", "panchito", "panchitos", "machupichu"}), "persona negra", COMMON),
    Entry("gitanada", level({"gitanada", "gitanadas"}), "gitano, pueblo gitano, romaní", COE),
    Entry(
        "moro",
        level({"moro", "moros", "moraco", "moracos"}),
        "marroquí, magrebí, musulmán",
        ECRI,
        doubtful=True,
        innocent=near(r"moros\s+y\s+cristianos|(?:castillo|cabo|puerto|islote)\s+\w*\s*moro|moros\s+y\s+\w+"),
        people=near(r"(?<!\w)(?:esos|estos|puto\w*|fuera|asco)(?!\w)"),
    ),
)
_FR = (
    Entry(
        "bougnoule", level({"bougnoule", "bougnoules", "bicot", "bicots", "crouille", "crouilles"}), "Maghrébin", ECRI
    ),
    Entry("nègre", level({"nègre", "nègres", "négro", "négros", "négresse", "négresses"}), "personne noire", ECRI),
    Entry("youpin", level({"youpin", "youpins", "youpine", "youtre", "youtres"}), "juif", ECRI),
    Entry("métèque", level({"métèque", "métèques"}), "étranger", COMMON),
    Entry("romano", level({"romanichel", "romanichels", "romanos"}), "Rom", COE),
)
_NL = (
    Entry("zigeuner", level({"zigeuner", "zigeuners"}), "Roma, Sinti", COE, stems=("zigeuner",)),
    Entry("neger", level({"neger", "negers", "negerin", "negerinnen", "nikker", "nikkers"}), "zwarte persoon", ECRI),
    Entry("makak", level({"makak", "kutmarokkaan", "kutmarokkanen", "geitenneuker"}), "Marokkaan", ECRI),
)
_DE = (
    Entry("Zigeuner", level({"zigeuner", "zigeuners"}), "Roma, Sinti, Romnja", COE, stems=("zigeuner",)),
    Entry("Neger", level({"neger", "negers", "negern", "negerin", "negerinnen"}), "Schwarze", ECRI),
    Entry("Kanake", level({"kanake", "kanaken", "kanak"}), "Migrant, Migrantin", ECRI),
    Entry(
        "Polacke",
        level({"polacke", "polacken", "itaker", "kümmeltürke", "kümmeltürken"}),
        "Pole, Italiener, Türke",
        COMMON,
    ),
    Entry("Judensau", level({"judensau", "saujude", "saujuden", "judenschwein"}), "Jude, Jüdin", ECRI),
)
_RO = (
    Entry(
        "țigan",
        level({
            "țigan", "țiganul", "țiganule", "țiganului", "țigani", "țiganii", "țiganilor", "țigancă", "țiganca",
            "țigance",
            "țigancele", "țigănesc", "țigănească", "țigănești", "țigănie", "țigănia", "țigănuș", "țigănime",
        }),
        "rom, romă, romi",
        COE,
        anywhere=True,
    ),
    Entry(
        "cioară",
        level({"cioară", "cioara", "ciori", "ciorile"}),
        "rom, romi",
        COE,
        doubtful=True,
        innocent=near(r"pasar|copac|cuib|penaj|stol|zboar|croncan|vrabi|porumb|gradin"),
        people=near(r"(?<!\w)(?:rom\w*|acesti\w*|aceste|fura|murdar\w*|cartier\w*|afara)(?!\w)"),
    ),
    Entry("jidan", level({"jidan", "jidani", "jidanii", "jidanul", "jidancă"}), "evreu", ECRI),
    Entry("bozgor", level({"bozgor", "bozgori", "bozgorii"}), "maghiar", COMMON),
)  # fmt: skip
_TR = (
    Entry(
        "çingene",
        level({"çingene", "çingeneler", "çingenenin", "çingenelerin", "çingeneye", "çingenelik", "çingenece"}),
        "Roman, Romanlar",
        COE,
        doubtful=True,
        people=near(r"(?<!\w)(?:hirsiz\w*|pis|kirli|mahalle\w*|bu|su)(?!\w)"),
    ),
    Entry("gâvur", level({"gâvur", "gâvurlar", "gavurun"}), "Hristiyan, yabancı", COMMON),
)
_MK = (
    Entry(
        "циган",
        inflect("циган", "-ин", "-ка", "-че", "-ски") | {"циган", "циганот", "циганката", "цигането"},
        "Ром, Ромка, Роми",
        COE,
    ),
)

SLURS: Mapping[str, tuple[Entry, ...]] = {"es": _ES, "fr": _FR, "nl": _NL, "de": _DE, "ro": _RO, "tr": _TR, "mk": _MK}

_ES_WHO = r"(?:inmigrantes?|migrantes?|refugiados?|extranjeros?)"
_FR_WHO = r"(?:immigres?|migrants?|refugies?|etrangers?|clandestins?)"
_NL_WHO = r"(?:migranten|immigranten|vluchtelingen|asielzoekers|vreemdelingen|buitenlanders)"
_DE_WHO = r"(?:migranten|fluchtlingen?|asylanten|auslandern?|zuwanderern?)"
_RO_WHO = r"(?:imigranti|imigrantilor|migranti|refugiati|straini)"
_TR_WHO = r"(?:gocmen(?:ler)?|multeci(?:ler)?|siginmaci(?:lar)?)"

FRAMES: Mapping[str, tuple[Frame, ...]] = {
    "es": (
        Frame(r"(?:in)?migrantes?\s+ilegal(?:es)?|ilegales", LEGAL, OHCHR),
        Frame(
            rf"(?:avalancha|oleada|ola|invasion|marea|aluvion|tsunami|horda)s?\s+(?:de\s+)?(?:\w+\s+)?{_ES_WHO}",
            CALM,
            ECRI,
        ),
        Frame(r"(?:delincuencia|criminalidad|problema)\s+(?:gitan[oa]|inmigrante|migrante)", CALM, ECRI),
    ),
    "fr": (
        Frame(r"(?:im)?migr(?:es?|ants?)\s+(?:clandestins?|illegaux|illegal)|les\s+clandestins", LEGAL, OHCHR),
        Frame(
            rf"(?:vague|flot|afflux|invasion|deferlante|maree|horde|raz-de-maree)s?\s+(?:de\s+|d['’]\s*)?(?:\w+\s+)?{_FR_WHO}",
            CALM,
            ECRI,
        ),
        Frame(r"(?:delinquance|criminalite)\s+(?:rom|etrangere|immigree)|grand\s+remplacement", CALM, ECRI),
    ),
    "nl": (
        Frame(rf"illegale?\s+{_NL_WHO}|illegalen", LEGAL, OHCHR),
        Frame(
            rf"(?:tsunami|vloedgolf|stroom|golf|invasie|horde)s?\s+(?:van\s+)?{_NL_WHO}|asieltsunami|gelukszoekers?",
            CALM,
            ECRI,
        ),
    ),
    "de": (
        Frame(rf"illegale[nr]?\s+{_DE_WHO}|illegale", LEGAL, OHCHR),
        Frame(
            r"(?:fluchtlings|asylanten|migranten|auslander)(?:welle|flut|strom|strome|schwemme|lawine|invasion|kriminalitat)\w{0,2}",
            CALM,
            ECRI,
        ),
        Frame(rf"(?:welle|flut|strom|lawine|invasion|ansturm)\s+(?:von\s+|an\s+)?(?:\w+\s+)?{_DE_WHO}", CALM, ECRI),
        Frame(r"umvolkung|uberfremdung|asylant(?:en)?|wirtschaftsfluchtlinge?n?|clankriminalitat", CALM, ECRI),
    ),
    "ro": (
        Frame(r"(?:i)?migranti(?:lor)?\s+ilegali(?:lor)?|ilegalisti", LEGAL, OHCHR),
        Frame(rf"(?:val|valuri|invazie|invazia|potop|hoarde|tsunami)\s+(?:de\s+)?(?:\w+\s+)?{_RO_WHO}", CALM, ECRI),
        Frame(r"(?:infractionalitatea|criminalitatea|problema)\s+(?:romilor|tiganilor|tiganeasca|roma)", CALM, ECRI),
    ),
    "tr": (
        Frame(rf"(?:kacak|yasa\s?disi)\s+{_TR_WHO}", LEGAL, OHCHR),
        Frame(rf"{_TR_WHO}\s+(?:akini|istilasi|dalgasi|seli)", CALM, ECRI),
    ),
}
