"""Pages held against WCAG 2.2 AA by axe. In: a page that stands in a browser. Out: nothing, or what is wrong with it,
each with its rule, its element and the way to mend it."""

from collections.abc import Sequence
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
"""axe-core's names for the levels of WCAG up to 2.2 AA, and its advice beyond them."""
LAID_OUT = ("color-contrast", "link-in-text-block", "scrollable-region-focusable", "target-size")
"""axe's rules that may find the same page good in one width and bad in another."""
RUN = "only => axe.run(document, {runOnly: only, resultTypes: ['violations']}).then(found => found.violations)"


def list_faults(page: Page, *, rules: Sequence[str] = ()) -> list[str]:
    """One line a fault, of these rules or of all; what moves is let come to rest first, for a colour half faded in
    is no colour."""
    page.evaluate("Promise.all(document.getAnimations().map((one) => one.finished.catch(() => 0)))")
    if not page.evaluate("'axe' in window"):
        page.evaluate(Axe().axe_script)
    only = {"type": "rule", "values": list(rules)} if rules else {"type": "tag", "values": list(TAGS)}
    found: list[dict[str, Any]] = page.evaluate(RUN, only)
    return [
        f"{page.url} {fault['id']} ({fault['impact']}): {node['html'][:200]} {node['failureSummary']}"
        for fault in found
        for node in fault["nodes"]
    ]


def check_page(page: Page) -> None:
    """Fails with every fault that axe finds."""
    faults = list_faults(page)
    assert not faults, "\n".join(faults)
