"""What one host does of a render, in whatever database and store the environment names. Prints what came of it.

python -m tests.faults.host plan           a picture is asked for: its key
python -m tests.faults.host render KEY     what a worker does with it
python -m tests.faults.host take_over KEY  what another does once the first was silent for too long
"""

import json
import sys
from collections.abc import Callable
from datetime import timedelta

import django

django.setup()

from django.core.management import call_command  # noqa: E402  Django comes first
from django.utils import timezone  # noqa: E402

from campaign.data.models import Rendering, StoredFile  # noqa: E402
from campaign.services import rendering, runs  # noqa: E402
from campaign.services.storage import get_store  # noqa: E402
from tests.factories.jobs import make_job  # noqa: E402


def plan() -> str:
    call_command("migrate", verbosity=0)
    return rendering.plan_rendering(make_job()).key


def take_over(key: str) -> str:
    """The silence is not waited for: its last heartbeat is put back. What the store has then, and what is told."""
    Rendering.objects.filter(key=key).update(heartbeat_at=timezone.now() - timedelta(minutes=1))
    given_back = runs.give_back_lost()
    rendering.run(key)
    kept = {name: get_store().size(name) for name in get_store().names()}
    told = dict(StoredFile.objects.values_list("name", "size"))
    return json.dumps({"given_back": given_back, "kept": kept, "told": told})


if __name__ == "__main__":
    acts: dict[str, Callable[..., str | None]] = {"plan": plan, "render": rendering.run, "take_over": take_over}
    print(acts[sys.argv[1]](*sys.argv[2:]) or "")  # noqa: T201  the answer is on standard output
