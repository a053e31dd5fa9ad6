"""Signatures that operators check with the stock `minisign`. In: bytes and a seed. Out: the text of a .minisig file.

The format is minisign's (jedisct1.github.io/minisign): Ed25519 over the BLAKE2b-512 of the bytes, and again over that
signature with a trusted comment. Both are deterministic: the same playlist always has the same signature.
"""

import base64
import hashlib
from dataclasses import dataclass
from functools import cached_property

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

SEED_BYTES = 32
KEY_MARK, HASHED_MARK = b"Ed", b"ED"
"""Of a key, and of a signature over the hash of the bytes rather than over the bytes."""
NAME_BYTES = 8


@dataclass(frozen=True)
class SigningKey:
    """`seed` is the secret: 32 random bytes, drawn once. Raises ValueError for another length."""

    seed: bytes

    def __post_init__(self) -> None:
        if len(self.seed) != SEED_BYTES:
            raise ValueError(f"a seed has {SEED_BYTES} bytes")

    @cached_property
    def _secret(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(self.seed)

    @cached_property
    def _public(self) -> bytes:
        return self._secret.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)

    @cached_property
    def _name(self) -> bytes:
        """By which minisign tells keys apart."""
        return hashlib.blake2b(self._public, digest_size=NAME_BYTES).digest()

    @property
    def public(self) -> str:
        """What `minisign -V -P` takes."""
        return base64.b64encode(KEY_MARK + self._name + self._public).decode()

    def sign(self, data: bytes, *, comment: str) -> bytes:
        """The .minisig of the bytes; `comment`, one line, is signed with them."""
        if "\n" in comment or "\r" in comment:
            raise ValueError("a trusted comment is one line")
        signature = self._secret.sign(hashlib.blake2b(data).digest())
        whole = self._secret.sign(signature + comment.encode())
        lines = (
            f"untrusted comment: public key {self._name[::-1].hex().upper()}",
            base64.b64encode(HASHED_MARK + self._name + signature).decode(),
            f"trusted comment: {comment}",
            base64.b64encode(whole).decode(),
        )
        return "".join(f"{line}\n" for line in lines).encode()
