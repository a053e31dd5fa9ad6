"""Counting answers never keeps one from a player, whatever becomes of the folder that processes count in."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from campaign.feeds.watching import ROOM

COUNT = "from campaign.feeds.watching import observe; observe('playlist', 200, 0.1); observe('media', 404, 0.1)"


def count_in(folder: Path) -> None:
    environment = os.environ | {"PROMETHEUS_MULTIPROC_DIR": str(folder)}
    subprocess.run([sys.executable, "-c", COUNT], env=environment, check=True)


def test_all_room_for_counts_is_taken_at_once(tmp_path: Path) -> None:
    count_in(tmp_path)
    (counts,) = tmp_path.iterdir()
    assert counts.stat().st_size == ROOM
    assert counts.stat().st_blocks * 512 >= ROOM  # no hole that a full disk would leave open
    assert b"media" in counts.read_bytes()


@pytest.mark.parametrize("missing", ["never-there", "a-file"])
def test_a_folder_that_is_gone_costs_no_answer(tmp_path: Path, missing: str) -> None:
    (tmp_path / "a-file").touch()
    count_in(tmp_path / missing)
