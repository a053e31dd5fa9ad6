"""`campaign doctor`: is everything here? In: this machine. Out: a line a part, and how to mend what is amiss."""

import platform
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import typer
from rich.console import Console

from campaign.commands.report import report_error
from campaign.spec.errors import CampaignError, UnknownName
from campaign.spec.message import Message, say

ROOM = 2 * 1024**3
"""Bytes that the sample campaigns with room to work take on every channel."""


class PartMissing(CampaignError):
    """Something the product needs is not as it should be."""


@dataclass(frozen=True)
class Part:
    """`look` returns what is there in a few words, or raises."""

    title: str
    look: Callable[[], str]


def doctor() -> None:
    """Check that this machine has all that is needed, and say how to mend what is amiss."""
    console = Console(highlight=False)
    ill = [part for part in PARTS if not _examine(part, console=console)]
    raise typer.Exit(1 if ill else 0)


def _examine(part: Part, *, console: Console) -> bool:
    try:
        console.print(f"[green]✓[/] {part.title:<10} {part.look()}", soft_wrap=True)
    except CampaignError as error:
        console.print(f"[red]✗[/] {part.title:<10}", soft_wrap=True)
        report_error(error, console=console)
        return False
    except Exception as error:  # a part may break in any way: that is what we are here to tell
        console.print(f"[red]✗[/] {part.title:<10} {type(error).__name__}: {error}", soft_wrap=True)
        return False
    return True


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
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return f"{connection.vendor}, " + (
        f"{len(waiting)} migrations to do: campaign demo does them" if waiting else "ready"
    )


def _look_at_store() -> str:
    from django.conf import settings

    from campaign.adapters.store import open_store
    from campaign.adapters.stored import make_name
    from campaign.spec.digest import hash_bytes

    words = b"campaign doctor was here"
    name = make_name(hash_bytes(words), suffix="txt")
    store = open_store(settings.STORE, endpoint=settings.STORE_ENDPOINT)
    store.put_bytes(words, name=name)
    store.remove(name)
    return settings.STORE


def _look_at_mail() -> str:
    """Where letters go, without the password in it."""
    from django.conf import settings

    from campaign.adapters.mail import check_address
    from campaign.services.mailing import name_outbox

    check_address(settings.MAIL)
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
    Part("Database", _look_at_database),
    Part("Store", _look_at_store),
    Part("Broker", _look_at_broker),
    Part("Engine", _look_at_engine),
    Part("Encoder", _look_at_encoder),
    Part("Fonts", _look_at_fonts),
    Part("Templates", _look_at_templates),
    Part("Mail", _look_at_mail),
    Part("Words", _look_at_words),
)
