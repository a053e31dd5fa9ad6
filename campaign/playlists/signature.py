"""Signatures that operators check with the stock `minisign`. In: bytes and a seed. Out: the text of a .minisig file.
And back: whether it is one of these bytes by that key.

The format is minisign's (jedisct1.github.io/minisign): Ed25519 over the BLAKE2b-512 of the bytes, and again over that
signature with a trusted comment. Both are deterministic: the same playlist always has the same signature.
"""

import base64
import hashlib
from dataclasses import dataclass
from functools import cached_property

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
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
        return Seal(self, self.prove(data), comment).write()

    def prove(self, data: bytes) -> bytes:
        """64 bytes that prove these, whatever a comment then says."""
        return self._secret.sign(hashlib.blake2b(data).digest())

    def write(self, proof: bytes, *, comment: str) -> bytes:
        """The .minisig around a proof of `prove`."""
        if "\n" in comment or "\r" in comment:
            raise ValueError("a trusted comment is one line")
        whole = self._secret.sign(proof + comment.encode())
        lines = (
            f"untrusted comment: public key {self._name[::-1].hex().upper()}",
            base64.b64encode(HASHED_MARK + self._name + proof).decode(),
            f"trusted comment: {comment}",
            base64.b64encode(whole).decode(),
        )
        return "".join(f"{line}\n" for line in lines).encode()


@dataclass(frozen=True)
class Seal:
    """A proof of bytes whose comment is not yet all said: the bytes are hashed once, for however many it is said to."""

    key: SigningKey
    proof: bytes
    comment: str

    def write(self, *words: str) -> bytes:
        """The .minisig, with these words after the comment."""
        return self.key.write(self.proof, comment=" ".join((self.comment, *words)))


class NotSigned(Exception):
    """The signature is none, or not of these bytes by this key."""


@dataclass(frozen=True)
class PublicKey:
    """`text` is what `minisign -V -P` takes. Raises ValueError for anything else."""

    text: str

    def __post_init__(self) -> None:
        data = base64.b64decode(self.text.strip(), validate=True)  # its binascii.Error is a ValueError
        if len(data) != len(KEY_MARK) + NAME_BYTES + 32 or not data.startswith(KEY_MARK):
            raise ValueError("this is not a public key of minisign")

    @property
    def name(self) -> bytes:
        """By which minisign tells keys apart."""
        return base64.b64decode(self.text.strip())[len(KEY_MARK) :][:NAME_BYTES]

    def verify(self, data: bytes, signature: bytes) -> str:
        """The trusted comment of a signature that proves the bytes. Raises NotSigned."""
        key = base64.b64decode(self.text.strip())
        name, public = key[2 : 2 + NAME_BYTES], Ed25519PublicKey.from_public_bytes(key[2 + NAME_BYTES :])
        try:
            _, first, comment, second = signature.decode().splitlines()
            blob, whole = (base64.b64decode(line, validate=True) for line in (first, second))
            mark, signer, proof = blob[:2], blob[2 : 2 + NAME_BYTES], blob[2 + NAME_BYTES :]
            trusted = comment.removeprefix("trusted comment: ")
            if mark != HASHED_MARK or signer != name or trusted == comment:
                raise NotSigned
            public.verify(proof, hashlib.blake2b(data).digest())
            public.verify(whole, proof + trusted.encode())
        except (InvalidSignature, ValueError):
            raise NotSigned from None
        return trusted


def name_signer(signature: bytes) -> bytes:
    """By which key it says to be. Raises NotSigned for what is no signature."""
    try:
        blob = base64.b64decode(signature.decode().splitlines()[1], validate=True)
    except (ValueError, IndexError):
        raise NotSigned from None
    return blob[len(HASHED_MARK) :][:NAME_BYTES]
