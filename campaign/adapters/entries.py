"""What every campaign and item must be, whatever its template. In: the value and its YAML. Out: faults with lines."""

import re
from collections.abc import Iterator, Mapping

from campaign.render.alt import LONGEST
from campaign.spec.content import Campaign, Item, Kind
from campaign.spec.document import Document
from campaign.spec.errors import CampaignError, InvalidDocument, UnknownName
from campaign.spec.languages import LANGUAGES, Texts
from campaign.spec.message import say

REASONED = ("E9", "E10")
"""Rules that a recorded reason answers."""
LEAST_REASON, MOST_REASON = 10, 500  # characters
_SLUG = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,48}[a-z0-9])?")
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_ADDRESS = re.compile(r"https?://[^\s\"'<>\\]{3,200}")

TextsByPath = Mapping[tuple[str | int, ...], Texts]


def check_campaign(document: Document, campaign: Campaign) -> Iterator[CampaignError]:
    """Id, address, colours and languages; whether the funder's words are complete is a check's matter (A2)."""
    yield from check_id(document, campaign.id)
    if not _ADDRESS.fullmatch(campaign.url):
        yield InvalidDocument(
            say("“%(url)s” is not an address on the web.", url=campaign.url[:80]),
            place=document.place(("url",)),
            hint=say("The QR code leads there: write it from https:// on."),
        )
    for name in ("accent", "second"):
        colour = getattr(campaign.brand, name)
        if not _COLOUR.fullmatch(colour):
            yield InvalidDocument(
                say("“%(colour)s” is not a colour.", colour=colour[:40]),
                place=document.place(("brand", name)),
                hint=say("Write it as #rrggbb, in quotes."),
            )
    if not campaign.title:
        yield InvalidDocument(
            say("The campaign has no title in any language."),
            place=document.place(("title",)),
            hint=say("Its title tells which languages the campaign is in."),
        )
    yield from check_languages(document, _list_campaign_texts(campaign), known=tuple(LANGUAGES), needed=())
    names: TextsByPath = {("partners", index, "name"): partner.name for index, partner in enumerate(campaign.partners)}
    yield from check_languages(document, names, known=tuple(LANGUAGES), needed=tuple(campaign.title))


def check_item(document: Document, item: Item, *, kind: Kind, languages: tuple[str, ...]) -> Iterator[CampaignError]:
    """Id, kind against the folder, and the words around the values in every language of the campaign."""
    yield from check_id(document, item.id)
    if item.kind is not kind:
        yield InvalidDocument(
            say("A %(kind)s does not belong into this folder.", kind=item.kind.value),
            place=document.place(("kind",)),
            hint=say("Write “%(kind)s”, or move the file.", kind=kind.value),
        )
    yield from check_languages(document, _list_item_texts(item), known=languages, needed=languages)
    yield from _check_alt(document, item, languages=languages)
    yield from _check_reasons(document, item)


def _check_alt(document: Document, item: Item, *, languages: tuple[str, ...]) -> Iterator[CampaignError]:
    """A person's own alternative text may be in some languages only: in the others it is composed."""
    yield from check_languages(document, {("alt",): item.alt}, known=languages, needed=())
    for language, text in item.alt.items():
        if len(text) > LONGEST:
            yield InvalidDocument(
                say("The alternative text is %(count)d characters too long.", count=len(text) - LONGEST),
                place=document.place(("alt", language)),
                hint=say("Say what the picture shows in at most %(most)d characters.", most=LONGEST),
            )


def _check_reasons(document: Document, item: Item) -> Iterator[CampaignError]:
    """A reason is for a rule that asks for one, and says something."""
    for rule, reason in item.reasons.items():
        if rule not in REASONED:
            yield UnknownName(
                say("The rule “%(rule)s” takes no reason.", rule=rule[:20]),
                place=document.place(("reasons", rule)),
                hint=say("Use one of: %(known)s.", known=", ".join(REASONED)),
            )
        elif not LEAST_REASON <= len(reason.strip()) <= MOST_REASON:
            yield InvalidDocument(
                say("This is no reason yet: a lead has to understand it."),
                place=document.place(("reasons", rule)),
                hint=say(
                    "Write in %(least)d to %(most)d characters why the word or the fact must stand there.",
                    least=LEAST_REASON,
                    most=MOST_REASON,
                ),
            )


def check_languages(
    document: Document, texts: TextsByPath, *, known: tuple[str, ...], needed: tuple[str, ...]
) -> Iterator[CampaignError]:
    """A text may be in the languages known, and must be in those needed."""
    for path, text in texts.items():
        for language in text:
            if language not in known:
                yield UnknownName(
                    say("The language “%(language)s” is not one of the campaign’s.", language=language),
                    place=document.place((*path, language)),
                    hint=say("Use one of: %(known)s.", known=", ".join(known)),
                )
        for language in needed:
            if not text.get(language, "").strip():
                yield InvalidDocument(
                    say("The words in “%(language)s” are missing.", language=language),
                    place=document.place((*path, language)),
                    hint=say("Add them: every text is in all languages of the campaign."),
                )


def check_id(document: Document, given: str, *, path: tuple[str | int, ...] = ("id",)) -> Iterator[CampaignError]:
    """What items, campaigns and consents are called."""
    if not _SLUG.fullmatch(given):
        yield InvalidDocument(
            say("“%(id)s” cannot be an id.", id=given[:60]),
            place=document.place(path),
            hint=say("Use small Latin letters, digits and hyphens, at most 50."),
        )


def _list_campaign_texts(campaign: Campaign) -> TextsByPath:
    funder = campaign.funder
    texts: dict[tuple[str | int, ...], Texts] = {
        ("title",): campaign.title,
        ("funder", "title"): funder.title,
    }
    return texts | {("funder", *_split_path(part)): wording for part, wording in funder.wordings.items()}


def _split_path(part: str) -> tuple[str | int, ...]:
    return tuple(int(step) if step.isdigit() else step for step in part.split("."))


def _list_item_texts(item: Item) -> TextsByPath:
    """What is left empty (doubt) was left out on purpose."""
    texts: dict[tuple[str | int, ...], Texts] = {("title",): item.title}
    if item.doubt:
        texts["doubt",] = item.doubt
    if item.source:
        texts |= {("source", part): getattr(item.source, part) for part in ("name", "population", "unit")}
    return texts
