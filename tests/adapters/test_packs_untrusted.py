"""A pack comes from outside: whatever is in it, nothing runs, nothing else is read, and reading it ends."""

from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path

import pytest

from campaign.render.manifest import Template
from tests.factories.packs import STORY, find_faults, list_places, write_file


def test_yaml_that_unfolds_to_more_than_it_says_is_refused(pack: Path, templates: Mapping[str, Template]) -> None:
    lines = ["a: &a [x, x, x, x]"] + [f"{name}: &{name} [*{old}, *{old}]" for old, name in pairwise("abcdefg")]
    write_file(pack, "stories/bomb.yaml", "\n".join(lines))
    assert list_places(pack, templates) == ["stories/bomb.yaml:1 "]


def test_yaml_nested_without_end_is_refused(pack: Path, templates: Mapping[str, Template]) -> None:
    write_file(pack, "stories/deep.yaml", "[" * 20_000)
    [fault] = find_faults(pack, templates)
    assert fault.place.file == "stories/deep.yaml"


@pytest.mark.parametrize("value", ["0x" + "f" * 100_000, "9" * 100_000, "1:" * 20_000 + "1"])
def test_numbers_without_end_are_refused(pack: Path, templates: Mapping[str, Template], value: str) -> None:
    write_file(pack, "stories/long.yaml", f"id: {value}\n")
    assert {fault.place.file for fault in find_faults(pack, templates)} == {"stories/long.yaml"}


def test_a_yaml_tag_makes_nothing_run(pack: Path, templates: Mapping[str, Template]) -> None:
    write_file(pack, "stories/evil.yaml", 'id: !!python/object/apply:os.system ["touch evil"]\n')
    [fault] = find_faults(pack, templates)
    assert (fault.place.file, fault.place.line) == ("stories/evil.yaml", 1)


def test_text_in_another_encoding_is_told_with_its_line(pack: Path, templates: Mapping[str, Template]) -> None:
    write_file(pack, "stories/old.yaml", b"id: old\n" + "title: Съседи".encode("cp1251"))
    assert list_places(pack, templates) == ["stories/old.yaml:2 "]


@pytest.mark.parametrize("name", ["../secret.jpg", "/etc/passwd", "..", "sub/mila.jpg", "a\\b.jpg", "", ".hidden.jpg"])
def test_media_outside_the_folder_is_never_read(pack: Path, templates: Mapping[str, Template], name: str) -> None:
    write_file(pack, "stories/mila.yaml", STORY.replace("mila.jpg", f"'{name}'"))
    places = list_places(pack, templates)
    assert {place.split()[0] for place in places} == {"stories/mila.yaml:7"}


def test_links_are_not_followed(pack: Path, templates: Mapping[str, Template], tmp_path: Path) -> None:
    secret = write_file(tmp_path, "secret.jpg", (pack / "media/mila.jpg").read_bytes())
    (pack / "media/mila.jpg").unlink()
    (pack / "media/mila.jpg").symlink_to(secret)
    (pack / "stories/linked.yaml").symlink_to(write_file(tmp_path, "secret.yaml", STORY))
    assert sorted(list_places(pack, templates)) == [
        "stories/linked.yaml:None ",
        "stories/mila.yaml:7 values.photo.file",
    ]
