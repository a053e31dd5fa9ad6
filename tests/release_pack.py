"""Take in a pack, wait until others have rendered it, release it: all that people do, for tests of whole installations.
Prints the players' tokens by channel.

python -m tests.release_pack PACK
"""

import json
import sys
import time
from pathlib import Path

import django

django.setup()

from django.utils import timezone  # noqa: E402  models exist once Django is set up

from campaign.commands.samples import prepare_samples, release_samples  # noqa: E402
from campaign.data.models import Rendering  # noqa: E402

SECONDS = 90


def release_pack(folder: Path) -> dict[str, str]:
    prepared = prepare_samples(packs=[folder], channels=[], today=timezone.localdate())
    assert not prepared.problems, prepared.problems
    deadline = time.monotonic() + SECONDS
    while Rendering.objects.exclude(state=Rendering.State.DONE).exists():
        assert time.monotonic() < deadline, list(Rendering.objects.values_list("state", "queue"))
        time.sleep(0.2)
    release_samples(prepared, now=timezone.now())
    return prepared.keys.players


if __name__ == "__main__":
    print(json.dumps(release_pack(Path(sys.argv[1]))))  # noqa: T201  the answer is on standard output
