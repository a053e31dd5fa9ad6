"""Signed forms lie apart from the media, however the two addresses are written."""

from pathlib import Path

import pytest
from pytest_django import Settings

from campaign.services.storage import get_private_store
from campaign.spec.errors import NotAllowed


@pytest.mark.parametrize(
    ("store", "private"),
    [
        ("file:{}/store", "file:{}/store"),
        ("file:{}/store", "file://{}/store/private"),
        ("file:{}/store", "file:{}/other/../store"),
        ("file:{}/store/", "file:{}/link"),
        ("file:{}/store/media", "file:{}/store"),
        ("s3://bucket", "s3://bucket/private"),
        ("s3://bucket/a/", "s3://bucket//a/b"),
    ],
)
def test_forms_never_lie_among_the_media(store: str, private: str, tmp_path: Path, settings: Settings) -> None:
    (tmp_path / "store").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "store")
    settings.STORE, settings.PRIVATE_STORE = store.format(tmp_path), private.format(tmp_path)
    with pytest.raises(NotAllowed, match="among the media"):
        get_private_store()


@pytest.mark.parametrize("private", ["file:{}/private", "file:{}/store-private", "s3://another/private"])
def test_beside_them_they_may(private: str, tmp_path: Path, settings: Settings) -> None:
    settings.STORE, settings.PRIVATE_STORE = f"file:{tmp_path}/store", private.format(tmp_path)
    assert get_private_store() is not None
