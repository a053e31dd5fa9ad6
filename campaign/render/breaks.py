"""The last resort for a word that is wider than its slot at the smallest size. In: an open page. Out: broken words.

First what is tied to the word is let go, then the word is split by the rules of its language, with a hyphen and a
new line that are written into the page: the engine draws no soft hyphens.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from html import escape, unescape

from campaign.render.hyphens import count_parts, split_word
from campaign.render.slots import VOID
from campaign.render.typography import NO_BREAK

MOST_PARTS = 4
"""Lines of one word: more cannot be read."""
HYPHEN = "-"

Width = Callable[[str], float]
"""How wide a text is in its slot, at the smallest size."""

_TOKEN = re.compile(r"[^ \t\r\n]+")
_LETTERS = re.compile(r"[^\W\d_]+")
_TAG = re.compile(r"<(/?)([a-zA-Z][\w-]*)[^>]*?(/?)>|<!--.*?-->", re.DOTALL)


def break_words(tokens: Iterable[str], *, room: float, measure: Width, languages: Sequence[str]) -> Mapping[str, str]:
    """What to write instead of each token that is too wide, with line ends in it. A token that no rule makes narrow
    enough stays as it is: it cannot fit."""
    found: dict[str, str] = {}
    for token in dict.fromkeys(tokens):
        if measure(token) > room:
            parts = token.split(NO_BREAK)
            broken = " ".join(_break(part, room=room, measure=measure, languages=languages) for part in parts)
            if broken != token:
                found[token] = broken
    return found


def list_tokens(html: str, element: str) -> Iterator[str]:
    """What stands between spaces and tags in an element, as people see it."""
    start, end = _find_element(html, element)
    for text in _split_texts(html[start:end])[::2]:
        yield from map(unescape, _TOKEN.findall(text))


def _break(token: str, *, room: float, measure: Width, languages: Sequence[str]) -> str:
    """A single word in the fewest parts that fit, or as it was; marks around the letters stay with their part."""
    words = _LETTERS.findall(token)
    if measure(token) <= room or len(words) != 1:
        return token
    before, word, after = token.partition(words[0])
    for parts in range(2, min(MOST_PARTS, count_parts(word, languages=languages)) + 1):
        cut = split_word(word, languages=languages, parts=parts)
        if cut is not None:
            lines = (before + cut[0] + HYPHEN, *(part + HYPHEN for part in cut[1:-1]), cut[-1] + after)
            if all(measure(line) <= room for line in lines):
                return "\n".join(lines)
    return token


def write_breaks(html: str, breaks: Mapping[str, Mapping[str, str]]) -> str:
    """The page with the tokens of each element, by its id, replaced in its text."""
    for element, broken in breaks.items():
        start, end = _find_element(html, element)
        html = html[:start] + "".join(_replace(html[start:end], broken)) + html[end:]
    return html


def _replace(html: str, broken: Mapping[str, str]) -> Iterator[str]:
    for index, part in enumerate(_split_texts(html)):
        yield part if index % 2 else _TOKEN.sub(lambda token: _write(token[0], broken), part)


def _write(token: str, broken: Mapping[str, str]) -> str:
    found = broken.get(unescape(token))
    return token if found is None else escape(found).replace("\n", "<br>")


def _split_texts(html: str) -> list[str]:
    """Texts and tags by turns; a text comes first and last."""
    parts, last = [], 0
    for tag in _TAG.finditer(html):
        parts += [html[last : tag.start()], tag[0]]
        last = tag.end()
    return [*parts, html[last:]]


def _find_element(html: str, element: str) -> tuple[int, int]:
    """From behind the start tag to the end tag; nothing where there is no such element."""
    opened = re.search(rf'<[^>]*\bid="{re.escape(element)}"[^>]*>', html)
    if opened is None:
        return 0, 0
    depth = 1
    for tag in _TAG.finditer(html, opened.end()):
        if tag[2] and not tag[3] and tag[2].lower() not in VOID:
            depth += -1 if tag[1] else 1
        if depth == 0:
            return opened.end(), tag.start()
    return 0, 0
