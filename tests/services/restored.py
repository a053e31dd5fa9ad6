"""What an installation serves, told by a process of its own. In: a player's token, names of files. Out: JSON.

python -m tests.services.restored TOKEN NAME…  (a name that is no file's is a token: what its player gets)
"""

import hashlib
import json
import sys

import django

django.setup()

from django.contrib.sessions.models import Session  # noqa: E402
from django.test import Client  # noqa: E402  models exist once Django is set up

from campaign.data.models import Consent, PlayTotal, User  # noqa: E402
from campaign.services.signing import read_trust  # noqa: E402


def tell(token: str, names: list[str]) -> dict[str, object]:
    client = Client(headers={"host": "localhost"})
    media = {}
    for name in names:
        answer = client.get(f"/media/{name}" if "." in name else f"/feeds/{name}/playlist.csv")
        media[name] = hashlib.sha256(answer.getvalue()).hexdigest() if answer.streaming else answer.status_code
    return {
        "playlist": client.get(f"/feeds/{token}/playlist.csv").content.decode(),
        "media": media,
        "erased": sorted(row.slug for row in Consent.objects.exclude(erased_at=None)),
        "persons": sorted(str(row.body.get("person", "")) for row in Consent.objects.all()),
        "totals": PlayTotal.objects.count(),
        "sessions": Session.objects.count(),
        "off": sorted(User.objects.filter(is_active=False).values_list("username", flat=True)),
        "revoked": list(trust.keys.revoked) if (trust := read_trust()) else [],
    }


if __name__ == "__main__":
    print(json.dumps(tell(sys.argv[1], sys.argv[2:])))  # noqa: T201  the answer is on standard output
