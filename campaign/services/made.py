"""What a render gives. In: stored files and what was found in them. Out: values that services.runs writes down."""

from dataclasses import dataclass

from campaign.data.models import Companion, StoredFile
from campaign.spec.findings import Finding


@dataclass(frozen=True)
class Beside:
    """A file made beside a loop; `language` is empty where it has none."""

    kind: Companion.Kind
    file: StoredFile
    language: str = ""


@dataclass(frozen=True)
class Made:
    """The file that goes on screens, what was found in its pixels, and the files beside it."""

    file: StoredFile
    findings: tuple[Finding, ...] = ()
    companions: tuple[Beside, ...] = ()
