"""B8: texts whose characters all have glyphs, and texts in which a box stands for one."""

from collections.abc import Iterable
from functools import partial

from benchmarks.corpus.case import Case
from benchmarks.corpus.sheets import see_page
from campaign.checks.glyphs import check_drawn
from campaign.spec.findings import Finding

GARAMOND = "font-family:'EB Garamond'"
BODY = "font-family:'Sofia Sans'"
ARABIC = "font-family:'Sofia Sans','Noto Sans Arabic'"
HINDI = "हम सब पड़ोसी हैं"


def check_page(text: str, style: str = "", around: str = "") -> Iterable[Finding]:
    body = f'<div id="a" style="font-size:20px;{style}">{text}</div>{around}'
    return check_drawn(see_page(body))


GOOD = {
    "Bulgarian": ("Щурецът свири ѝ всяка вечер",),
    "English": ("We are all neighbours here",),
    "Spanish": ("Mañana, ¿vendrás? ¡Sí!",),
    "Dutch and French": ("Een coöperatie, l’été, œuvre",),
    "quotation marks and dashes": ("„Заедно“ — по-далече… 2014–2020",),
    "signs": ("46 % · 12 € · № 5 · ± 3,5",),
    "Arabic": ("كلنا جيران في مدينة واحدة",),
    "Arabic with figures": ("عام 2021: ٤٦٪",),
    "Devanagari": (HINDI,),
    "the statement's face": ("Съфинансирано от Европейския съюз", GARAMOND),
    "no-break spaces and soft marks": ("46&nbsp;% 35&#8239;000 &rlm;да",),
    "an entity": ("Ние &amp; вие &lt;3",),
    "a combined letter": ("и\u0300 е\u0301",),
    "a hidden emoji": ("Заедно", "", '<div aria-hidden="true">\U0001f600</div>'),
}
BAD = {
    "an emoji": ("Заедно \U0001f600",),
    "a Chinese word": ("Заедно 漢字",),
    "a Japanese word": ("ともに Заедно",),
    "Thai": ("ร่วมกัน",),
    "a snowman": ("Зима ☃",),
    "a private sign": ("Заедно \ue000",),
    "no character at all": ("Заедно \uffff",),
    "an entity of a sign that no font has": ("&#x1F600; Заедно",),
    "Hebrew": ("שלום",),
    "Devanagari in a style that names no such face": (HINDI, BODY),
    "Devanagari beside Arabic": (HINDI, ARABIC),
    "Devanagari in the statement's face": (HINDI, GARAMOND),
    "one sign in a long text": ("Всички сме съседи в един и същи град ⚽ и така нататък",),
    "in a label that the template writes": ("Заедно", "", '<div id="b">Още ➿</div>'),
}

CASES = (
    *(Case("B8", name, False, partial(check_page, *case)) for name, case in GOOD.items()),
    *(Case("B8", name, True, partial(check_page, *case)) for name, case in BAD.items()),
)
