"""The one store of this installation. In: the settings. Out: the store they name."""

from functools import cache

from django.conf import settings

from campaign.adapters.store import Store, open_store


def get_store() -> Store:
    """The store of the settings in force."""
    return _open(settings.STORE, settings.STORE_ENDPOINT)


@cache
def _open(url: str, endpoint: str) -> Store:
    return open_store(url, endpoint=endpoint)
