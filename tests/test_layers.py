"""The layer contract of pyproject.toml holds."""

from importlinter.cli import lint_imports


def test_imports_keep_the_layers() -> None:
    assert lint_imports(cache_dir=None) == 0
