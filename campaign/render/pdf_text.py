"""What a PDF's paragraphs say. In: a tagged PDF, the words of its texts. Out: the PDF, its Arabic words spelt out.

Browsers write Arabic glyph by glyph from the left, and readers put the letters together in different ways. So each
paragraph says its words itself (ISO 32000-1, 14.9.4), for whoever listens to them or takes them out.
"""

from collections.abc import Iterator, Sequence
from typing import Any

import pikepdf

from campaign.render.typography import loosen

TEXTS = frozenset({"/P", "/H1"})


def spell_texts(pdf: pikepdf.Pdf, texts: Sequence[str]) -> None:
    """`texts` are the words of each paragraph and heading, in order; a page that has others stays as it is."""
    elements = list(list_elements(pdf.Root.StructTreeRoot.K, kinds=TEXTS))
    if len(elements) == len(texts):
        for element, text in zip(elements, texts, strict=True):
            element.ActualText = pikepdf.String(" ".join(loosen(text).split()))


def list_elements(element: Any, *, kinds: frozenset[str]) -> Iterator[Any]:
    """The structure tree's elements of these kinds, in reading order; what is inside one is part of it."""
    if isinstance(element, pikepdf.Array):
        for part in element:
            yield from list_elements(part, kinds=kinds)
    elif isinstance(element, pikepdf.Dictionary) and "/S" in element:
        if str(element.S) in kinds:
            yield element
        elif "/K" in element:
            yield from list_elements(element.K, kinds=kinds)
