"""Known holes: in our own code (bandit) and in the parts it is made of (pip-audit). In: the tree. Out: exit code 0, or
1 with what was found.

What bandit finds and we accept stands below, file by file, with why; anything else fails, and so does an entry that it
finds no more. Whether a part has a known hole is asked of a service on the network (api.osv.dev): where that cannot be
reached, this says so in a line and goes on, for nobody can mend that here.
Run: python -m tests.attacks.audit [--service URL]
"""

import argparse
import json
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CODE = ("campaign", "workers")
CONSTRAINTS = ROOT / "constraints.txt"
SERVICE = "https://api.osv.dev/v1/query"
AWAY = ("ConnectionError", "ConnectTimeout", "ReadTimeout", "ServiceError", "ProxyError", "Max retries exceeded")
OWN_WORDS = "words of our own parent and child processes, over a pipe that nobody else holds"
NO_TYPE = "read only once a document type, and so every entity, was refused"
ACCEPTED: Mapping[tuple[str, str], str] = {
    ("campaign/adapters/broker.py", "B108"): "a folder of a random name, ours alone, is made in it",
    ("campaign/adapters/limits.py", "B301"): OWN_WORDS,
    ("campaign/adapters/limits.py", "B403"): OWN_WORDS,
    ("campaign/adapters/mail.py", "B323"): "smtp:// asks for no certificate; smtp+tls:// and smtps:// do",
    ("campaign/adapters/opendocument.py", "B314"): NO_TYPE,
    ("campaign/adapters/opendocument.py", "B405"): NO_TYPE,
    ("campaign/adapters/uploads.py", "B314"): NO_TYPE,
    ("campaign/adapters/uploads.py", "B405"): NO_TYPE,
    ("campaign/data/migrations/0007_audit.py", "B608"): "names of our own tables",
    ("campaign/playlists/smil.py", "B405"): "written, never read",
    ("campaign/playlists/xml_file.py", "B405"): "written, never read",
    ("campaign/playlists/xspf.py", "B405"): "written, never read",
    (
        "campaign/render/page.py",
        "B704",
    ): "the style sheet of a template, which designers write and the rules look through",
    ("campaign/services/changes.py", "B608"): "the name of a table of ours",
    ("campaign/studio/views/account.py", "B308"): "squares of a code that we draw",
    ("campaign/studio/views/account.py", "B703"): "squares of a code that we draw",
}


@dataclass(frozen=True)
class Found:
    """One finding; `file` as from the root."""

    file: str
    line: int
    rule: str
    says: str


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--service", default=SERVICE, help="address that is asked for known holes, as OSV's")
    options = parser.parse_args()
    wrong = [*judge(list_found(CODE)), *ask_parts(CONSTRAINTS, service=options.service)]
    print("\n".join(wrong) or "Nothing else was found, but for what tests/attacks/audit.py accepts.")  # noqa: T201
    sys.exit(bool(wrong))


def list_found(folders: Sequence[str], *, root: Path = ROOT) -> list[Found]:
    """What bandit finds, with the rules of pyproject.toml."""
    words = [sys.executable, "-m", "bandit", "-q", "-f", "json", "-c", str(ROOT / "pyproject.toml"), "-r", *folders]
    done = subprocess.run(words, cwd=root, capture_output=True, text=True, check=False)
    told = json.loads(done.stdout)
    if told["errors"]:
        raise SystemExit(f"bandit could not read: {told['errors']}")
    return [
        Found(one["filename"].removeprefix("./"), one["line_number"], one["test_id"], one["issue_text"])
        for one in told["results"]
    ]


def judge(found: Sequence[Found], *, accepted: Mapping[tuple[str, str], str] = ACCEPTED) -> Iterator[str]:
    """Lines on what nobody has accepted, and on what was accepted and is there no more."""
    for one in found:
        if (one.file, one.rule) not in accepted:
            yield f"{one.file}:{one.line}: {one.rule} {one.says} Mend it, or accept it in tests/attacks/audit.py: why?"
    for file, rule in sorted(accepted.keys() - {(one.file, one.rule) for one in found}):
        yield f"{file}: {rule} is not found any more; take it out of tests/attacks/audit.py."


def ask_parts(constraints: Path, *, service: str = SERVICE) -> Iterator[str]:
    """Lines on parts with a known hole; that nobody could be asked is printed, and is no fault."""
    words = [sys.executable, "-m", "pip_audit", "--requirement", str(constraints), "--no-deps", "--disable-pip"]
    more = ["--vulnerability-service", "osv", "--osv-url", service, "--format", "json", "--timeout", "10"]
    done = subprocess.run(
        [*words, *more, "--progress-spinner", "off"], capture_output=True, text=True, check=False, cwd=ROOT
    )
    if not done.stdout.strip():
        if not any(sign in done.stderr for sign in AWAY):
            raise SystemExit(f"pip-audit failed: {done.stderr[-2000:]}")
        print(f"pip-audit: {service} cannot be reached; nobody asked whether our parts have known holes.")  # noqa: T201
        return
    for part in json.loads(done.stdout)["dependencies"]:
        for hole in part.get("vulns", ()):
            mended = ", ".join(hole["fix_versions"]) or "no version yet"
            yield f"{part['name']} {part['version']}: {hole['id']}, mended in {mended}; raise it in constraints.txt."


if __name__ == "__main__":
    main()
