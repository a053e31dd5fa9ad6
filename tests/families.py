"""Who started whom (proc(5)). In: a process. Out: its children, their children, and whether it has ended."""

from pathlib import Path


def list_children(pid: int) -> list[int]:
    """Also of those that were started by other threads than the first; none of a process that has ended."""
    try:
        lists = [path.read_text() for path in Path(f"/proc/{pid}/task").glob("*/children")]
    except OSError:
        return []
    return [int(child) for children in lists for child in children.split()]


def list_family(pid: int) -> list[int]:
    """All that it started, and what these started."""
    children = list_children(pid)
    return [*children, *(process for child in children for process in list_family(child))]


def is_gone(pid: int) -> bool:
    """Also of one that has ended and that nobody has waited for."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except (FileNotFoundError, ProcessLookupError):
        return True
