"""Tables, a player with a playlist, a person and a loop to be rendered, in whatever database the environment names.
Prints token, key and a file's name as JSON.

python -m tests.faults.seed_screen FOLDER
"""

import json
import sys
from pathlib import Path

import django

django.setup()

from django.core.management import call_command  # noqa: E402  Django comes first

from campaign.services import rendering  # noqa: E402
from tests.factories.rows import keep_file  # noqa: E402
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


if __name__ == "__main__":
    print(json.dumps(seed(Path(sys.argv[1]))))  # noqa: T201  the answer is on standard output
