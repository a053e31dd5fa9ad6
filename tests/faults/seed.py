"""What people ask for, from a process of its own, as a web process does. Prints what came of it, one a line.

python -m tests.faults.seed screen                 a released channel: the token of its player
python -m tests.faults.seed stills|loops|large NAME COUNT   so many new pictures: their keys
python -m tests.faults.seed pack FOLDER            a pack handed in: its number
python -m tests.faults.seed look KEY               a finished picture is to be looked at again
python -m tests.faults.seed letters COUNT          so many letters in the outbox
"""

import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import django
from PIL import Image

django.setup()

from django.conf import settings  # noqa: E402  models exist once Django is set up
from django.utils import timezone  # noqa: E402

from campaign.checks.revision import number_pixel_rules  # noqa: E402
from campaign.data.models import Rendering  # noqa: E402
from campaign.services import dispatch, imports, rendering  # noqa: E402
from campaign.services.letters import Draft  # noqa: E402
from campaign.services.mailing import post_letter  # noqa: E402
from campaign.spec.channels import Medium  # noqa: E402
from campaign.spec.digest import hash_bytes  # noqa: E402
from campaign.spec.message import say  # noqa: E402
from tests.factories.jobs import make_job  # noqa: E402
from tests.factories.packs import CAMPAIGN, write_file  # noqa: E402
from tests.factories.rows import make_organisation, make_person  # noqa: E402
from tests.factories.screens import make_screen  # noqa: E402

STATISTIC = """\
id: neighbours
kind: statistic
template: plain
title: {bg: Съседи, en: Neighbours}
values:
  headline: {bg: Живеем заедно., en: We live together.}
  photo:
    file: photo.png
    alt: {bg: Двор, en: A yard}
source:
  name: {bg: Община, en: Municipality}
  period: "2018"
  population: {bg: участници, en: participants}
  unit: {bg: души, en: people}
"""
LARGE = {"width": 1280, "height": 720, "fps": 50}


def show_screen() -> list[str]:
    token = make_screen(settings.HOME / "schedules").token
    Rendering.objects.update(checked=number_pixel_rules())  # there is nothing in them to look at
    return [token]


def plan(kind: str, name: str, count: str) -> list[str]:
    medium = Medium.STILL if kind == "stills" else Medium.LOOP
    shape = LARGE if kind == "large" else {}
    jobs = [make_job(f"{name} {number}", medium=medium, **shape) for number in range(int(count))]
    keys = [rendering.plan_rendering(job).key for job in jobs]
    dispatch.queue_due()
    return keys


def hand_in(folder: str) -> list[str]:
    """A campaign of its own with a photo of its own, both named by the folder."""
    pack = Path(folder)
    write_file(pack, "campaign.yaml", CAMPAIGN.replace("id: neighbours", f"id: {pack.name}"))
    write_file(pack, "statistics/neighbours.yaml", STATISTIC)
    colour = f"#{hash_bytes(pack.name.encode())[:6]}"
    Image.new("RGB", (64, 36), colour).save(write_file(pack, "media/photo.png", b""))
    archive = Path(shutil.make_archive(f"{folder}-handed-in", "zip", pack))
    row = imports.take_upload(
        archive, name="Съседи.zip", by=make_person(), organisation=make_organisation(), now=timezone.now()
    )
    dispatch.queue_imports()
    return [str(row.pk)]


def look_again(key: str) -> list[str]:
    """As if it had been checked by older rules; materials name what is watched."""
    Rendering.objects.filter(key=key).update(checked=0, heartbeat_at=timezone.now())
    dispatch.get_app().send_task("stills.recheck", args=(key,), queue="stills", retry=False)
    return []


def write_letters(count: str) -> list[str]:
    """Two are told at once that there are some."""
    draft = Draft(say("Too long."), (say("Too long."),), "")
    letters = [
        str(post_letter(draft, kind="digest", address=f"a{number}@example.org", language="bg", now=timezone.now()).pk)
        for number in range(int(count))
    ]
    dispatch.queue_mail()
    dispatch.queue_mail()
    return letters


ACTS: dict[str, Callable[..., list[str]]] = {
    "screen": show_screen,
    "pack": hand_in,
    "look": look_again,
    "letters": write_letters,
    **{kind: lambda *words, kind=kind: plan(kind, *words) for kind in ("stills", "loops", "large")},
}

if __name__ == "__main__":
    print("\n".join(ACTS[sys.argv[1]](*sys.argv[2:])))  # noqa: T201  the answer is on standard output
