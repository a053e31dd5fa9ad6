"""Signs of the Union's support other than its emblem (checks.md A7). In: a name. Out: the fund or programme in it.

Reg. (EU) 2021/1060 Annex IX 1.7: apart from the emblem no other visual identity or logo highlights the support. A line
may name the programme of today; it may not name a fund, nor a programme of 2007–2013 or 2014–2020. A partner whose name
only holds a fund's (an agency, a foundation) is a partner.
"""

import re

_FUNDS = (
    r"европейски(?:я|ят)?\s+социален\s+фонд(?:\s*(?:плюс|\+))?|есф\s*\+?",
    r"european\s+social\s+fund(?:\s*(?:plus|\+))?|esf\s*\+?",
    r"европейски(?:я|ят)?\s+фонд\s+за\s+регионално\s+развитие|ефрр",
    r"european\s+regional\s+development\s+fund|erdf",
    r"кохезион(?:ен|ния|ният)\s+фонд|cohesion\s+fund",
    r"европейски(?:те)?\s+(?:структурни(?:\s+и\s+инвестиционни)?)\s+фондове|есиф",
    r"european\s+structural(?:\s+and\s+investment)?\s+funds?|esif",
    r"инициатива(?:та)?\s+за\s+младежка\s+заетост|youth\s+employment\s+initiative",
    r"asylum,\s+migration\s+and\s+integration\s+fund|фонд(?:ът|а)?\s+[„\"“]?убежище,\s+миграция\s+и\s+интеграция[“\"”]?|amif|фуми",
    r"europäischer\s+sozialfonds(?:\s*(?:plus|\+))?|europäischer\s+fonds\s+für\s+regionale\s+entwicklung|efre",
    r"fondo\s+social\s+europeo(?:\s*(?:plus|\+))?|fondo\s+europeo\s+de\s+desarrollo\s+regional|feder|fse\s*\+?",
    r"fonds\s+social\s+européen(?:\s*(?:plus|\+))?|fonds\s+européen\s+de\s+développement\s+régional",
    r"europees\s+sociaal\s+fonds(?:\s*(?:plus|\+))?|europees\s+fonds\s+voor\s+regionale\s+ontwikkeling|efro",
    r"fondul\s+social\s+european(?:\s*(?:plus|\+))?|fondul\s+european\s+de\s+dezvoltare\s+regională|fedr",
    r"флаг\s+на\s+ес|eu\s+(?:flag|emblem|logo)|емблема\s+на\s+(?:ес|европейския\s+съюз)",
)
_OLDER = (
    r"оперативн[аи](?:та)?\s+програм[аи](?:та)?",
    r"оп\s+(?:рчр|ноир|нои|рр|ду|ик|иик)|опрчр|опноир|опрр|опду|опак|опик",
    r"operational\s+programme|op\s+(?:hrd|sesg)",
    r"(?:2007|2014)\s*[-–—]\s*(?:20)?(?:13|20)(?!\d)",
    r"urbact\s+i{1,3}(?!\w)",
    r"europe\s+for\s+citizens|европа\s+за\s+гражданите",
    r"rights,\s+equality\s+and\s+citizenship|права,\s+равенство\s+и\s+гражданство",
)
_FUND = re.compile(rf"(?<!\w)(?:{'|'.join(_FUNDS)})(?!\w)", re.IGNORECASE)
_PROGRAMME = re.compile(rf"(?<!\w)(?:{'|'.join(_OLDER)})", re.IGNORECASE)
_ORGANISATION = re.compile(
    r"агенци|дирекци|министерств|фондаци|сдружени|център|община|университет|читалищ|мрежа|асоциаци|орган(?!\w)|"
    r"agenc|authority|ministry|foundation|association|municipality|universit|network|cent(?:re|er)(?!\w)|agentur|ministeri",
    re.IGNORECASE,
)


def names_older_support(text: str, *, is_logo: bool = False) -> str:
    """The fund or older programme a line names, or empty. A partner's logo may be that of an organisation named so."""
    found = _PROGRAMME.search(text) or _FUND.search(text)
    if found is None or (is_logo and _ORGANISATION.search(text)):
        return ""
    return found.group(0).strip()
