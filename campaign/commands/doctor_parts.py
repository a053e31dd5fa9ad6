"""What `campaign doctor` asks of an installation that runs. In: whether to read everything. Out: parts as doctor has.

Before there are tables there is nothing to ask: that is said, and is no ailment.
"""

import shutil
import tempfile
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path
from time import time
from typing import TYPE_CHECKING

from campaign.spec.errors import CampaignError, join_errors
from campaign.spec.message import Message, say

if TYPE_CHECKING:
    from campaign.commands.doctor import Part

OLD = 24 * 3600
"""Seconds after which a folder for work in hand is of nobody any more."""
LITTLE = 512 * 1024**2
"""Bytes that a film on its way takes in the temporary folder."""


def list_running(*, deep: bool) -> "tuple[Part, ...]":
    """Each looked at when its turn comes."""
    import django

    django.setup()
    from campaign.commands.doctor import Part
    from campaign.services import diagnosis, settings_check

    return (
        Part("Settings", lambda: _judge(settings_check.check_settings(), well="nothing contradicts")),
        Part("Secrets", lambda: _judge(settings_check.check_secrets(), well="long enough, and ours alone")),
        Part("Temporary", look_at_litter),
        _ask("Hosts", lambda now: settings_check.check_hosts(now=now), well="have in common what they must"),
        _ask("Clocks", lambda now: diagnosis.check_clocks(now=now), well="agree"),
        _ask("Workers", lambda now: diagnosis.check_work(now=now), well="serve every queue; nothing waits long"),
        _ask("Renders", lambda now: diagnosis.check_renders(now=now), well="none stands still or failed"),
        _ask("Files", lambda _: diagnosis.check_files(deep=deep), well=_tell_files(deep)),
        _ask("Approvals", lambda _: diagnosis.check_approvals(), well="stand for what is there"),
        _ask("Release", lambda now: diagnosis.check_release(now=now), well="every channel has a fallback"),
        _ask("Screens", lambda now: diagnosis.check_screens(now=now), well="none fell silent"),
        _ask("Keys", lambda now: diagnosis.check_keys(now=now), well="go on signing"),
        _ask("Letters", lambda _: diagnosis.check_letters(), well="none was refused"),
        *([_ask("Audit log", lambda _: diagnosis.check_audit(), well="as it was written")] if deep else []),
    )


def look_at_litter() -> str:
    """Room for films on their way, and what killed processes left there."""
    folder = Path(tempfile.gettempdir())
    free = shutil.disk_usage(folder).free
    old = [path for path in folder.glob("campaign-*") if path.is_dir() and time() - path.stat().st_mtime > OLD]
    return _judge(_check_litter(folder, free=free, old=len(old)), well=f"{free // 1024**2} MB free in {folder}")


def _check_litter(folder: Path, *, free: int, old: int) -> Iterable[CampaignError]:
    if free < LITTLE:
        yield _find(
            say("Only %(free)d MB are free in %(folder)s.", free=free // 1024**2, folder=str(folder)),
            say("Make room, or set TMPDIR to a folder on another disk."),
        )
    if old:
        yield _find(
            say("%(number)d folders of work that ended long ago lie in %(folder)s.", number=old, folder=str(folder)),
            say(
                "Remove those that begin with campaign- and are older than a day; a worker that starts sweeps its own."
            ),
        )


def _ask(title: str, check: Callable[[datetime], Iterable[CampaignError]], *, well: str) -> "Part":
    from campaign.commands.doctor import Part

    def look() -> str:
        from django.utils import timezone

        return _judge(check(timezone.now()), well=well) if _has_tables() else "no tables yet"

    return Part(title, look, asks=True)


def _has_tables() -> bool:
    """Whether they are as this version has them; what lacks is told by the part Database."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def _judge(ailments: Iterable[CampaignError], *, well: str) -> str:
    """Raises them, all at once."""
    found = list(ailments)
    if found:
        raise join_errors(found)
    return well


def _tell_files(deep: bool) -> str:
    return "every one is as it was" if deep else "the newest are there; --deep reads every one"


def _find(message: Message, hint: Message) -> CampaignError:
    from campaign.services.diagnosis import Ailment

    return Ailment(message, hint=hint)
