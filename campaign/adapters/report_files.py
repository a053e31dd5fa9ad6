"""A report as a file. In: a report, the kind asked for, its reader. Out: bytes, for a spreadsheet or a funder."""

from collections.abc import Mapping

from campaign.adapters.report_book import write_book
from campaign.adapters.report_pdf import write_pdf
from campaign.adapters.report_tables import write_csv
from campaign.adapters.report_words import Reader
from campaign.spec.report import PlayReport

MEDIA_TYPES: Mapping[str, str] = {
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}
"""Kind → media type."""


def write_report(report: PlayReport, *, kind: str, reader: Reader) -> bytes:
    """`kind` is one of MEDIA_TYPES; CSV is for programs, the same for every reader."""
    if kind == "csv":
        return write_csv(report)
    return write_book(report, reader=reader) if kind == "xlsx" else write_pdf(report, reader=reader)
