"""The key that signs playlists. In: the settings. Out: the one key of this installation, drawn once if none is
given."""

import os
import secrets
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from campaign.playlists.signature import SEED_BYTES, SigningKey
from campaign.spec.errors import CampaignError
from campaign.spec.message import say

FILE = "signing-key"


class NoSigningKey(CampaignError):
    """The key that signs playlists cannot be read."""


def find_key() -> SigningKey:
    """The key of CAMPAIGN_SIGNING_KEY, else the one kept with the data, readable by its owner only. Raises
    NoSigningKey."""
    return _find(settings.SIGNING_KEY, settings.HOME / FILE)


@lru_cache(maxsize=4)
def _find(given: str, path: Path) -> SigningKey:
    return _read(given or _keep_seed(path))


def _keep_seed(path: Path) -> str:
    """What is kept; drawn by the first process that asks."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    half = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(secrets.token_hex(SEED_BYTES))
    try:
        os.link(half, path)  # whole, and never over another's
    except FileExistsError:
        pass
    finally:
        half.unlink()
    return path.read_text()


def _read(text: str) -> SigningKey:
    try:
        return SigningKey(bytes.fromhex(text.strip()))
    except ValueError:
        raise NoSigningKey(
            say("The key that signs playlists is not one."),
            hint=say("CAMPAIGN_SIGNING_KEY is 32 random bytes: openssl rand -hex 32."),
        ) from None
