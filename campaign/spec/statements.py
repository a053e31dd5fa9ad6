"""The Union's funding statements as the law words them. In: a language. Out: the two sentences that are allowed.

Reg. (EU) 2021/1060 Annex IX 1.2, in the language versions of the Official Journal. A language that the law has no
version in, or whose version was not looked up, is not here: its words come from the funder, never from us.
"""

from collections.abc import Mapping

STATEMENTS: Mapping[str, tuple[str, ...]] = {
    "bg": ("Съфинансирано от Европейския съюз", "Финансирано от Европейския съюз"),
    "en": ("Co-funded by the European Union", "Funded by the European Union"),
    "de": ("Kofinanziert von der Europäischen Union", "Finanziert von der Europäischen Union"),
    "es": ("Cofinanciado por la Unión Europea", "Financiado por la Unión Europea"),
    "fr": ("Cofinancé par l’Union européenne", "Financé par l’Union européenne"),
    "nl": ("Medegefinancierd door de Europese Unie", "Gefinancierd door de Europese Unie"),
    "ro": ("Cofinanțat de Uniunea Europeană", "Finanțat de Uniunea Europeană"),
}
"""Language → the statement of a grant that pays a part, and of one that pays all."""

CHOICES = ("co-funded", "funded")
"""What a pack calls them, in the same order."""

SOURCE = "Regulation (EU) 2021/1060, Annex IX, 1.2"
