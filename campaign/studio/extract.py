"""Words of our templates, for Babel. In: a Django template. Out: the messages in it, as `pybabel extract` wants them.

Django turns a template into gettext calls for xgettext, which is no Python package; so we read those calls ourselves.
"""

import ast
import re
from collections.abc import Collection, Iterator, Mapping
from typing import BinaryIO, TypeAlias

from django.utils.translation.template import templatize

Found: TypeAlias = tuple[int, str, str | tuple[str | None, ...], list[str]]

_WORDS = r"u?('(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\")"
_CALL = re.compile(rf"\b(pgettext|npgettext|ngettext|gettext|_)\(\s*{_WORDS}(?:\s*,\s*{_WORDS})?(?:\s*,\s*{_WORDS})?")


def extract_template(
    file: BinaryIO, keywords: Collection[str], comment_tags: Collection[str], options: Mapping[str, str]
) -> Iterator[Found]:
    """Every message with its line; contexts come first, as pgettext has them."""
    source = templatize(file.read().decode("utf-8"))
    for call in _CALL.finditer(source):
        name = "gettext" if call[1] == "_" else call[1]
        words = tuple(ast.literal_eval(text) for text in call.groups()[1:] if text is not None)
        line = source.count("\n", 0, call.start()) + 1
        yield line, name, words if len(words) > 1 else words[0], []
