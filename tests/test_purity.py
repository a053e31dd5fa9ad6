"""The core is pure: no clock, environment, chance, processes or network, and files are read only where named here.

The layer contract refuses modules; this refuses what innocent modules also offer, such as datetime.now.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

CAMPAIGN = Path(__file__).resolve().parent.parent / "campaign"
CORE = ("spec", "render", "checks", "schedule", "playlists")
FILES = {str(path.relative_to(CAMPAIGN)): path for part in CORE for path in sorted((CAMPAIGN / part).rglob("*.py"))}

MODULES = frozenset((
    "asyncio", "getpass", "http", "locale", "logging", "multiprocessing", "os", "platform", "random", "requests",
    "secrets", "shutil", "socket", "subprocess", "sys", "tempfile", "threading", "time", "urllib.request", "uuid",
))  # fmt: skip
CALLS = frozenset((
    "now", "utcnow", "today", "datetime.now", "datetime.utcnow", "datetime.today", "date.today", "localdate",
    "localtime", "monotonic", "getenv", "urandom", "print", "input", "open", "write_text", "write_bytes", "mkdir",
    "unlink", "touch", "rename", "cwd", "home", "expanduser",
))  # fmt: skip
OPENERS = frozenset(("Image", "Pdf", "engine", "textless"))
"""Whose `open` is not the built-in: two decode bytes they are given, page engines lay a page out."""
READS = frozenset((
    "read_text", "read_bytes", "iterdir", "glob", "rglob", "is_file", "is_dir", "exists", "stat", "Image.open",
))  # fmt: skip

READERS = {
    "render/countries.py": "the kit's tiles",
    "render/clip.py": "the film's subtitles",
    "render/fonts.py": "the font packages",
    "render/lint.py": "a template's style sheets and pages",
    "render/demands.py": "whether a template has its page and style",
    "render/folder.py": "a template's folder",
    "render/media.py": "the job's pictures and maps",
    "render/page.py": "the kit's and the template's style sheets",
    "render/paints.py": "a template's page and style sheet, and the macros it imports",
    "render/photos.py": "the job's photos, to be filmed",
    "render/sample.py": "the pictures beside a template's samples",
    "render/sentence.py": "a template's manifest, for the line of an error",
    "render/sheets.py": "a sheet's own bytes",
    "render/urls.py": "pictures that a template's page names",
    "render/usage.py": "a template's page",
    "render/words.py": "the kit's words",
}
"""Module → what it reads: files that a caller handed in by path, and packages; rendering is made of them."""


def list_imports(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{name.name}" for name in node.names)


def list_calls(tree: ast.AST) -> Iterator[str]:
    """Everything called by its last name, and every attribute as it is written, called or handed on."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            yield ast.unparse(node)
        if isinstance(node, ast.Call) and isinstance(node.func, (ast.Attribute, ast.Name)):
            owner, _, name = ast.unparse(node.func).rpartition(".")
            is_opener = name == "open" and owner.rpartition(".")[2].lstrip("_") in OPENERS
            yield f"{owner}.{name}" if is_opener else name


def read(name: str) -> ast.AST:
    return ast.parse(FILES[name].read_text(encoding="utf-8"))


def find_impure(tree: ast.AST) -> set[str]:
    return (set(list_imports(tree)) & MODULES) | (set(list_calls(tree)) & CALLS)


@pytest.mark.parametrize("name", FILES)
def test_the_core_asks_nothing_of_the_world(name: str) -> None:
    assert find_impure(read(name)) == set()


def test_files_are_read_only_where_named() -> None:
    assert {name for name in FILES if set(list_calls(read(name))) & READS} == set(READERS)


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("from datetime import datetime\nat = datetime.now()", {"now", "datetime.now"}),
        ("from datetime import date\nasked = date.today", {"date.today"}),
        ("import time", {"time"}),
        ("from datetime import time", set()),
        ("from urllib import request", {"urllib.request"}),
        ("import os\nhome = os.environ", {"os"}),
        ("print('here')", {"print"}),
        ("open('here')", {"open"}),
        ("path.open()", {"open"}),
        ("eyes.engine.open(page)", set()),
        ("shown = playlist.now", set()),
    ],
)
def test_the_look_itself_finds_what_it_should(source: str, found: set[str]) -> None:
    assert find_impure(ast.parse(source)) == found
