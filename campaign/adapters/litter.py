"""What systems leave on any stick they see. In: the name of a file or folder. Out: whether nobody put it there."""

NAMES = frozenset(
    (
        "system volume information",
        "$recycle.bin",
        "thumbs.db",
        "desktop.ini",
        ".ds_store",
        ".trashes",
        ".fseventsd",
        ".spotlight-v100",
        ".temporaryitems",
        ".apdisk",
        ".metadata_never_index",
        "lost.dir",
        "lost+found",
    )
)
STARTS = ("._", ".trash-")


def is_litter(name: str) -> bool:
    """By the names that Windows, macOS, Android and desktops of Linux use."""
    return name.lower() in NAMES or name.lower().startswith(STARTS)
