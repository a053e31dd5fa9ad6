"""What holds for every test: parts that may be missing, silence in the logs, nothing kept from the test before."""

import logging
import sys
from collections import Counter
from collections.abc import Iterator

import pytest
from django.utils import translation

from campaign.adapters.processes import count_cores
from tests.audit_log import let_it_be_emptied
from tests.parts import PARTS, describe, find_missing, must_be_whole


def pytest_configure() -> None:
    """Tests that write for good leave every table empty, the audit log too."""
    let_it_be_emptied()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """One process more than there are cores: some tests wait for clocks and disks rather than reckon."""
    return count_cores() + 1


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Where files are dealt out to several processes in the order in which they come, those that take long come first:
    else everybody waits in the end for one that was begun last."""
    if config.getoption("loadscopereorder", default=True):
        return
    sizes = Counter(item.path for item in items)
    items.sort(key=lambda item: (item.get_closest_marker("first") is None, -sizes[item.path], item.path))


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip what needs a missing part, or fail it where nothing may be missing."""
    markers = frozenset(marker.name for marker in item.iter_markers())
    for part in find_missing(markers):
        if must_be_whole():
            pytest.fail(describe(part), pytrace=False)
        pytest.skip(describe(part))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Name every part whose tests did not run; told by the reports, for the tests may have run in other processes."""
    skipped = "\n".join(str(report.longrepr) for report in terminalreporter.stats.get("skipped", ()))
    missing = [part for part in PARTS.values() if describe(part) in skipped]
    if missing:
        terminalreporter.section("missing parts")
        for part in missing:
            terminalreporter.line(describe(part))


class Lines(logging.Handler):
    """Collects log records at WARNING or above."""

    def __init__(self) -> None:
        super().__init__(level=logging.WARNING)
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        # Django notes every 4xx it answers: that is the client's doing, and often just what a test asks for
        if not (record.name == "django.request" and record.levelno == logging.WARNING):
            self.records.append(record)


@pytest.fixture(autouse=True)
def log_lines() -> Iterator[list[logging.LogRecord]]:
    """Any log line at WARNING or above fails a test; one that expects some takes this and clears it."""
    lines = Lines()
    root = logging.getLogger()
    root.addHandler(lines)
    yield lines.records
    root.removeHandler(lines)
    if lines.records:
        pytest.fail("logged: " + "\n".join(record.getMessage() for record in lines.records), pytrace=False)


@pytest.fixture(autouse=True)
def _forget_what_was_kept() -> None:
    """Rows of the last test are gone, so what was kept of them must go too."""
    for name in (
        "feeds.health",
        "services.metrics",
        "services.idle",
        "services.readiness",
        "services.publishing",
        "services.assembly",
        "services.bundles",
        "services.health",
        "services.pace",
        "services.forward",
        "services.timetables",
        "services.silence",
    ):
        module = sys.modules.get(f"campaign.{name}")
        if module is not None:
            module.forget()
    translation.deactivate()  # the language of whoever was answered last


@pytest.fixture(autouse=True)
def _every_stream_is_left(request: pytest.FixtureRequest) -> Iterator[None]:
    """A stream that a test's own client opened and never left holds its place for all tests that follow. Those of a
    server end in their own time, which may be that of the next test."""
    before = _count_streams()
    yield
    if "live_server" not in request.fixturenames:
        assert _count_streams() <= before, "close the answer of the stream"


def _count_streams() -> int:
    streams = sys.modules.get("campaign.studio.streams")
    return streams.PLACES.taken if streams is not None else 0


def pytest_report_header() -> list[str]:
    """Which parts are there."""
    found = [f"{part.title} {'yes' if part.find() else 'no'}" for part in PARTS.values()]
    return ["parts: " + ", ".join(found)]
