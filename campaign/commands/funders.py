"""`campaign funders`. In: a profile's name or nothing. Out: what is there, what one demands and in which languages."""

import json
from typing import Annotated

import typer
from rich.console import Console

from campaign.adapters.funders import Shipped, load_profiles
from campaign.checks.funding import check_funding
from campaign.spec.content import Campaign
from campaign.spec.digest import to_plain
from campaign.spec.errors import UnknownName
from campaign.spec.funding import FunderProfile
from campaign.spec.languages import LANGUAGES
from campaign.spec.message import say


def funders(
    name: Annotated[str, typer.Argument(metavar="[PROFILE]", help="Show this one whole.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print for programs.")] = False,
) -> None:
    """List the funding profiles, or show what one demands, in which words, and where they come from."""
    known = load_profiles()
    if name and name not in known:
        raise UnknownName(
            say("There is no funding profile “%(name)s”.", name=name),
            hint=say("Use one of: %(known)s.", known=", ".join(known)),
        )
    chosen = [known[name]] if name else list(known.values())
    console = Console(highlight=False, soft_wrap=True)
    if as_json:
        profiles = [to_plain(shipped.profile) | {"languages": list_languages(shipped)} for shipped in chosen]
        typer.echo(json.dumps(profiles, ensure_ascii=False, indent=2))
    elif name:
        _show(chosen[0], console)
    else:
        _list(chosen, console)


def list_languages(shipped: Shipped) -> list[str]:
    """The languages in which nothing of the profile is missing or wrong."""
    campaign = Campaign(shipped.profile.id, shipped.profile.title, shipped.choose(()), url="https://example.org")
    return [code for code in LANGUAGES if not list(check_funding(campaign, language=code))]


def _list(chosen: list[Shipped], console: Console) -> None:
    width = max(len(shipped.profile.id) for shipped in chosen)
    for shipped in chosen:
        languages = " ".join(list_languages(shipped)) or "none: a part is every grant’s own"
        console.print(
            f"{shipped.profile.id:{width}}  {shipped.profile.title['en']}\n{'':{width}}  whole in: {languages}"
        )


def _show(shipped: Shipped, console: Console) -> None:
    profile = shipped.profile
    console.print(f"{profile.id}: {profile.title['en']}\n  rules: {profile.rules.value}")
    console.print(f"  emblem: {_describe_emblem(profile)}")
    console.print(f"  demands: {', '.join(demand.value for demand in profile.demands)}")
    if shipped.offers:
        console.print(f"  where the grant asks for it: {', '.join(offer.value for offer in shipped.offers)}")
    for part, texts in profile.wordings.items():
        missing = [code for code in LANGUAGES if code not in texts]
        console.print(f"\n{part}")
        for code, text in texts.items():
            console.print(f"  {code}  {text}\n      — {profile.sources[part][code]}")
        console.print(f"  no official words in: {' '.join(missing)}")
    console.print(
        f"\nAsk {profile.ask['en']} for words that are missing, and write them in the pack with their source."
    )


def _describe_emblem(profile: FunderProfile) -> str:
    if not profile.emblem:
        return "no"
    return f"yes, at least {profile.emblem_mm:g} mm high" if profile.emblem_mm else "yes"
