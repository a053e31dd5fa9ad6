"""English: slurs in all their forms, and frames that make people a threat."""

from collections.abc import Iterator

from campaign.checks.lexicon.entry import COE, COMMON, ECRI, FRA, OHCHR, Entry, join, level, near
from campaign.checks.lexicon.frame import CALM, LEGAL, Frame

_ROMA = "Roma, Romani"
_PEOPLE = (
    r"(?<!\w)(?:roma|people|those|these|dirty|thieving|stealing?|steals?|lazy|camps?|kids|children|famil(?:y|ies)|"
    r"neighbou?rs?)(?!\w)"
)


def _plural(*words: str) -> frozenset[str]:
    return level([form for word in words for form in (word, f"{word}s", f"{word}'s", f"{word}’s")])


SLURS = (
    Entry(
        "gypsy",
        level({"gypsy", "gypsies", "gipsy", "gipsies", "gypsy's", "gypsies’", "gypsyish"}),
        _ROMA,
        COE,
        innocent=near(
            r"gypsy\s+moths?|gypsy\s+(?:jazz|punk|swing|brandy|kings|caravans?\s+museum)|"
            r"gyps(?:y|ies)\s*(?:,|and|&)\s*(?:roma|travell?ers?)|gypsy\s+rose|romany?\s+gyps"
        ),
        anywhere=True,
    ),
    Entry("gyppo", _plural("gyppo", "gypo", "gippo", "pikey", "pikie", "gyppie") | level({"gypped"}),
    _ROMA, FRA, anywhere=True),
    Entry("nigger", _plural("nigger", "nigga", "niggah", "nigguh"), "Black person", ECRI, anywhere=True),
    Entry(
        "negro",
        level({"negro", "negroes", "negros", "negress"}),
        "Black person",
        ECRI,
        innocent=near(
            r"(?:rio|cerro|monte|pico|amaro|el|del|vino|oso)\s+negros?|negros?\s+(?:spirituals?|leagues?|occidental|oriental)"
        ),
    ),
    Entry("wog", _plural("wog", "golliwog"), "say where a person is from", COMMON, anywhere=True),
    Entry("paki", _plural("paki"), "Pakistani", COMMON),
    Entry("raghead", _plural("raghead", "towelhead", "sandnigger"), "Muslim; Arab", COMMON, anywhere=True),
    Entry("kike", _plural("kike"), "Jew, Jewish", ECRI, anywhere=True),
    Entry("darkie", _plural("darkie", "darky", "jigaboo"), "Black person", COMMON, anywhere=True),
    Entry("wetback", _plural("wetback"), "migrant worker", COMMON, anywhere=True),
    Entry(
        "chink",
        _plural("chink"),
        "Chinese",
        COMMON,
        doubtful=True,
        innocent=near(r"chinks?\s+(?:of|in)\s|in\s+the\s+armou?r"),
        people=near(_PEOPLE),
    ),
    Entry(
        "coon",
        _plural("coon"),
        "Black person",
        COMMON,
        doubtful=True,
        innocent=near(r"maine|cats?|hounds?|racc?oon|hunting"),
        people=near(_PEOPLE),
    ),
    Entry(
        "kaffir",
        _plural("kaffir", "kafir"),
        "Black person",
        COMMON,
        doubtful=True,
        innocent=near(r"lime|leaf|leaves|lily"),
        people=near(_PEOPLE),
    ),
    Entry("ching chong", level({"chingchong"}), "Chinese", COMMON, anywhere=True),
)  # fmt: skip

_WHO = level([
    "migrant", "migrants", "immigrant", "immigrants", "refugee", "refugees", "foreigner", "foreigners", "asylum seeker",
    "asylum seekers", "asylum-seeker", "asylum-seekers", "aliens", "muslims", "afghans", "syrians", "africans", "arabs",
    "newcomers",
])  # fmt: skip
_GROUP = _WHO | level({"roma", "romani", "gypsies", "jews", "turks", "black people", "gypsy"})
_FLOOD = level([
    form for word in ("flood", "wave", "swarm", "tide", "invasion", "influx", "horde", "tsunami", "avalanche", "deluge",
                      "torrent", "surge", "stampede", "onslaught", "army")
    for form in (word, f"{word}s", f"{word}es")
])  # fmt: skip
_FLOODING = level([
    "flood", "floods", "flooded", "flooding", "pour", "pours", "poured", "pouring", "swarm", "swarmed", "swarming",
    "invade",
    "invaded", "invading", "swamp", "swamped", "swamping", "overrun", "overran", "overrunning", "storm", "stormed",
    "besiege",
    "besieged",
])  # fmt: skip


def _list_frames() -> Iterator[Frame]:
    who, group, flood, flooding = join(_WHO), join(_GROUP), join(_FLOOD), join(_FLOODING)
    one = r"(?:(?:im)?migrants?|refugees?|asylum[\s-]seekers?|aliens?|immigration|foreigners?|workers?|people|families)"
    yield Frame(rf"(?:illegal|clandestine)\s+(?:\w+\s+)?{one}|illegals", LEGAL, OHCHR)
    yield Frame(r"(?:bogus|fake|phoney)\s+(?:refugees?|asylum[\s-]seekers?)|queue[\s-]jumpers?", CALM, ECRI)
    yield Frame(rf"{flood}\s+of\s+(?:\w+\s+){{0,2}}?{who}", CALM, ECRI)
    yield Frame(rf"(?:refugee|migrant|immigrant|asylum|foreigner)\s+{flood}", CALM, ECRI)
    yield Frame(rf"{who}\s+(?:(?:are|is|have|were|keep|will)\s+)?(?:\w+\s+)?{flooding}", CALM, ECRI)
    yield Frame(rf"{flooding}\s+(?:by|with)\s+(?:\w+\s+)?{who}", CALM, ECRI)
    yield Frame(
        r"(?:roma|romani|gypsy|migrant|immigrant|refugee|ethnic|foreign)\s+(?:crimes?|criminality|criminals?|gangs?)(?!\s+(?:victims?|statistics))",
        CALM,
        FRA,
    )
    yield Frame(
        r"(?:roma|romani|gypsy|migrant|immigrant|refugee|jewish)\s+(?:problem|question|threat|menace|plague|invasion)s?",
        CALM,
        FRA,
    )
    vermin = r"(?:parasites?|vermin|cockroach(?:es)?|rats|scum|animals|plague|savages|leeches)"
    yield Frame(rf"{group}\s+(?:are|is)\s+(?:\w+\s+)?{vermin}", CALM, ECRI)
    yield Frame(rf"{vermin}\s+like\s+(?:the\s+|these\s+)?{group}", CALM, ECRI)
    yield Frame(
        r"great\s+replacement|anchor\s+bab(?:y|ies)|(?:welfare|benefits?)\s+(?:tourists?|tourism|scroungers?)",
        CALM,
        ECRI,
    )
    yield Frame(r"(?:demographic|birth[\s-]rate)\s+(?:bomb|time\s+bomb)", CALM, ECRI)


FRAMES = tuple(_list_frames())
