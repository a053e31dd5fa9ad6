"""Bundles as tests make, carry and prove them. In: a moment, a folder. Out: a bundle, what was written, its faults."""

from datetime import datetime
from pathlib import Path

from campaign.adapters.bundle_zip import Plan
from campaign.adapters.bundles import open_bundle
from campaign.adapters.proving import Proof, prove
from campaign.adapters.stick import Exported, export_folder
from campaign.playlists.bundle import Bundle
from campaign.playlists.signature import PublicKey
from campaign.services import bundles, withdrawals
from campaign.services.signing import find_key
from campaign.services.storage import get_store
from tests.factories.rows import NOON, make_person


def make(*, at: datetime = NOON) -> Bundle:
    return bundles.bundle("tram", at=at)


def export(folder: Path, bundle: Bundle) -> Exported:
    return export_folder(bundle, folder, store=get_store())


def prove_at(path: Path, *, now: datetime = NOON, key: str = "") -> Proof:
    with open_bundle(path) as files:
        return prove(files, key=PublicKey(key or find_key(at=NOON).public), now=now)


def name_faults(proof: Proof) -> list[tuple[str, str]]:
    return [(fault.place.file, str(fault.message)) for fault in proof.faults]


def plan_zip() -> Plan:
    packed = bundles.packed("tram", at=NOON)
    return Plan(packed.file.size, packed.file.sha256, packed.read)


def withdraw_ana() -> None:
    withdrawals.withdraw(scope="item", ref="together/ana", by=make_person("staff"), why="Съгласие", now=NOON)
