"""No secret lies in the repository: in no file that is tracked does anything look like one.

Looked for are the marks that keys of well-known services carry, private keys, passwords in addresses, names of secrets
that something is assigned to, and long words in which every letter is a surprise. Tests and documents hold made-up
ones: those are named here, each with why.
"""

import math
import re
import subprocess
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
MARKS = {
    "a private key": r"-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----",
    "an Amazon key": r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b",
    "a GitHub token": r"\bgh[pousr]_[0-9A-Za-z]{36,}\b|\bgithub_pat_\w{22,}",
    "a GitLab token": r"\bglpat-[\w-]{20,}",
    "a Slack token": r"\bxox[abprs]-[0-9A-Za-z-]{10,}",
    "a Google key": r"\bAIza[0-9A-Za-z_-]{35}\b",
    "a Stripe key": r"\b[sr]k_live_[0-9A-Za-z]{20,}",
    "a PyPI token": r"\bpypi-[\w-]{50,}",
    "a JSON web token": r"\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,}",
    "a minisign secret key": r"untrusted comment: .*secret key",
    "a password in an address": r"\b[a-z][a-z+]{2,12}://[^\s/:@\"'{}$<>]+:(?P<secret>[^\s/@\"'{}$<>]+)@",
    "an assigned secret": r"(?i)\b(?:[a-z_]*(?:secret|passw(?:or)?d|token|api_?key|_key)[a-z_]*)['\"]?\s*[:=]\s*"
    r"['\"](?P<secret>[^'\"\s{}$%<>()]{12,})['\"]",
}
WORD = re.compile(r"[A-Za-z0-9+/_=-]{32,}")
SURPRISE = 4.3
"""Bits a letter, by Shannon: words of languages and hashes in hexadecimal (4.0 at the most) stay below."""
TOO_LARGE = 2_000_000
TEXT = re.compile(
    r"(?:py|html|css|js|json|ya?ml|toml|txt|md|srt|vtt|csv|conf|cfg|ini|example|sh|po|xsd|svg|geojson|gitignore)?"
)
MADE_UP = {
    r"(?i)(?:user|name|campaign):(?:password|campaign)@(?:\]|host)": "placeholders of documents and messages",
    r"трамвай-облак-лула|password1234|kolezhka-nova|only-in-tests": "passwords of people who live in tests",
    r"maria:secret@|https://a:b@|user:pass@127|me:geheim@": "addresses that are refused, or lead nowhere",
    r"0123456789abcdef": "the digits in their order",
    r"person-password-changed": "the name of an act",
    r"(?i)example|for-tests-only|for tests|made-up|correct horse|nobody|planted": "says of itself what it is",
}
KNOWN = {
    "tests/test_secrets.py": "what is looked for, and samples of it",
}
KEY = re.compile(r"(?=(?:.*\d){4})(?=(?:.*[a-z]){4})(?=(?:.*[A-Z]){4})(?!.*(?i:abcdefgh|01234567))")
"""What of long words could be one: not paths, names of tests, the alphabet."""


def list_files() -> Iterator[Path]:
    told = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for name in filter(None, told.split("\0")):
        path = ROOT / name
        if path.is_file() and not path.is_symlink() and path.stat().st_size < TOO_LARGE and name not in KNOWN:
            yield path


def find_secrets(text: str) -> Iterator[tuple[int, str]]:
    """Line and what it looks like."""
    for number, line in enumerate(text.splitlines(), start=1):
        if any(re.search(sign, line) for sign in MADE_UP):
            continue
        for what, pattern in MARKS.items():
            if re.search(pattern, line):
                yield number, what
        for word in WORD.findall(line):
            if measure(word) > SURPRISE and KEY.match(word):
                yield number, f"a word of {measure(word):.2f} bits a letter"


def measure(word: str) -> float:
    """Shannon's entropy, bits a letter."""
    counts = Counter(word).values()
    return -sum(count / len(word) * math.log2(count / len(word)) for count in counts)


def test_no_tracked_file_holds_a_secret() -> None:
    found = []
    for path in list_files():
        if TEXT.fullmatch(path.suffix.lstrip(".")):
            name = path.relative_to(ROOT)
            found += [f"{name}:{line}: {what}" for line, what in find_secrets(path.read_text(errors="replace"))]
    assert found == []


def test_no_file_is_tracked_that_is_a_secret_by_its_name() -> None:
    told = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    secret = re.compile(r"(?m)^(?:.*/)?(?:\.env|secret-key|signing-key|id_[a-z0-9]+|.*\.(?:pem|key|p12|pfx|sqlite3?))$")
    assert secret.findall(told) == []


@pytest.mark.parametrize(
    "line",
    [
        "AWS = 'AKIA" + "QWERTYUIOPASDFGH'",
        "-----BEGIN " + "PRIVATE KEY-----",
        "ghp_" + "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8",
        "postgres://campaign:" + "Zx81kq-9@db.internal/campaign",
        'SECRET_KEY = "' + "v3ry-l0ng-and-private" + '"',
        "key: " + "mQ2x8Zt5vKp1LrW7yB4nHc9dGf3sJ6uE0aTiOxYq",
    ],
)
def test_what_is_a_secret_is_seen(line: str) -> None:
    assert list(find_secrets(line))


@pytest.mark.parametrize("line", ["DATABASE_URL=postgres://user:password@host/name", "password = read_password()"])
def test_what_is_none_is_not(line: str) -> None:
    assert list(find_secrets(line)) == []
