"""Words that no line may part. In: HTML. Out: the same, each such group in a span that does not wrap.

Every engine parts a span of years after its dash, 2007–2013, and a Bulgarian comparative, по-далече, after its hyphen;
the first one also breaks a line at a no-break space that itself reaches over the end.
"""

import re

_TIED = re.compile(
    r"(<[^>]*>)"
    r"|[^ \t\r\n\f<>]+\u00a0[^ \t\r\n\f<>]+"
    r"|[^ \t\r\n\f<>]*\d–\d[^ \t\r\n\f<>]*"
    r"|(?<![\w-])(?:по|най)-\w[^ \t\r\n\f<>]*",
    re.IGNORECASE,
)


def tie_words(html: str) -> str:
    """Only the body is touched, and there only text."""
    head, found, body = html.partition("<body")
    return head + found + _TIED.sub(_keep_together, body)


def _keep_together(found: re.Match[str]) -> str:
    return found[0] if found[1] else f'<span style="white-space:nowrap">{found[0]}</span>'
