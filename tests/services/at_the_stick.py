"""What somebody does at the command line of an installation, and what its player is given then. In: lines of words, a
player's token. Out: JSON.

python -m tests.services.at_the_stick TOKEN '["signing", "list"]'…
"""

import json
import sys

import django

django.setup()

from django.test import Client  # noqa: E402  models exist once Django is set up
from typer.testing import CliRunner  # noqa: E402

from campaign.cli import app  # noqa: E402

FILES = ("keys.json", "keys.json.minisig", "playlist.json", "playlist.json.minisig")


def run(words: list[str]) -> tuple[int, str, str]:
    done = CliRunner().invoke(app, words)
    return done.exit_code, done.stdout, done.stderr


def fetch(token: str, name: str) -> tuple[int, str]:
    answer = Client(headers={"host": "localhost"}, raise_request_exception=False).get(f"/feeds/{token}/{name}")
    return answer.status_code, answer.content.decode()


def fetch_all(token: str) -> dict[str, tuple[int, str]]:
    return {name: fetch(token, name) for name in FILES}


if __name__ == "__main__":
    token, *lines = sys.argv[1:]
    before = fetch_all(token)
    said = [run(json.loads(line)) for line in lines]
    print(json.dumps({"before": before, "said": said, "after": fetch_all(token)}))  # noqa: T201  the answer
