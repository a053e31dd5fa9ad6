"""What a flight can be made of. In: who makes it, and what the schedule names. Out: choices for the form, in words."""

from django.utils.translation import gettext as _

from campaign.data.models import Item, User
from campaign.data.queries import find_campaigns, find_material
from campaign.forms.words import pick_text
from campaign.schedule.changes import Names
from campaign.schedule.channels import ALL
from campaign.schedule.dayparts import WEEK
from campaign.services.rights import LEADS
from campaign.studio.flight_words import say_hours, say_weekdays
from campaign.studio.titles import DIGITS, read_titles

Choice = tuple[str, str]


def list_shown(person: User, *, now: str, wanted: str) -> list[Choice | tuple[str, list[Choice]]]:
    """What this person may schedule: campaigns and stories that they lead, tags, what the flight shows `now`,
    and the one material that is `wanted`."""
    campaigns = find_campaigns(person, LEADS)
    items = Item.objects.filter(campaign__in=campaigns).exclude(current=None).select_related("campaign", "current")
    stories: list[Choice] = []
    tags: set[str] = set()
    for row in items.order_by("campaign__slug", "slug"):
        body = row.current.body if row.current else {}
        stories.append((f"item:{row}", f"{pick_text(body['title'])} · {pick_text(row.campaign.body['title'])}"))
        tags |= set(body.get("tags", ()))
    found: list[tuple[str, list[Choice]]] = [
        (_("A whole campaign"), [(f"campaign:{row.slug}", pick_text(row.body["title"])) for row in campaigns]),
        (_("One story"), stories),
        (_("Everything with a tag"), [(f"tag:{tag}", tag) for tag in sorted(tags)]),
    ]
    known = {value for _title, choices in found for value, _label in choices}
    if now and now not in known:
        found.append((_("As it is now"), [_name(now)]))
    if wanted not in {now, *known} and _is_material(person, wanted):
        found.append((_("One material"), [_name(wanted)]))
    return [("", "—"), *((title, choices) for title, choices in found if choices)]


def _name(shown: str) -> Choice:
    kind, _colon, ref = shown.partition(":")
    return shown, read_titles([(kind, ref)]).find(kind, ref)


def _is_material(person: User, wanted: str) -> bool:
    """Whether it is one that this person sees."""
    kind, _colon, ref = wanted.partition(":")
    return kind == "material" and ref.isdecimal() and len(ref) <= DIGITS and find_material(person, int(ref)) is not None


def list_channels(names: Names) -> list[Choice]:
    """All, then groups with their channels, then channels."""
    groups: dict[str, list[str]] = {}
    for channel in names.channels.values():
        for group in channel.groups:
            groups.setdefault(group, []).append(pick_text(channel.title))
    return [
        (ALL, _("All channels")),
        *((name, _("Group “%(name)s”: %(channels)s") % {"name": name, "channels": " · ".join(titles)})
          for name, titles in groups.items()),
        *((channel.id, pick_text(channel.title)) for channel in names.channels.values()),
    ]  # fmt: skip


def list_dayparts(names: Names) -> list[Choice]:
    choices = []
    for part in names.dayparts.values():
        days = "" if set(part.weekdays) == set(WEEK) else f", {say_weekdays(part.weekdays)}"
        choices.append((part.id, f"{pick_text(part.title)} ({say_hours(part)}{days})"))
    return choices
