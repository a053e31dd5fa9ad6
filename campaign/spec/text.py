"""A text that may stand in two languages. In: the words in one or both. Out: one string that knows the other."""


class Text(str):
    """Words in the picture's first language; `also` is the same in its second, or empty where there is none or it
    reads the same. Everywhere else it is a plain string."""

    also: str

    def __new__(cls, text: str, also: str = "") -> "Text":
        made = super().__new__(cls, text)
        made.also = "" if also == text else also
        return made


def join_texts(*parts: str) -> Text:
    """The parts as one text; a part without a second language stands in both."""
    first = "".join(parts)
    return Text(first, "".join(read_also(part) or part for part in parts) if any(map(read_also, parts)) else "")


def read_also(text: str) -> str:
    """The text in the second language, or nothing."""
    return text.also if isinstance(text, Text) else ""
