"""A visitor of web servers on a host of tests/hosts.py. In: requests as JSON, one a line. Out: their answers, as such.

python -m tests.visitor
"""

import hashlib
import json
import sys

import requests

SECONDS = 20


def answer(request: dict[str, object]) -> dict[str, object]:
    with requests.Session() as session:
        session.trust_env = False
        try:
            found = session.get(str(request["url"]), headers=request["headers"], timeout=SECONDS)  # type: ignore[arg-type]
        except requests.RequestException as error:
            return {"status": 0, "headers": {}, "sha256": "", "body": str(error)}
    body = found.json() if found.headers.get("Content-Type", "").startswith("application/json") else ""
    digest = hashlib.sha256(found.content).hexdigest()
    return {"status": found.status_code, "headers": dict(found.headers), "sha256": digest, "body": body}


if __name__ == "__main__":
    for line in sys.stdin:
        print(json.dumps(answer(json.loads(line))), flush=True)  # noqa: T201  whoever asked reads it there
