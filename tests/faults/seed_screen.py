"""Tables, a player with a playlist, a person and a loop to be rendered, in whatever database the environment names.
Prints token, key and a file's name as JSON; with `writing` also the number of a draft and its author's session, and the
loop is a small one.

python -m tests.faults.seed_screen FOLDER [writing]
"""

import json
import sys
from pathlib import Path

import django

django.setup()

from django.conf import settings  # noqa: E402  Django comes first
from django.core.management import call_command  # noqa: E402
from django.test import Client  # noqa: E402
from django.utils import timezone  # noqa: E402

from campaign.data.models import Campaign  # noqa: E402
from campaign.services import authoring, rendering  # noqa: E402
from campaign.spec.channels import Medium  # noqa: E402
from campaign.spec.content import Kind  # noqa: E402
from tests.factories.jobs import make_job  # noqa: E402
from tests.factories.rows import keep_file, make_person  # noqa: E402
from tests.factories.screens import make_screen  # noqa: E402
from tests.workers.seed import make_long_loop  # noqa: E402

MEDIA = bytes(range(256)) * 4_000
"""A megabyte: several pieces."""


def seed(folder: Path) -> dict[str, str]:
    call_command("migrate", verbosity=0)
    screen = make_screen(folder / "schedules")
    assert screen.ana.loop is not None
    screen.ana.loop.file = keep_file(MEDIA, suffix="mp4", media_type="video/mp4")
    screen.ana.loop.save()
    screen.release(share=40)
    key = rendering.plan_rendering(make_long_loop("Съсед")).key
    return {"token": screen.token, "key": key, "media": screen.ana.loop.file.name}


def seed_writing() -> dict[str, str]:
    """Somebody who is signed in writes a story."""
    author = make_person()
    draft = authoring.begin(
        Campaign.objects.get(), kind=Kind.STATISTIC, template="plain", by=author, now=timezone.now()
    )
    browser = Client()
    browser.force_login(author)
    key = rendering.plan_rendering(make_job("Съсед", medium=Medium.LOOP)).key
    return {"draft": str(draft.pk), "session": browser.cookies[settings.SESSION_COOKIE_NAME].value, "key": key}


if __name__ == "__main__":
    facts = seed(Path(sys.argv[1]))
    if "writing" in sys.argv[2:]:
        facts |= seed_writing()
    print(json.dumps(facts))  # noqa: T201  the answer is on standard output
