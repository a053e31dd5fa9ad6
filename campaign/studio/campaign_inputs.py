"""What stands in a campaign's form. In: what was typed, or a campaign. Out: plain data as campaign.yaml has it, or what
to type; faults of the reader at their inputs.

An input's name is its path in that data (title.bg, partners.2.name.en, funder.contract), so that a fault finds its
input; partners count from 1 here, as people count.
"""

from collections.abc import Mapping
from typing import Any

from campaign.adapters.funders import PARTS, load_profiles
from campaign.services.campaigns import Logo
from campaign.spec.content import Campaign
from campaign.spec.errors import CampaignError
from campaign.spec.funding import FunderProfile, FundingRules
from campaign.spec.languages import LANGUAGES, Texts
from campaign.spec.statements import CHOICES, STATEMENTS
from campaign.studio.words import explain_error

OWN = "own"
"""The choice of a funder that no profile of ours describes."""
FIRST = ("bg", "en")
"""Languages that are always asked for; the others once they have a title."""
MOST_PARTNERS = 12

Typed = Mapping[str, str]


def count_partners(typed: Typed) -> int:
    """Up to the last row in which something stands."""
    numbers = [int(name.split(".")[1]) for name, value in typed.items() if value.strip() and _is_partner(name)]
    return max(numbers, default=0)


def _is_partner(name: str) -> bool:
    head, _dot, rest = name.partition(".")
    number = rest.partition(".")[0]
    return head == "partners" and number.isascii() and number.isdigit() and 0 < int(number[:3]) <= MOST_PARTNERS


def flatten_campaign(campaign: Campaign) -> dict[str, str]:
    """Every input of a campaign as it is."""
    typed = {
        "id": campaign.id,
        "url": campaign.url,
        "brand.accent": campaign.brand.accent,
        "brand.second": campaign.brand.second,
    }
    typed |= _flatten_texts("title", campaign.title)
    for number, partner in enumerate(campaign.partners, start=1):
        typed |= _flatten_texts(f"partners.{number}.name", partner.name)
        typed[f"partners.{number}.logo"] = partner.logo
    return typed | _flatten_funder(campaign.funder)


def _flatten_texts(stem: str, texts: Texts) -> dict[str, str]:
    return {f"{stem}.{code}": text for code, text in texts.items()}


def _flatten_funder(funder: FunderProfile) -> dict[str, str]:
    typed = {"funder.contract": funder.contract}
    shipped = load_profiles().get(funder.id)
    if shipped is None:
        own = _flatten_texts("funder.title", funder.title) | _flatten_texts("funder.own", funder.statement)
        return typed | {"funder.profile": OWN} | own
    typed["funder.profile"] = funder.id
    typed |= {f"funder.with.{part.value}": "on" for part in shipped.offers if getattr(funder, part.value)}
    if funder.rules is FundingRules.EU_2021_2027:
        paid = any(STATEMENTS[code][1] == text for code, text in funder.statement.items() if code in STATEMENTS)
        typed["funder.statement"] = CHOICES[paid]
    for part in PARTS:
        official: Texts = getattr(shipped.profile, part)
        for code, text in getattr(funder, part).items():
            if text not in (official.get(code), *STATEMENTS.get(code, ())):
                typed[f"funder.wording.{part}.{code}.text"] = text
                typed[f"funder.wording.{part}.{code}.source"] = funder.sources.get(part, {}).get(code, "")
    return typed


def gather_campaign(typed: Typed, *, slug: str = "") -> dict[str, Any]:
    """Plain data as campaign.yaml has it; `slug` is that of a campaign that has one."""
    data: dict[str, Any] = {
        "id": slug or typed.get("id", "").strip(),
        "title": _gather_texts("title", typed),
        "url": typed.get("url", "").strip(),
        "brand": {name: typed.get(f"brand.{name}", "").strip() for name in ("accent", "second")},
        "funder": _gather_funder(typed, slug=slug or typed.get("id", "").strip()),
    }
    partners = [
        {"name": _gather_texts(f"partners.{number}.name", typed), "logo": typed.get(f"partners.{number}.logo", "")}
        for number in list_numbers(typed)
    ]
    return data | ({"partners": partners} if partners else {})


def list_numbers(typed: Typed) -> tuple[int, ...]:
    """The rows in which something stands."""
    names = {name.split(".")[1] for name, value in typed.items() if value.strip() and _is_partner(name)}
    return tuple(sorted(map(int, names)))


def _gather_texts(stem: str, typed: Typed) -> dict[str, str]:
    given = {code: typed.get(f"{stem}.{code}", "").strip() for code in LANGUAGES}
    return {code: text for code, text in given.items() if text}


def _gather_funder(typed: Typed, *, slug: str) -> dict[str, Any]:
    profile, contract = typed.get("funder.profile", ""), typed.get("funder.contract", "").strip()
    if profile == OWN:
        statement = _gather_texts("funder.own", typed)
        title = _gather_texts("funder.title", typed)
        return {
            "id": f"{slug}-funder",
            "title": title,
            "rules": FundingRules.NONE.value,
            "statement": statement,
            "contract": contract,
            "demands": ["statement"],
            "ask": title,
        }
    funder: dict[str, Any] = {"profile": profile, "contract": contract}
    if typed.get("funder.statement"):
        funder["statement"] = typed["funder.statement"]
    funder["with"] = [name.rpartition(".")[2] for name in typed if name.startswith("funder.with.") and typed[name]]
    wording: dict[str, dict[str, dict[str, str]]] = {}
    for part in PARTS:
        for code in LANGUAGES:
            text, source = (typed.get(f"funder.wording.{part}.{code}.{one}", "").strip() for one in ("text", "source"))
            if text or source:
                wording.setdefault(part, {})[code] = {"text": text, "source": source}
    return funder | ({"wording": wording} if wording else {})


def place_faults(error: CampaignError, typed: Typed) -> dict[str, tuple[str, ...]]:
    """Input → what is wrong with it; partners are counted as in the page, where empty rows may stand between."""
    numbers, found = list_numbers(typed), dict[str, tuple[str, ...]]()
    for one in error.singles:
        parts = one.place.field.split(".")
        if parts[0] == "partners" and len(parts) > 1 and parts[1].isdigit() and int(parts[1]) < len(numbers):
            parts[1] = str(numbers[int(parts[1])])
        name = _name_input(parts, typed)
        found[name] = (*found.get(name, ()), *explain_error(one))
    return found


def _name_input(parts: list[str], typed: Typed) -> str:
    """The input nearest to a place of the reader's."""
    name = ".".join(parts)
    if name.startswith("funder.statement") and typed.get("funder.profile") == OWN:
        name = name.replace("funder.statement", "funder.own", 1)
    if name in {"title", "funder.title", "funder.own"} or (parts[0] == "partners" and parts[-1] == "name"):
        return f"{name}.{FIRST[0]}"
    return "funder.profile" if name == "funder" else name


def take_logos(files: Mapping[str, Any], typed: dict[str, str]) -> dict[str, Logo]:
    """The logos that were handed in, by name; `typed` names them from now on."""
    logos: dict[str, Logo] = {}
    for name, upload in files.items():
        if _is_partner(name) and name.endswith(".logo-file"):
            logo = Logo(upload.name, upload.read())
            logos[logo.name] = logo
            typed[name.removesuffix("-file")] = logo.name
    return logos
