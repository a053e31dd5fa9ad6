"""The studio's typeface as a static file. In: the installed font package. Out: fonts/SofiaSans.ttf and its licence.

The package is the only copy: nothing of it is committed, and the pictures are set in the same file.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import fontpkg_sofia_sans
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage, Storage

FILES = {
    "fonts/SofiaSans.ttf": fontpkg_sofia_sans.ROOT / "files" / "SofiaSans[wght].ttf",
    "fonts/OFL.txt": fontpkg_sofia_sans.ROOT / "LICENSE",
}


class FontStorage(FileSystemStorage):
    """The package's folder under our own file names."""

    def path(self, name: str) -> str:
        return str(FILES[name])


class FontFinder(BaseFinder):
    """Finds the fonts for collectstatic and for serving straight from the package."""

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        found = FILES.get(path)
        if find_all:
            return [str(found)] if found else []
        return str(found) if found else None

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, Storage]]:
        storage = FontStorage(location=Path(fontpkg_sofia_sans.ROOT))
        for name in FILES:
            yield name, storage
