"""Every address of the site, and what it answers to whom: one row each, held by test_matrix.

A new address needs a row here: its name, its arguments as the world below names them (or as they are), the roles it is
open to, and its methods. Whoever has none of the roles is refused (403), who is not signed in is led to the door. An
open address answers "in": a page, a leading on, or what is wrong with an empty form. Where the object decides as well,
the row says who gets what instead; `stranger` leads another organisation, `guest` is staff of another organisation who
leads the campaign.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from django.urls import reverse

from campaign.data.models import Campaign, Emergency, Mail, PackImport, Player, User
from campaign.services import invitations, statistics
from campaign.services.accounts import give_campaign
from campaign.services.invitations import Place
from campaign.services.rights import Role
from tests.factories.drafts import make_draft
from tests.factories.rows import NOON, make_material, make_organisation, make_person, make_version
from tests.factories.screens import make_screen
from tests.factories.values import make_item
from tests.studio.rows import make_kept_consent, make_withdrawal

ALL = frozenset(role.value for role in Role)
MAKERS = ALL - {"operator"}
AUTHORS = frozenset({"staff", "lead", "administrator"})
LEADS = frozenset({"lead", "administrator"})
OPERATORS = frozenset({"operator", "administrator"})
WATCHERS = AUTHORS | OPERATORS
WARNERS = LEADS | OPERATORS
DESIGNERS = frozenset({"designer", "lead", "administrator"})
ADMINISTRATOR = frozenset({"administrator"})
VISITORS = (*sorted(ALL), "stranger", "guest", "anonymous")
HIDDEN = {"stranger": "404"}
"""Somebody else's: as if it were not there."""
REFUSED = {"stranger": "403"}
GONE = dict.fromkeys((*ALL, "stranger", "guest"), "404")
"""What it would show is not there, so that nobody is shown anything; the roles are asked before."""
UNSEEN_BY_OPERATORS = {"operator": "404", **HIDDEN}


PUBLIC = dict.fromkeys(VISITORS, "in")
NOT_FOR_PEOPLE = dict.fromkeys(VISITORS, "404")
"""Of players and calendar programs, who have a token; this one is nobody's."""


@dataclass(frozen=True)
class Row:
    """`says` is what single visitors get instead of what their role would."""

    name: str
    args: Mapping[str, str] = field(default_factory=dict)
    roles: frozenset[str] = frozenset()
    methods: str = "GET"
    says: Mapping[str, str] = field(default_factory=dict)

    def expect(self, visitor: str) -> str:
        """in, door, 403 or 404."""
        if visitor == "anonymous":
            return self.says.get(visitor, "door")
        own = {"stranger": {"lead"}, "guest": {"staff", "lead"}}.get(visitor, {visitor})
        open_to_all = not self.roles
        return self.says.get(visitor, "in") if open_to_all or self.roles & own else "403"


ROWS = (
    # what players fetch
    Row("playlist", {"token": "nobody", "kind": "json"}, says=NOT_FOR_PEOPLE),
    Row("signature", {"token": "nobody", "kind": "json"}, says=NOT_FOR_PEOPLE),
    Row("keys", {"token": "nobody"}, says=NOT_FOR_PEOPLE),
    Row("keys-signature", {"token": "nobody"}, says=NOT_FOR_PEOPLE),
    Row("gone", {"token": "nobody"}, says=PUBLIC),
    Row("loop", {"token": "nobody"}, says=NOT_FOR_PEOPLE),
    Row("bundle", {"token": "nobody"}, says=NOT_FOR_PEOPLE),
    Row("heartbeat", {"token": "nobody"}, methods="POST", says=NOT_FOR_PEOPLE),
    Row("plays", {"token": "nobody"}, methods="POST", says=NOT_FOR_PEOPLE),
    Row("playlog", {"token": "nobody"}, methods="PUT", says=NOT_FOR_PEOPLE),
    Row("web-player", {"token": "nobody"}, says=NOT_FOR_PEOPLE),
    Row("player-worker", {"token": "nobody"}, says=NOT_FOR_PEOPLE),
    Row("media", {"name": f"{'0' * 64}.png"}, says=NOT_FOR_PEOPLE),
    Row("health", says=PUBLIC),
    Row("live", says=PUBLIC),
    Row("ready", says=PUBLIC),
    Row("metrics", says=PUBLIC),
    Row("calendar-feed", {"token": "nobody-nobody-nobody"}, says=NOT_FOR_PEOPLE),
    # ways in
    Row("sign-in", methods="GET POST", says=PUBLIC),
    Row("sign-in-code", methods="GET POST", says=PUBLIC),
    Row("forgot", methods="GET POST", says=PUBLIC),
    Row("reset", {"uid": "MQ", "token": "made-up"}, methods="GET POST", says=PUBLIC),
    Row("invitation", {"token": "key"}, methods="GET POST", says=PUBLIC),
    Row("sign-out", methods="POST", says=PUBLIC),
    Row("set-language", methods="POST", says=PUBLIC),
    # one's own
    Row("home", roles=ALL),
    Row("account", roles=ALL, methods="GET POST"),
    Row("account-email", roles=ALL, methods="GET POST"),
    Row("account-password", roles=ALL, methods="GET POST"),
    Row("account-codes", roles=ALL, methods="GET POST"),
    Row("account-codes-end", roles=ALL, methods="GET POST"),
    Row("account-spare", roles=ALL, methods="GET POST"),
    Row("end-session", {"pk": "0"}, roles=ALL, methods="POST", says=GONE),
    Row("end-other-sessions", roles=ALL, methods="POST"),
    # people
    Row("people", roles=LEADS),
    Row("invite", roles=LEADS, methods="GET POST"),
    Row("withdraw-invitation", {"pk": "invitation"}, roles=LEADS, methods="POST", says=HIDDEN | {"guest": "404"}),
    Row("send-again", {"pk": "letter"}, roles=ADMINISTRATOR, methods="POST"),
    Row("person", {"pk": "colleague"}, roles=LEADS, says=HIDDEN | {"guest": "404"}),
    Row("person", {"pk": "colleague"}, roles=LEADS, methods="POST", says=GONE),
    Row("first-steps", roles=LEADS),
    Row("audit", roles=LEADS),
    Row("audit-file", roles=LEADS),
    # campaigns, stories, statistics
    Row("campaigns", roles=MAKERS),
    Row("add-campaign", roles=LEADS, methods="GET POST", says={"guest": "403"}),
    Row("campaign", {"slug": "together"}, roles=MAKERS, says=HIDDEN),
    Row("change-campaign", {"slug": "together"}, roles=LEADS, methods="GET POST", says=HIDDEN),
    Row("stories", roles=AUTHORS),
    Row("new-story", roles=AUTHORS, methods="GET POST"),
    Row("template-example", {"template": "nothing", "shape": "landscape"}, roles=AUTHORS, says=GONE),
    Row("item", {"pk": "item"}, roles=MAKERS, says=HIDDEN),
    Row("edit-item", {"pk": "item"}, roles=AUTHORS, methods="POST", says=HIDDEN),
    Row("compare-versions", {"pk": "item"}, roles=MAKERS, says=HIDDEN),
    Row("restore-version", {"pk": "version"}, roles=AUTHORS, methods="GET POST", says=HIDDEN),
    Row("draft", {"pk": "draft"}, roles=AUTHORS, methods="GET POST", says=HIDDEN),
    Row("save-draft", {"pk": "draft"}, roles=AUTHORS, methods="POST", says=HIDDEN),
    Row("draft-news", {"pk": "draft"}, roles=AUTHORS, says=HIDDEN),
    Row("draft-template", {"pk": "draft"}, roles=AUTHORS, methods="GET POST", says=HIDDEN),
    Row("delete-draft", {"pk": "draft"}, roles=AUTHORS, methods="GET POST", says=HIDDEN),
    Row("draft-look", {"pk": "draft"}, roles=AUTHORS, methods="POST", says=HIDDEN),
    Row("upload", {"pk": "draft"}, roles=AUTHORS, methods="POST", says=HIDDEN),
    Row("crops", {"pk": "draft"}, roles=AUTHORS, says=HIDDEN),
    Row("cues", {"pk": "draft"}, roles=AUTHORS, methods="POST", says=HIDDEN),
    Row("medium", {"pk": "draft", "name": "values.clip"}, roles=AUTHORS, says=GONE),
    Row("medium-picture", {"pk": "draft", "name": "values.clip"}, roles=AUTHORS, says=GONE),
    Row("medium-strip", {"pk": "draft", "name": "values.clip"}, roles=AUTHORS, says=GONE),
    Row("medium-playable", {"pk": "draft", "name": "values.clip"}, roles=AUTHORS, says=GONE),
    Row("medium-cues", {"pk": "draft", "name": "values.clip"}, roles=AUTHORS, says=GONE),
    Row(
        "medium-cues-file",
        {"pk": "draft", "name": "values.clip", "language": "bg", "kind": "srt"},
        roles=AUTHORS,
        says=GONE,
    ),
    Row("new-statistic", roles=AUTHORS, methods="GET POST"),
    Row("statistic-table", {"pk": "figures"}, roles=AUTHORS, methods="GET POST", says=HIDDEN),
    Row("statistic-dataset", {"pk": "figures"}, roles=AUTHORS, methods="GET POST", says=GONE),
    Row("statistic-source", {"pk": "figures"}, roles=AUTHORS, methods="GET POST", says=HIDDEN),
    Row("statistic-pictures", {"pk": "figures"}, roles=AUTHORS, says=HIDDEN),
    Row("statistic-picture", {"pk": "figures", "template": "nothing"}, roles=AUTHORS, says=GONE),
    Row("choose-statistic", {"pk": "figures"}, roles=AUTHORS, methods="POST", says=HIDDEN),
    # consents
    Row("consents", roles=AUTHORS, methods="GET POST"),
    Row("record-consent", roles=AUTHORS, methods="GET POST"),
    Row("consent", {"pk": "consent"}, roles=AUTHORS, says=HIDDEN),
    Row("consent-effect", {"pk": "consent"}, roles=AUTHORS, says=HIDDEN),
    Row("change-consent", {"pk": "consent"}, roles=AUTHORS, methods="GET POST", says=HIDDEN),
    Row("renew-consent", {"pk": "consent"}, roles=AUTHORS, methods="GET POST", says=HIDDEN),
    Row("withdraw-consent", {"pk": "consent"}, roles=AUTHORS, methods="GET POST", says=HIDDEN),
    Row("erase-consent", {"pk": "consent"}, roles=LEADS, methods="GET POST", says=HIDDEN),
    Row("consent-document", {"pk": "consent"}, roles=AUTHORS, says=HIDDEN),
    Row("keep-consent-document", {"pk": "consent"}, roles=AUTHORS, methods="POST", says=HIDDEN),
    # materials, templates, review, work
    Row("materials", roles=ALL),
    Row("progress", roles=ALL),
    Row("material", {"pk": "approved"}, roles=ALL, says=HIDDEN),
    Row("material", {"pk": "waiting"}, roles=ALL, says=UNSEEN_BY_OPERATORS),
    Row("retry", {"pk": "waiting"}, roles=MAKERS, methods="POST", says=HIDDEN),
    Row("act", {"pk": "waiting", "act": "approve"}, roles=MAKERS, methods="GET POST", says=HIDDEN),
    Row("accept", {"pk": "waiting"}, roles=LEADS, methods="POST", says=HIDDEN),
    Row("take-back", {"pk": "waiting"}, roles=LEADS, methods="POST", says=HIDDEN),
    Row("file", {"name": "unseen"}, roles=ALL, says=UNSEEN_BY_OPERATORS),
    Row("file", {"name": "seen"}, roles=ALL),
    Row("templates", roles=MAKERS),
    Row("template", {"slug": "story-quote"}, roles=MAKERS),
    Row("template-sample", {"slug": "nothing", "screen": "tram", "language": "bg"}, roles=MAKERS, says=GONE),
    Row("template-changes", roles=MAKERS),
    Row("use-templates", roles=DESIGNERS, methods="POST", says={"guest": "403"}),
    Row("template-trial", {"pk": "0"}, roles=MAKERS, says=GONE),
    Row("template-trial-picture", {"pk": "0", "kind": "before"}, roles=MAKERS, says=GONE),
    Row("review", roles=LEADS),
    # whatever does not wait for the person, theirs or not, leads back to the queue
    Row("review-item", {"pk": "waiting-item"}, roles=LEADS),
    Row("review-approve", {"pk": "waiting-item"}, roles=LEADS, methods="POST"),
    Row("review-return", {"pk": "waiting-item"}, roles=LEADS, methods="POST"),
    Row("review-marks", {"pk": "0"}, roles=LEADS, says=GONE),
    Row("work", roles=MAKERS),
    Row("work-events", roles=MAKERS),
    Row("work-line", roles=MAKERS),
    Row("retry-failed", roles=MAKERS, methods="POST"),
    Row("import", roles=AUTHORS, methods="GET POST"),
    Row("import-result", {"pk": "import"}, roles=AUTHORS, says=HIDDEN | {"guest": "404"}),
    # the schedule
    Row("timeline", roles=ALL),
    Row("move-flight", {"flight": "flight"}, roles=LEADS, methods="POST"),
    Row("undo-move", {"flight": "flight"}, roles=LEADS, methods="POST"),
    Row("upcoming", roles=ALL),
    Row("flights", roles=ALL),
    Row("add-flight", roles=LEADS, methods="GET POST"),
    Row("check-new-flight", roles=LEADS, methods="POST"),
    Row("flight", {"flight": "flight"}, roles=ALL),
    Row("change-flight", {"flight": "flight"}, roles=LEADS, methods="GET POST"),
    Row("check-flight", {"flight": "flight"}, roles=LEADS, methods="POST"),
    Row("flight-act", {"flight": "flight", "act": "end"}, roles=LEADS, methods="GET POST"),
    Row("fallbacks", roles=ALL),
    Row("choose-fallback", {"place": "tram"}, roles=LEADS, methods="GET POST"),
    Row("give-back-fallback", {"place": "tram"}, roles=LEADS, methods="POST"),
    Row("calendar", roles=LEADS, methods="GET POST"),
    Row("download-calendar", roles=LEADS),
    Row("releases", roles=ALL),
    Row("release", {"number": "1"}, roles=ALL),
    Row("propose", roles=LEADS, methods="GET POST", says={"guest": "403"}),
    Row("let-out", {"number": "1"}, roles=LEADS, methods="GET POST", says={"guest": "403"}),
    Row("call-off", {"number": "1"}, roles=LEADS, methods="GET POST", says={"guest": "403"}),
    Row("roll-back", {"number": "1"}, roles=LEADS, methods="GET POST", says={"guest": "403"}),
    # channels and players
    Row("channels", roles=ALL),
    Row("channel", {"slug": "tram"}, roles=ALL),
    Row("day", {"slug": "tram"}, roles=ALL),
    Row("play-day", {"slug": "tram"}, roles=ALL),
    Row("wall", {"slug": "tram"}, roles=ALL),
    Row("connect", {"slug": "tram"}, roles=WATCHERS),
    Row("players", roles=WATCHERS),
    Row("player", {"pk": "player"}, roles=WATCHERS),
    Row("add-player", roles=OPERATORS, methods="GET POST"),
    Row("change-player", {"pk": "player"}, roles=OPERATORS, methods="GET POST"),
    Row("rotate-player", {"pk": "player"}, roles=OPERATORS, methods="GET POST"),
    Row("revoke-player", {"pk": "player"}, roles=OPERATORS, methods="GET POST"),
    # stopping, warning, counting
    Row("takedown", roles=WATCHERS, methods="GET POST"),
    Row("withdrawals", roles=WATCHERS),
    Row("withdrawal", {"pk": "withdrawal"}, roles=WATCHERS, says=HIDDEN),
    Row("confirm-withdrawal", {"pk": "withdrawal"}, roles=OPERATORS, methods="POST"),
    Row("emergency", roles=WATCHERS, methods="GET POST"),
    Row("emergency-pictures", roles=WARNERS, methods="POST", says={"guest": "403"}),
    Row("emergency-start", roles=WARNERS, methods="GET POST", says={"guest": "403"}),
    Row("emergency-message", {"pk": "message"}, roles=WATCHERS),
    Row("emergency-end", {"pk": "message"}, roles=WARNERS, methods="POST", says={"guest": "403"}),
    Row("emergency-prolong", {"pk": "message"}, roles=WARNERS, methods="POST", says={"guest": "403"}),
    Row("reports", roles=WATCHERS),
    Row("report-file", {"kind": "csv"}, roles=WATCHERS),
)


def make_world(folder: Path) -> dict[str, str]:
    """Two stories on a tram that plays them, one that waits for review, and of everything else one; by name what an
    address takes."""
    screen, author = make_screen(folder), make_person("staff", name="author")
    waiting = make_material(make_version(make_item("vera", text="Вера рисува"), author=author), state="submitted")
    consent, lead = make_kept_consent(screen.ana), User.objects.get(username="lead")
    sent = invitations.invite(
        "nova@example.org", role=Role.STAFF, place=Place(make_organisation()), language="bg", by=lead, now=NOON
    )
    message = Emergency.objects.create(texts={"headline": {"bg": "Затворено"}}, since=NOON, until=NOON, why="", by=lead)
    letter = Mail.objects.create(address="a@b.org", kind="x", subject="S", due_at=NOON, tries=9)
    table = "Година\tДял, %\n2023\t41,5\n2024\t43,0\n"
    figures = statistics.start_pasted(screen.ana.version.item.campaign, table, by=author, now=NOON)
    taken = PackImport.objects.create(
        by=author, organisation=make_organisation(), name="p.zip", file="", size=1, at=NOON
    )
    assert screen.ana.still.file is not None
    assert waiting.still.file is not None
    made = {
        "approved": screen.ana.pk,
        "waiting": waiting.pk,
        "waiting-item": waiting.version.item_id,
        "item": screen.ana.version.item_id,
        "version": screen.ana.version_id,
        "seen": screen.ana.still.file.name,
        "unseen": waiting.still.file.name,
        "consent": consent.pk,
        "withdrawal": make_withdrawal(by=author).pk,
        "message": message.pk,
        "draft": make_draft().pk,
        "figures": figures.pk,
        "invitation": sent.row.pk,
        "key": sent.address.rpartition("/")[2],
        "letter": letter.pk,
        "colleague": author.pk,
        "import": taken.pk,
        "player": Player.objects.latest("pk").pk,
        "flight": "together",
    }
    return {name: str(value) for name, value in made.items()}


def find_address(row: Row, world: Mapping[str, str]) -> str:
    return reverse(row.name, kwargs={name: world.get(value, value) for name, value in row.args.items()})


def make_visitors() -> dict[str, User]:
    """All but those who are not signed in."""
    people = {role: make_person(role) for role in sorted(ALL)}
    people["stranger"] = make_person("lead", name="stranger", organisation="elsewhere")
    people["guest"] = make_person("staff", name="guest", organisation="city")
    give_campaign(people["guest"], campaign=Campaign.objects.get(slug="together"), role=Role.LEAD, by=people["lead"])
    return people
