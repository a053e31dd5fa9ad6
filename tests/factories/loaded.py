"""Packs as adapters.packs reads them, made from core values and bytes."""

from collections.abc import Mapping
from pathlib import Path

from campaign.adapters.packs import LoadedPack
from campaign.spec.content import Campaign, Item, Pack
from campaign.spec.digest import hash_bytes, hash_value
from tests.factories.values import make_campaign


def make_pack(
    *items: Item, folder: Path, media: Mapping[str, bytes] | None = None, campaign: Campaign | None = None
) -> LoadedPack:
    """A loaded pack whose files lie in the folder."""
    files: dict[str, Path] = {}
    for name, data in (media or {}).items():
        files[name] = folder / name
        files[name].write_bytes(data)
    digests = {name: hash_bytes(path.read_bytes()) for name, path in files.items()}
    pack = Pack(campaign or make_campaign(), items, digests)
    return LoadedPack(pack, files, hash_value(pack), {})
