"""Where the stores of an installation lie. In: a place. Out: settings that name stores of this test's own."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django import Settings

from tests.servers import S3_KEYS, run_s3

BUCKET = "campaign"


@pytest.fixture(scope="session")
def s3_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a real one, with a bucket."""
    with run_s3(tmp_path_factory.mktemp("s3"), bucket=BUCKET) as address:
        yield address


@pytest.fixture
def place(request: pytest.FixtureRequest, tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> str:
    """“folders”, unless a test asks for the “bucket”: two prefixes in one."""
    asked = str(getattr(request, "param", "folders"))
    settings.STORE, settings.PRIVATE_STORE = f"file:{tmp_path / 'store'}", f"file:{tmp_path / 'private'}"
    if asked == "bucket":
        for name, value in S3_KEYS.items():
            monkeypatch.setenv(name, value)
        settings.STORE_ENDPOINT = request.getfixturevalue("s3_server")
        settings.STORE = f"s3://{BUCKET}/{tmp_path.name}/kept"
        settings.PRIVATE_STORE = f"s3://{BUCKET}/{tmp_path.name}/private"
    return asked
