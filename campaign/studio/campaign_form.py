"""The form of a campaign. In: what was typed, and what is wrong with it. Out: every input of the page, with its label,
what stands in it and its faults.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from campaign.adapters.funders import PARTS, load_profiles
from campaign.forms.words import name_language, pick_text
from campaign.spec.funding import FunderProfile, FundingRules
from campaign.spec.languages import LANGUAGES, Texts
from campaign.studio.campaign_inputs import FIRST, MOST_PARTNERS, OWN, Typed, count_partners

SPARE = 2
"""Empty rows for partners at the end."""
LABELS: Mapping[str, Promise] = {
    "id": _("Short name for addresses"),
    "title": _("Title"),
    "url": _("Web page behind the QR code"),
    "brand.accent": _("First colour"),
    "brand.second": _("Second colour"),
    "funder.profile": _("Funder"),
    "funder.contract": _("Contract number"),
    "funder.statement": _("How much the grant pays"),
    "funder.title": _("Name of the funder"),
    "funder.own": _("How the funder wants to be named"),
    "organisation": _("Whose campaign it is"),
    "name": _("Name"),
    "logo": _("Logo"),
}
PART_LABELS: Mapping[str, Promise] = {
    "statement": _("Statement beside the emblem"),
    "fund": _("Fund"),
    "programme": _("Programme"),
    "added_value": _("Statement on the added value"),
    "disclaimer": _("Disclaimer"),
}


@dataclass(frozen=True)
class Input:
    """One input: `language` is that of its words, empty where there is none."""

    name: str
    label: str
    value: str = ""
    language: str = ""
    faults: tuple[str, ...] = ()
    longest: int = 200

    @property
    def id(self) -> str:
        return f"id-{self.name.replace('.', '-')}"

    @property
    def direction(self) -> str:
        return LANGUAGES[self.language].direction if self.language else "ltr"


@dataclass(frozen=True)
class Wording:
    """A part of the funder's strip in one language: `official` are the profile's words, empty where it has none;
    `must` is whether the grant asks for them."""

    part: str
    language: str
    official: str
    must: bool
    text: Input
    source: Input


@dataclass(frozen=True)
class Partner:
    number: int
    names: tuple[Input, ...]
    logo: Input


@dataclass
class Form:
    """Everything the page shows. `faults` are by input; those of no input stand on top."""

    typed: Typed
    faults: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def languages(self) -> tuple[str, ...]:
        """Those that have a title, and the first ones."""
        titled = [code for code in LANGUAGES if self.typed.get(f"title.{code}", "").strip()]
        return tuple(dict.fromkeys((*FIRST, *titled)))

    @property
    def others(self) -> tuple[Input, ...]:
        """Titles in further languages."""
        return tuple(self._each("title", [code for code in LANGUAGES if code not in self.languages]))

    @property
    def titles(self) -> tuple[Input, ...]:
        return tuple(self._each("title", self.languages))

    @property
    def slug(self) -> Input:
        return self.ask("id", longest=50)

    @property
    def url(self) -> Input:
        return self.ask("url")

    @property
    def colours(self) -> tuple[Input, ...]:
        return self.ask("brand.accent"), self.ask("brand.second")

    @property
    def funder(self) -> Input:
        return self.ask("funder.profile")

    @property
    def contract(self) -> Input:
        return self.ask("funder.contract")

    @property
    def owner(self) -> Input:
        return self.ask("organisation")

    @property
    def partners(self) -> tuple[Partner, ...]:
        count = min(count_partners(self.typed) + SPARE, MOST_PARTNERS)
        return tuple(
            Partner(
                number,
                tuple(self._each(f"partners.{number}.name", self.languages)),
                self.ask(f"partners.{number}.logo", LABELS["logo"]),
            )
            for number in range(1, count + 1)
        )

    @property
    def profile(self) -> str:
        return self.typed.get("funder.profile", "")

    @property
    def is_own(self) -> bool:
        return self.profile == OWN

    @property
    def has_choice(self) -> bool:
        """Whether the law knows two statements for this grant."""
        shipped = load_profiles().get(self.profile)
        return shipped is not None and shipped.profile.rules is FundingRules.EU_2021_2027

    @property
    def offers(self) -> tuple[tuple[str, str, bool], ...]:
        """Input, label, and whether it is ticked, of what a profile leaves to the grant."""
        shipped = load_profiles().get(self.profile)
        return tuple(
            (
                f"funder.with.{part.value}",
                str(PART_LABELS[part.value]),
                bool(self.typed.get(f"funder.with.{part.value}")),
            )
            for part in (shipped.offers if shipped else ())
        )

    @property
    def wordings(self) -> tuple[Wording, ...]:
        """What the grant asks for and has no official words, first; then what a grant agreement may word otherwise."""
        shipped = load_profiles().get(self.profile)
        found = tuple(self._list_wordings(shipped.profile)) if shipped else ()
        return tuple(sorted(found, key=lambda wording: not (wording.must and not wording.official)))

    @property
    def own_titles(self) -> tuple[Input, ...]:
        return tuple(self._each("funder.title", self.languages))

    @property
    def own_statements(self) -> tuple[Input, ...]:
        return tuple(self._each("funder.own", self.languages))

    @property
    def summary(self) -> tuple[tuple[str, str, str], ...]:
        """Id of the input, its label, and what is wrong, for the top of the page."""
        return tuple(
            (f"id-{name.replace('.', '-')}", _label(name), " ".join(faults)) for name, faults in self.faults.items()
        )

    def ask(self, name: str, label: "str | Promise" = "", *, language: str = "", longest: int = 200) -> Input:
        faults = self.faults.get(name, ())
        return Input(name, str(label or LABELS[name]), self.typed.get(name, ""), language, faults, longest)

    def _each(self, stem: str, codes: Iterable[str]) -> Iterator[Input]:
        for code in codes:
            yield self.ask(f"{stem}.{code}", name_language(code), language=code)

    def _list_wordings(self, profile: FunderProfile) -> Iterator[Wording]:
        for part in PARTS:
            texts: Texts = getattr(profile, part)
            must = part in profile.wordings
            if not (texts or must):
                continue
            for code in self.languages:
                at = f"funder.wording.{part}.{code}"
                yield Wording(
                    str(PART_LABELS[part]),
                    code,
                    texts.get(code, ""),
                    must,
                    self.ask(f"{at}.text", _("Words"), language=code, longest=600),
                    self.ask(f"{at}.source", _("Where they are from"), longest=300),
                )


def list_funders() -> tuple[tuple[str, str], ...]:
    """What can be chosen: id and title."""
    shipped = tuple((name, pick_text(one.profile.title)) for name, one in load_profiles().items())
    return (*shipped, (OWN, str(_("Another funder, without money of the European Union"))))


def _label(name: str) -> str:
    """What people call an input, with its row and language."""
    parts = name.split(".")
    language = f" ({name_language(parts[-1])})" if parts[-1] in LANGUAGES else ""
    if parts[0] == "partners" and len(parts) > 2:
        return f"{_('Partner')} {parts[1]}: {LABELS[parts[2]]}{language}"
    if parts[:2] == ["funder", "wording"] and len(parts) > 3:
        return f"{PART_LABELS.get(parts[2], parts[2])} ({name_language(parts[3])})"
    stem = ".".join(parts[:-1]) if language else name
    return f"{LABELS.get(stem, stem)}{language}"
