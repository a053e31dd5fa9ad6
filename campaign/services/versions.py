"""The history of an item. In: its rows. Out: who made which version when, and what is different between two.

Two versions are compared input by input, as the form would show them; words are marked, not lines.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from campaign.data import convert
from campaign.data.models import Item, ItemVersion, Material
from campaign.forms.flat import COUNT
from campaign.services.entries import Sheet, flatten_item
from campaign.services.templating import find_template
from campaign.spec.content import Kind
from campaign.spec.languages import LANGUAGES

MOST_PAIRS = 90_000
"""Words of the old text times words of the new, between what both begin and end with: what has more is shown whole, old
and new. Words that repeat themselves, like rows of dots, cost the third power of their number."""
MOST_PAIRS_TOGETHER = 6 * MOST_PAIRS
"""Of all inputs of two versions."""
_WORD = re.compile(r"\s+|\w+|[^\w\s]")
UNSEEN = frozenset({"slug", "consents"})


@dataclass(frozen=True)
class Piece:
    """A run of words: `kept` in both, `gone` from the older, `new` in the newer."""

    text: str
    how: str


@dataclass(frozen=True)
class Difference:
    """An input in which two versions differ, both texts in pieces; a file is told by its name, `is_file` also when its
    name stayed and its bytes did not."""

    name: str
    before: tuple[Piece, ...]
    after: tuple[Piece, ...]
    language: str = ""
    is_file: bool = False


@dataclass(frozen=True)
class Listed:
    """Whether it is the `newest`, and whether anything that shows it was ever approved."""

    row: ItemVersion
    newest: bool
    approved: bool


def list_versions(item: Item) -> tuple[Listed, ...]:
    """The newest first."""
    rows = item.versions.select_related("author", "restores").prefetch_related("writers").order_by("-pk")
    approved = set(
        Material.objects.filter(version__item=item, approvals__isnull=False).values_list("version", flat=True)
    )
    return tuple(Listed(row, row.pk == item.current_id, row.pk in approved) for row in rows)


def compare(older: ItemVersion, newer: ItemVersion) -> tuple[Difference, ...]:
    """Input by input, in the order of the newer one's form."""
    before, after = _flatten(older), _flatten(newer)
    return tuple(_compare(older, newer, before, after))


def make_sheet(version: ItemVersion) -> Sheet:
    """What its inputs are called by."""
    languages = tuple(code for code in version.item.campaign.body["title"] if code in LANGUAGES)
    body = version.body
    return Sheet(Kind(body["kind"]), find_template(body["template"]), languages, frozenset(version.media))


def _flatten(version: ItemVersion) -> dict[str, str]:
    """Without what is no word of the item: how many rows a list has shows in its rows."""
    typed = flatten_item(convert.read_item(version), sheet=make_sheet(version))
    plain = {name: text for name, text in typed.items() if name not in UNSEEN and not name.endswith(f".{COUNT}")}
    return {"template": version.body["template"], **plain}


def _compare(
    older: ItemVersion, newer: ItemVersion, before: dict[str, str], after: dict[str, str]
) -> Iterator[Difference]:
    left = MOST_PAIRS_TOGETHER
    for name in dict.fromkeys((*after, *before)):
        old, new = before.get(name, ""), after.get(name, "")
        files = older.media.get(old, ""), newer.media.get(new, "")
        if old == new and files[0] == files[1]:
            continue
        language = name.rpartition(".")[2] if name.rpartition(".")[2] in LANGUAGES else ""
        words = _split(old, new)
        left -= words.pairs
        yield Difference(name, *_mark(words, whole=left < 0), language=language, is_file=any(files))


def mark_words(old: str, new: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Both texts, cut where they differ."""
    return _mark(_split(old, new))


@dataclass(frozen=True)
class _Words:
    """Two texts in words, without what both begin and end with."""

    head: str
    before: list[str]
    after: list[str]
    tail: str

    @property
    def pairs(self) -> int:
        return len(self.before) * len(self.after)


def _split(old: str, new: str) -> _Words:
    before, after = _WORD.findall(old), _WORD.findall(new)
    first = _count_same(before, after)
    last = _count_same(before[first:][::-1], after[first:][::-1])
    ends = len(before) - last, len(after) - last
    return _Words("".join(before[:first]), before[first : ends[0]], after[first : ends[1]], "".join(before[ends[0] :]))


def _count_same(one: Sequence[str], other: Sequence[str]) -> int:
    return next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def _mark(words: _Words, *, whole: bool = False) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    before, after = words.before, words.after
    steps: Sequence[tuple[str, int, int, int, int]] = [("replace", 0, len(before), 0, len(after))]
    if not whole and words.pairs <= MOST_PAIRS:
        steps = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    left = [Piece("".join(before[a:b]), "kept" if kind == "equal" else "gone") for kind, a, b, _, _ in steps]
    right = [Piece("".join(after[c:d]), "kept" if kind == "equal" else "new") for kind, _, _, c, d in steps]
    head, tail = Piece(words.head, "kept"), Piece(words.tail, "kept")
    sides = ((head, *left, tail), (head, *right, tail))
    return tuple(piece for piece in sides[0] if piece.text), tuple(piece for piece in sides[1] if piece.text)


def find_pair(versions: Sequence[ItemVersion], older: int, newer: int) -> tuple[ItemVersion, ItemVersion] | None:
    """Two versions by their numbers, the older one first whichever way they were asked for."""
    found = {row.pk: row for row in versions}
    pair = sorted(pk for pk in {older, newer} if pk in found)
    return (found[pair[0]], found[pair[1]]) if len(pair) == 2 else None
