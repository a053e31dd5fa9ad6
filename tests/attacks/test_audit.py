"""`make audit` fails on what it is there for, accepts no more than is named, and says when it could ask nobody."""

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from tests.attacks.audit import Found, ask_parts, judge, list_found

HOLE = {
    "id": "PYSEC-2099-1",
    "affected": [
        {
            "package": {"name": "jinja2", "ecosystem": "PyPI"},
            "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "9.9"}]}],
        }
    ],
}


class Service(BaseHTTPRequestHandler):
    """Knows a hole in jinja2, and none elsewhere."""

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        body = json.dumps({"vulns": [HOLE]} if asked["package"]["name"] == "jinja2" else {}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  named by http.server
        """Nothing."""


@pytest.fixture
def service() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Service)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/v1/query"
    server.shutdown()
    thread.join(10)
    server.server_close()


def test_a_part_with_a_known_hole_is_named(service: str, tmp_path: Path) -> None:
    constraints = tmp_path / "constraints.txt"
    constraints.write_text("jinja2==3.0.0\ndjango==5.2.19\n")
    assert list(ask_parts(constraints, service=service)) == [
        "jinja2 3.0.0: PYSEC-2099-1, mended in 9.9; raise it in constraints.txt."
    ]


def test_that_nobody_could_be_asked_is_said_and_is_no_fault(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    constraints = tmp_path / "constraints.txt"
    constraints.write_text("jinja2==3.0.0\n")
    assert list(ask_parts(constraints, service="http://127.0.0.1:9/v1/query")) == []
    assert "http://127.0.0.1:9/v1/query cannot be reached" in capsys.readouterr().out


def test_what_nobody_accepted_is_found_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "code").mkdir()
    (tmp_path / "code" / "loose.py").write_text('import subprocess\n\nsubprocess.run("ls " + name, shell=True)\n')
    found = list_found(("code",), root=tmp_path)
    assert [(one.file, one.line, one.rule) for one in found] == [("code/loose.py", 3, "B602")]
    assert [line.split(" ")[0] for line in judge(found, accepted={})] == ["code/loose.py:3:"]


def test_what_was_accepted_and_is_gone_is_named_too() -> None:
    accepted = {("a.py", "B1"): "so", ("b.py", "B2"): "so"}
    lines = list(judge([Found("a.py", 1, "B1", "x")], accepted=accepted))
    assert lines == ["b.py: B2 is not found any more; take it out of tests/attacks/audit.py."]
