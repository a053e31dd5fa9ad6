"""B1: texts that have their room, and texts that are cut, leave their box or the picture, or lie over each other."""

from collections.abc import Iterable
from functools import partial

from benchmarks.corpus.case import Case
from benchmarks.corpus.sheets import see_page
from campaign.checks.crowding import check_crowding
from campaign.spec.findings import Finding

LONG = "Всички сме съседи в един и същи град"


def check_page(body: str, style: str = "") -> Iterable[Finding]:
    return check_crowding(see_page(body, style))


def _set(more: str, text: str = "Всички сме съседи") -> str:
    return f'<div id="a" style="{more}">{text}</div>'


def _pair(more: str, one: str = "Всички сме", other: str = "съседи") -> str:
    return f'<div id="a">{one}</div><div id="b" style="{more}">{other}</div>'


# The safe margin of 270 pixels is 9.
GOOD = {
    "a line with room": (_set(""),),
    "lines that wrap": (_set("width:260px", LONG),),
    "tight lines with tails and accents": (_set("width:200px;line-height:1", "Щурей Ѝ йод Å jßg"),),
    "tails over a box as high as its line": (_set("line-height:1;overflow:visible", "ручей"),),
    "at the safe margin": (_set("left:11px;top:9px;line-height:1.2"),),
    "two under each other": (_pair("top:104px"),),
    "two close beside each other": (_pair("left:210px;top:60px", "Всички", "сме"),),
    "the boxes meet, the letters do not": (_pair("top:88px", "Всички сме", "сееса"),),
    "words in a gap of another text": (
        '<div id="a">Едно<br>две три</div><div id="b" style="left:130px;top:60px">сме</div>',
    ),
    "a counter's window": (
        '<div id="a"><span class="counter" style="display:block;height:1em;overflow:hidden;line-height:1em"><span '
        'style="display:block;transform:translateY(-1em)"><span style="display:block;height:1em">12</span><span '
        'style="display:block;height:1em">35</span></span></span></div>',
    ),
    "a box that clips and is large enough": (_set("overflow:hidden;height:44px;width:300px"),),
    "moved by half its width": (_set("left:240px;transform:translateX(-50%)"),),
    "Arabic with marks": (_set("direction:rtl;line-height:1.4", "أيّامُنا في المدينة"),),
    "hidden by its style": (_set("") + '<div style="display:none;position:absolute;left:470px">Не се вижда</div>',),
    "what is aria-hidden may lie anywhere": (_set("") + '<div id="b" style="top:60px" aria-hidden="true">друго</div>',),
}
BAD = {
    "cut below": (_set("overflow:hidden;height:26px"),),
    "cut at the side": (_set("overflow:hidden;width:180px;white-space:nowrap"),),
    "a third line that nobody sees": (_set("overflow:hidden;width:200px;height:74px", LONG),),
    "the tails alone are cut": (_set("overflow:hidden;height:26px;line-height:28px", "ручей щурец ручей"),),
    "cut by a box around it": ('<div style="position:absolute;width:200px;height:200px;overflow:hidden"><div id="a" '
                               'style="white-space:nowrap">Всички сме съседи</div></div>',),
    "cut by a shape": (_set("clip-path:inset(0 40% 0 0)"),),
    "over its box": (_set("width:120px;white-space:nowrap"),),
    "a word too long for its box": (_set("width:150px", "Противоконституционно"),),
    "over the picture's edge": (_set("left:300px;white-space:nowrap"),),
    "above the picture": (_set("top:-14px"),),
    "beside the picture": (_set("left:490px;white-space:nowrap"),),
    "in the margin at the left": (_set("left:3px"),),
    "in the margin below": (_set("top:auto;bottom:-3px"),),
    "two over each other": (_pair("top:70px"),),
    "one right on the other": (_pair("top:60px"),),
    "the tails run into the next line": (_pair("top:78px", "ручей щурец", "ВСИЧКИ"),),
    "a label over a figure": ('<div id="a" style="font-size:80px;line-height:1">35 000</div>'
                              '<div id="b" style="left:90px;top:90px">души</div>',),
    "moved out by a transform": (_set("left:400px;transform:translateX(20%);white-space:nowrap", "Съседи"),),
}  # fmt: skip

CASES = (
    *(Case("B1", name, False, partial(check_page, *case)) for name, case in GOOD.items()),
    *(Case("B1", name, True, partial(check_page, *case)) for name, case in BAD.items()),
)
