"""B2: texts high enough for the distance people stand at, and texts that are not."""

from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any

from benchmarks.corpus.case import Case
from benchmarks.corpus.sheets import SCREEN, see_page
from campaign.checks.capitals import check_capitals
from campaign.spec.findings import Finding
from campaign.spec.formats import Format

TEXT = "Всички сме съседи"
NEAR = Format(480, 270, 24, 1.2)
FAR = Format(480, 270, 24, 4)
FINE = Format(480, 270, 12, 2.5)
"""The same pixels on a smaller panel."""


def check_page(body: str, style: str = "", screen: Format = SCREEN) -> Iterable[Finding]:
    return check_capitals(see_page(body, style, screen=screen))


def _set(size: float, more: str = "", text: str = TEXT) -> str:
    return f'<div id="a" style="font-size:{size}px;{more}">{text}</div>'


# On SCREEN a capital has to be 9.03 px high: 13.8 px of Sofia Sans, whose capitals are 0.655 em, 13.9 of EB Garamond,
# 12.7 of Noto Sans Arabic's alef (0.714 em); at ease from 22.3 px of Sofia Sans on.
GOOD: Mapping[str, tuple[Any, ...]] = {
    "just high enough": (_set(14),),
    "large": (_set(40),),
    "bold and just high enough": (_set(14, "font-weight:900"),),
    "EB Garamond, just high enough": (_set(14.1, "font-family:'EB Garamond'"),),
    "Arabic, just high enough": (_set(13, text="كلنا جيران في مدينة"),),
    "Devanagari": (_set(18, text="हम सब पड़ोसी हैं"),),
    "small, but near": (_set(7.2), "", NEAR),
    "large and far": (_set(23), "", FAR),
    "figures": (_set(14.2, text="35 000"),),
    "small letters alone": (_set(14.2, text="общо"),),
    "drawn larger than it is set": (_set(8, "transform:scale(2);transform-origin:left top"),),
    "in em of its parent": ('<div style="font-size:10px"><div id="a" style="font-size:1.5em">Да</div></div>',),
    "a long source": (_set(14, "width:400px", "Източник: проучване сред жителите на града, 2021 г., 812 души"),),
}
BAD: Mapping[str, tuple[Any, ...]] = {
    "a little too low": (_set(13.2),),
    "far too low": (_set(8),),
    "bold and too low": (_set(13, "font-weight:900"),),
    "EB Garamond, too low": (_set(13.2, "font-family:'EB Garamond'"),),
    "Arabic, too low": (_set(11.8, text="كلنا جيران في مدينة"),),
    "near, and still too low": (_set(6), "", NEAR),
    "too far away": (_set(20), "", FAR),
    "a panel too small for its pixels": (_set(24), "", FINE),
    "figures too low": (_set(12.5, text="35 000"),),
    "drawn smaller than it is set": (_set(26, "transform:scale(.5);transform-origin:left top"),),
    "in em of its parent, too low": ('<div style="font-size:10px"><div id="a" style="font-size:1.2em">Да</div></div>',),
    "one of two": (_set(30) + '<div id="b" style="font-size:12px">Източник: проучване</div>',),
    "a second line in another language": (_set(24, text='Да<div class="also" style="font-size:.5em">Yes</div>'),),
}
EASY: Mapping[str, tuple[Any, ...]] = {
    "the largest is read with ease": (_set(22.6) + '<div id="b" style="font-size:15px">и още нещо</div>',)
}
HARD: Mapping[str, tuple[Any, ...]] = {
    "the largest is read without ease": (_set(21.5) + '<div id="b" style="font-size:15px">и още нещо</div>',),
    "all alike and small": (_set(15) + '<div id="b" style="font-size:15px">и още нещо</div>',),
}


CASES = (
    *(Case("B2", name, False, partial(check_page, *case), "error") for name, case in GOOD.items()),
    *(Case("B2", name, True, partial(check_page, *case), "error") for name, case in BAD.items()),
    *(Case("B2", name, False, partial(check_page, *case), "warning") for name, case in EASY.items()),
    *(Case("B2", name, True, partial(check_page, *case), "warning") for name, case in HARD.items()),
)
