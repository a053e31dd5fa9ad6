"""A template's folder with its kit in one file. In: the files. Out: the same bytes for the same files, and the files.

Archives are named by their hash, so they are packed without times, owners or an order of chance.
"""

import io
import shutil
import tempfile
import zipfile
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from campaign.spec.errors import BrokenMedia
from campaign.spec.message import say

LONG_AGO = (1980, 1, 1, 0, 0, 0)
"""The first moment that a ZIP can tell."""
MOST_BYTES = 200_000_000
"""Of all files of one template."""


def pack_files(files: Mapping[str, Path]) -> bytes:
    """A ZIP of the files by their names from the templates' folder."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, date_time=LONG_AGO)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, files[name].read_bytes())
    return out.getvalue()


def unpack_files(data: bytes, *, to: Path) -> None:
    """Write the files into the folder `to`, all of them or none: others may look for it meanwhile. Raises BrokenMedia
    for what is no such archive."""
    to.parent.mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(prefix=".unpacking-", dir=to.parent))
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _refuse_strange(archive)
            archive.extractall(work)
        if not to.exists():
            work.rename(to)
    except (zipfile.BadZipFile, EOFError, NotImplementedError) as error:
        raise BrokenMedia(
            say("The kept template cannot be read: %(problem)s.", problem=str(error)),
            hint=say("Take the template in use anew."),
        ) from None
    except OSError:
        if not to.exists():  # else somebody else was quicker, with the same files
            raise
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _refuse_strange(archive: zipfile.ZipFile) -> None:
    """Nothing is written elsewhere, and no more than a template may hold."""
    entries = archive.infolist()
    outside = any(".." in PurePosixPath(entry.filename).parts or entry.filename.startswith("/") for entry in entries)
    if outside or sum(entry.file_size for entry in entries) > MOST_BYTES:
        raise zipfile.BadZipFile("a file lies outside, or all are too large")
