"""Saved files are told by name, also to a page that slept."""

from pathlib import Path

from campaign.preview.watcher import Watcher, read_stamps

SOON = 30.0
"""Seconds, for a machine that has much else to do; a second is enough where it has not."""


def test_a_saved_file_is_told_by_its_name(root: Path) -> None:
    watcher = Watcher(root)
    number = watcher.number
    (root / "plain" / "style.css").write_text("p { color: red; }", encoding="utf-8")
    change = watcher.wait(number, seconds=SOON)
    assert change is not None
    assert (change.number, change.names) == (number + 1, frozenset({"plain/style.css"}))


def test_new_and_removed_files_are_changes_and_hidden_ones_are_not(root: Path) -> None:
    watcher = Watcher(root)
    number = watcher.number
    (root / "plain" / ".style.css.swp").write_text("half", encoding="utf-8")
    assert watcher.wait(number, seconds=0.5) is None
    (root / "plain" / "style.css").unlink()
    (root / "new").mkdir()
    (root / "new" / "template.toml").write_text("", encoding="utf-8")
    change = watcher.wait(number, seconds=SOON)
    assert change is not None
    assert change.names == {"plain/style.css", "new/template.toml"}


def test_a_page_that_slept_is_told_all_it_missed(root: Path) -> None:
    watcher = Watcher(root)
    start = number = watcher.number
    for name in ("one", "two"):
        (root / "plain" / name).write_text(name, encoding="utf-8")
        change = watcher.wait(number, seconds=SOON)
        assert change is not None
        number = change.number
    missed = watcher.wait(start, seconds=SOON)
    assert missed is not None
    assert (missed.number, missed.names) == (start + 2, frozenset({"plain/one", "plain/two"}))


def test_only_the_folders_named_are_looked_at(root: Path) -> None:
    stamps = read_stamps(root, tops=("plain",))
    assert {name.split("/")[0] for name in stamps} == {"plain"}
