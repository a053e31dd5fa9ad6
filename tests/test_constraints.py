"""constraints.txt pins every package that the project brings along, and no other."""

from importlib.metadata import requires, version
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

CONSTRAINTS = Path(__file__).resolve().parent.parent / "constraints.txt"


def list_needed(name: str, extras: frozenset[str], *, found: dict[str, frozenset[str]]) -> None:
    """Walk the requirements of an installed package, with what its extras add."""
    if extras <= found.get(name, frozenset()) and name in found:
        return
    found[name] = found.get(name, frozenset()) | extras
    for line in requires(name) or ():
        part = Requirement(line)
        if part.marker is None or any(part.marker.evaluate({"extra": extra}) for extra in ("", *extras)):
            list_needed(canonicalize_name(part.name), frozenset(part.extras), found=found)


def test_every_package_is_pinned_to_the_version_that_is_installed() -> None:
    found: dict[str, frozenset[str]] = {}
    list_needed("campaign", frozenset(("dev",)), found=found)
    del found["campaign"]
    lines = map(Requirement, CONSTRAINTS.read_text(encoding="utf-8").splitlines())
    pinned = {
        canonicalize_name(one.name): one.specifier for one in lines if one.marker is None or one.marker.evaluate()
    }
    assert {name: Version(str(exact).removeprefix("==")) for name, exact in pinned.items()} == {
        name: Version(version(name)) for name in found
    }
