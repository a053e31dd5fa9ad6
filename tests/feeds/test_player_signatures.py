"""The player's own arithmetic, in a browser: digests and signatures as their standards and other programs have them."""

import hashlib
import random
from collections.abc import Iterator

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from playwright.sync_api import Page

from campaign.feeds.player import STATIC
from campaign.playlists.signature import SigningKey
from tests.factories.browser import open_browser

pytestmark = pytest.mark.chromium
SCRIPTS = ("hashes", "ed25519", "minisign")
RFC_7693 = (  # appendix A: BLAKE2b-512 of "abc"
    "ba80a53f981c4d0d6a2797b69f12f6e94c212f14685ac4b74b12bb6fdbffa2d1"
    "7d87c5392aab792dc252d5de4533cc9518d38aa8dbf1925ab92386edd4009923"
)
RFC_8032 = (  # 7.1: the key, the message and the signature of TEST 1, 2 and 3
    (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24"
        "655141438e7a100b",
    ),
    (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aee"
        "b00d291612bb0c00",
    ),
    (
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28d"
        "c027beceea1ec40a",
    ),
)
ORDER = 2**252 + 27742317777372353535851937790883648493
READ = "const read = (hex) => Uint8Array.from(hex.match(/../g) || [], (pair) => parseInt(pair, 16));"


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    with open_browser() as browser:
        page = browser.new_page()
        for name in SCRIPTS:
            page.add_script_tag(path=str(STATIC / "feeds" / "player" / f"{name}.js"))
        yield page


def digest(page: Page, name: str, data: bytes) -> str:
    words = f"""([name, hex]) => {{ {READ}
        return [...hashes[name](read(hex))].map((byte) => byte.toString(16).padStart(2, "0")).join(""); }}"""
    return str(page.evaluate(words, [name, data.hex()]))


def verify(page: Page, key: str, message: str, signature: str) -> bool:
    words = (
        f"([key, message, signature]) => {{ {READ} return ed25519.verify(read(key), read(message), read(signature)); }}"
    )
    return bool(page.evaluate(words, [key, message, signature]))


def test_digests_are_those_of_the_standards(page: Page) -> None:
    assert digest(page, "blake2b", b"abc") == RFC_7693
    assert digest(page, "sha512", b"abc") == hashlib.sha512(b"abc").hexdigest()


@pytest.mark.parametrize("length", [0, 1, 111, 112, 127, 128, 129, 256, 70_001])
def test_digests_of_every_length_are_those_of_other_programs(page: Page, length: int) -> None:
    data = random.Random(length).randbytes(length)
    assert digest(page, "blake2b", data) == hashlib.blake2b(data).hexdigest()
    assert digest(page, "sha512", data) == hashlib.sha512(data).hexdigest()


@pytest.mark.parametrize(("key", "message", "signature"), RFC_8032)
def test_signatures_of_the_standard_are_taken_and_any_flipped_bit_is_not(
    page: Page, key: str, message: str, signature: str
) -> None:
    assert verify(page, key, message, signature)
    for place in (0, 31, 32, 63):
        bad = bytearray.fromhex(signature)
        bad[place] ^= 1
        assert not verify(page, key, message, bad.hex())
    assert not verify(page, key, f"{message}00", signature)
    assert not verify(page, key, message, signature[:-2])


def test_what_could_be_written_in_two_ways_is_refused(page: Page) -> None:
    key, message, signature = RFC_8032[1]
    high = int.from_bytes(bytes.fromhex(signature)[32:], "little") + ORDER
    assert not verify(page, key, message, signature[:64] + high.to_bytes(32, "little").hex())
    beyond = (2**255 - 19 + 1).to_bytes(32, "little").hex()  # 1, written as p + 1
    assert not verify(page, beyond, message, signature)
    off_the_curve = (2).to_bytes(32, "little").hex()
    assert not verify(page, off_the_curve, message, signature)


def test_it_agrees_with_the_library_that_signs(page: Page) -> None:
    draw = random.Random(8032)
    for length in (0, 1, 64, 200):
        secret = Ed25519PrivateKey.from_private_bytes(draw.randbytes(32))
        message = draw.randbytes(length)
        public = secret.public_key().public_bytes_raw().hex()
        assert verify(page, public, message.hex(), secret.sign(message).hex())


@pytest.mark.parametrize(
    ("old", "new", "holds"),
    [("", "", True), ("serial 7", "serial 8", False), ("trusted", "Trusted", None), ("\n", "\nx\n", None)],
)
def test_a_minisig_proves_its_words_and_its_comment(page: Page, old: str, new: str, holds: bool | None) -> None:
    key = SigningKey(b"k" * 32)
    text = key.sign("списък\n".encode(), comment="tram serial 7").decode()
    text = text.replace(old, new) if old != "trusted" else text.replace("\ntrusted", "\nTrusted")
    ask = """([key, words, text]) => {
        try { return minisign.verify(minisign.readKey(key), words, minisign.read(text)); } catch { return null; } }"""
    assert page.evaluate(ask, [key.public, "списък\n", text]) is holds
    other = SigningKey(b"o" * 32).public
    assert not page.evaluate(ask, [other, "списък\n", text])
