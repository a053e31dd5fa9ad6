"""The secrets of keys: 32 random bytes each. In: a file, or text closed with the installation's own secret. Out: keys.

In the database they lie closed (Fernet, by a key derived from CAMPAIGN_SECRET_KEY), so that a copy of it alone signs
nothing; a root key lies in a file, which its owner may carry away.
"""

import base64
import os
import secrets
from functools import lru_cache
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from campaign.playlists.signature import SEED_BYTES, SigningKey
from campaign.spec.errors import CampaignError, NotAllowed, Place
from campaign.spec.message import say


class NoSigningKey(CampaignError):
    """A key that signs playlists, or the list of keys, cannot be read."""


def draw() -> SigningKey:
    """A new key."""
    return SigningKey(secrets.token_bytes(SEED_BYTES))


def close(key: SigningKey) -> str:
    """What the database may keep."""
    return _make_lock(settings.SECRET_KEY).encrypt(key.seed).decode()


def open_sealed(sealed: str) -> SigningKey | None:
    """None when there is nothing, or it was closed with another secret."""
    return _open(sealed, settings.SECRET_KEY)


@lru_cache(maxsize=16)
def _open(sealed: str, secret: str) -> SigningKey | None:
    try:
        return SigningKey(_make_lock(secret).decrypt(sealed.encode())) if sealed else None
    except InvalidToken:
        return None


def keep(path: Path) -> SigningKey:
    """The key of the file, for its owner's eyes; drawn by the first process that asks. Raises NoSigningKey, and
    NotAllowed where it cannot be written."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        write(draw(), path=path)
    except NotAllowed:
        if not path.exists():  # else another was first
            raise
    return read(path)


def write(key: SigningKey, *, path: Path) -> None:
    """Into a new file, whole, readable by its owner alone. Raises NotAllowed where there is one, or none can be."""
    half = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    try:
        with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(f"{key.seed.hex()}\n")
            file.flush()
            os.fsync(file.fileno())
        _settle(half, path)
    except FileExistsError:
        raise NotAllowed(
            say("There is a file of this name already."),
            place=Place(str(path)),
            hint=say("Name a new file: a key that is written over can never be had back."),
        ) from None
    except OSError as error:
        raise NotAllowed(
            say("The key cannot be written: %(problem)s.", problem=error.strerror or str(error)),
            place=Place(str(path)),
            hint=say("Name a file in a folder that is there and may be written to."),
        ) from None
    finally:
        half.unlink(missing_ok=True)


def _settle(half: Path, path: Path) -> None:
    """Never over another's; a stick's file system may know no links."""
    try:
        os.link(half, path)
    except FileExistsError:
        raise
    except OSError:
        if path.exists():
            raise FileExistsError from None
        half.rename(path)


def read(path: Path) -> SigningKey:
    """Raises NoSigningKey."""
    try:
        return parse(path.read_text())
    except (OSError, UnicodeDecodeError):
        raise NoSigningKey(
            say("This key cannot be read."),
            place=Place(str(path)),
            hint=say("Name the file that `campaign signing root make` wrote; is the stick there?"),
        ) from None


def parse(text: str) -> SigningKey:
    """Of 64 hexadecimal digits. Raises NoSigningKey."""
    try:
        return SigningKey(bytes.fromhex(text.strip()))
    except ValueError:
        raise NoSigningKey(
            say("The key that signs playlists is not one."),
            hint=say("CAMPAIGN_SIGNING_KEY is 32 random bytes: openssl rand -hex 32."),
        ) from None


@lru_cache(maxsize=2)
def _make_lock(secret: str) -> Fernet:
    key = HKDF(SHA256(), length=32, salt=None, info=b"campaign playlist keys").derive(secret.encode())
    return Fernet(base64.urlsafe_b64encode(key))
