"""`campaign doctor`: is everything here, and well? In: this machine. Out: a line a part, and how to mend what is amiss.

Exit code 0 when all is well, 1 when something is not.
"""

import json
import platform
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.markup import escape

from campaign.commands.report import report_error
from campaign.commands.troubles import explain_trouble, report_outdated
from campaign.commands.words import translate
from campaign.spec.errors import CampaignError, UnknownName
from campaign.spec.message import Message, say

if TYPE_CHECKING:
    from campaign.adapters.store import Store

DATABASE = "Database"
ROOM = 2 * 1024**3
"""Bytes that the sample campaigns with room to work take on every channel."""


class PartMissing(CampaignError):
    """Something the product needs is not as it should be."""


@dataclass(frozen=True)
class Part:
    """`look` returns what is there in a few words, or raises; Faults where several things are amiss. What `asks` the
    database has nothing to say while that is not well."""

    title: str
    look: Callable[[], str]
    asks: bool = False


@dataclass(frozen=True)
class Seen:
    """What was found of a part; `ailments` are empty where all is well, and where it was not `looked` at."""

    title: str
    words: str
    ailments: tuple[CampaignError, ...] = ()
    looked: bool = True


def doctor(
    deep: Annotated[
        bool, typer.Option("--deep", help="Read every file of the store and every link of the audit log too.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a part.")] = False,
) -> None:
    """Check that this machine has all that is needed, that what runs is well, and say how to mend what is amiss."""
    from campaign.commands.doctor_parts import list_running

    console = Console(highlight=False)
    ill: set[str] = set()
    for part in (*PARTS, *list_running(deep=deep)):
        seen = _pass_over(part) if part.asks and DATABASE in ill else examine(part)
        if seen.ailments:
            ill.add(part.title)
        if as_json:
            typer.echo(json.dumps(describe(seen), ensure_ascii=False))
        else:
            _print(seen, console=console)
    raise typer.Exit(1 if ill else 0)


def examine(part: Part) -> Seen:
    """Look at a part, whatever breaks in it."""
    try:
        return Seen(part.title, part.look())
    except CampaignError as error:
        return Seen(part.title, "", error.singles)
    except Exception as error:  # a part may break in any way: that is what we are here to tell
        if (trouble := explain_trouble(error)) is not None:
            return Seen(part.title, "", trouble.singles)
        broken = say("This could not be looked at: %(kind)s: %(why)s", kind=type(error).__name__, why=str(error))
        return Seen(part.title, "", (_miss(broken, say("Mend what else is named first, then look again.")),))


def _pass_over(part: Part) -> Seen:
    return Seen(part.title, "not looked at while the database is not well", looked=False)


def describe(seen: Seen) -> dict[str, object]:
    """For programs."""
    ailments = [
        {"message": translate(one.message), "hint": translate(one.hint) if one.hint else ""} for one in seen.ailments
    ]
    well = not ailments if seen.looked else None
    return {"part": seen.title, "well": well, "words": seen.words, "ailments": ailments}


def _print(seen: Seen, *, console: Console) -> None:
    mark = "[red]✗[/]" if seen.ailments else "[green]✓[/]" if seen.looked else "-"
    console.print(f"{mark} {seen.title:<10} {escape(seen.words)}", soft_wrap=True)
    for ailment in seen.ailments:
        report_error(ailment, console=console)


def _look_at_python() -> str:
    return f"{platform.python_version()}, {platform.system()} {platform.machine()}"


def _look_at_broker() -> str:
    from django.conf import settings

    if settings.BROKER_URL:
        return _ping_broker(settings.BROKER_URL)
    from campaign.adapters.broker import BrokerTaken, start_broker

    try:
        with tempfile.TemporaryDirectory(prefix="campaign-") as folder:
            start_broker(Path(folder)).stop()
    except BrokerTaken:
        pass
    return "embedded, starts and stops"


def _ping_broker(url: str) -> str:
    from redis import Redis
    from redis.exceptions import RedisError

    try:
        with Redis.from_url(url, socket_connect_timeout=3) as client:
            client.ping()
    except (RedisError, ValueError, OSError) as error:
        raise _miss(
            say("The broker does not answer: %(why)s.", why=str(error)),
            say("Start it, or correct CAMPAIGN_BROKER; without it an embedded one is used."),
        ) from None
    return "answers"


def _look_at_encoder() -> str:
    from campaign.adapters.ffmpeg import FfmpegEncoder, find_binary

    subprocess.run([find_binary(), "-version"], check=True, capture_output=True, timeout=20)
    return FfmpegEncoder().name


def _look_at_engine() -> str:
    from campaign.adapters.blitz import BlitzEngine
    from campaign.render.fonts import list_font_files
    from campaign.render.ports import Page

    html = '<!doctype html><body id="root" style="margin:0;background:#003399"></body>'
    engine = BlitzEngine()
    with engine.open(Page(html, 8, 8, (Path.cwd(),), list_font_files())) as page:
        if page.draw(0.0)[:4] != b"\x00\x33\x99\xff":
            raise _miss(say("The page engine draws wrong colours."), say("Install the project anew: make clean setup."))
    return engine.name.partition(" (")[0]


def _look_at_fonts() -> str:
    from campaign.render.fonts import list_fonts

    families = sorted({font.family for font in list_fonts() if font.path.is_file()})
    if len(families) < 4:
        raise _miss(say("A font package is missing."), say("Install the project anew: make clean setup."))
    return ", ".join(families)


def _look_at_templates() -> str:
    from django.conf import settings

    from campaign.render.folder import load_templates

    found = load_templates(settings.TEMPLATES_FOLDER)
    if not found:
        raise UnknownName(
            say("There are no templates in %(folder)s.", folder=str(settings.TEMPLATES_FOLDER)),
            hint=say("Set CAMPAIGN_TEMPLATES to the designers' folder."),
        )
    return f"{len(found)} in {settings.TEMPLATES_FOLDER}"


def _look_at_disk() -> str:
    from django.conf import settings

    settings.HOME.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(settings.HOME).free
    if free < ROOM:
        raise _miss(
            say("Only %(free)d MB are free in %(folder)s.", free=free // 1024**2, folder=str(settings.HOME)),
            say("Free two gigabytes, or set CAMPAIGN_HOME to a folder on another disk."),
        )
    return f"{free // 1024**3} GB free in {settings.HOME}"


def _look_at_database() -> str:
    import django

    django.setup()
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    if not executor.loader.applied_migrations:
        return f"{connection.vendor}, empty: campaign demo, or python -m django migrate, makes its tables"
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise report_outdated()
    return f"{connection.vendor}, ready"


def _look_at_store() -> str:
    from django.conf import settings

    from campaign.services.storage import get_store

    _write_into(get_store())
    return settings.STORE


def _look_at_private_store() -> str:
    from django.conf import settings

    from campaign.services.storage import get_private_store

    _write_into(get_private_store())
    return settings.PRIVATE_STORE


def _write_into(store: "Store") -> None:
    """And take it away again."""
    from campaign.adapters.stored import make_name
    from campaign.spec.digest import hash_bytes

    words = b"campaign doctor was here"
    name = make_name(hash_bytes(words), suffix="txt")
    store.put_bytes(words, name=name)
    store.remove(name)


def _look_at_mail() -> str:
    """Where letters go, without the password in it. A server is asked whether it would take some."""
    from django.conf import settings

    from campaign.adapters.mail import MailFailed, check_address, knock
    from campaign.services.mailing import name_outbox

    check_address(settings.MAIL)
    try:
        knock(settings.MAIL)
    except MailFailed as error:
        raise _miss(
            say("The mail server takes no letters: %(why)s", why=error.why),
            say("Look at CAMPAIGN_MAIL, and whether the server runs and lets this host in."),
        ) from None
    outbox = name_outbox()
    return f"letters are files in {outbox}" if outbox else settings.MAIL.rpartition("@")[2].rpartition("//")[2]


def _look_at_words() -> str:
    from django.conf import settings

    for folder in settings.LOCALE_PATHS:
        if not (folder / "bg" / "LC_MESSAGES" / "django.mo").is_file():
            raise _miss(say("The Bulgarian words are not compiled."), say("Run: make setup."))
    return "Bulgarian and English"


def _miss(message: Message, hint: Message) -> PartMissing:
    return PartMissing(message, hint=hint)


PARTS = (
    Part("Python", _look_at_python),
    Part("Disk", _look_at_disk),
    Part(DATABASE, _look_at_database),
    Part("Store", _look_at_store),
    Part("Private", _look_at_private_store),
    Part("Broker", _look_at_broker),
    Part("Engine", _look_at_engine),
    Part("Encoder", _look_at_encoder),
    Part("Fonts", _look_at_fonts),
    Part("Templates", _look_at_templates),
    Part("Mail", _look_at_mail),
    Part("Words", _look_at_words),
)
