"""All that people do for a first release, inside the web container. In: a sample's name. Out: what came of it, as JSON.

python - import|release SAMPLE
import: people, channels, players and the pack are taken in, and what they need is queued for the workers.
release: waits for the workers, approves, and lets the schedule play; prints what was rendered and the players' tokens.
"""

import json
import sys
import time

import django

django.setup()

from django.conf import settings  # noqa: E402  models exist once Django is set up
from django.utils import timezone  # noqa: E402

from campaign.commands.samples import prepare_samples, release_samples  # noqa: E402
from campaign.data.models import Rendering  # noqa: E402

SECONDS = 1500


def main(act: str, sample: str) -> None:
    folder = settings.SAMPLES_FOLDER / sample
    prepared = prepare_samples(packs=[folder], channels=[], today=timezone.localdate())
    told: dict[str, object] = {"asked": len(prepared.renderings), "problems": [str(one) for one in prepared.problems]}
    if act == "release":
        deadline = time.monotonic() + SECONDS
        while left := Rendering.objects.exclude(state__in=("done", "failed")).count():
            if time.monotonic() > deadline:
                raise SystemExit(f"{left} renderings are not done after {SECONDS} s")
            time.sleep(0.5)
        released = release_samples(prepared, now=timezone.now())
        rows = Rendering.objects.values_list("state", "attempt")
        told |= {"number": released.number, "approved": released.approved, "refused": dict(released.refused)}
        told |= {"done": sum(state == "done" for state, _ in rows), "again": sum(attempt > 1 for _, attempt in rows)}
        told["tokens"] = prepared.keys.players
    print(json.dumps(told, ensure_ascii=False))


main(*sys.argv[1:])
