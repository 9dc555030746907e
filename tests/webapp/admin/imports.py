"""Looking at an import's page."""

from workflows.jobs import run_next
from workflows.reactions import JOBS


def worked(page):
    """The page again after the worker did what was asked for."""
    while run_next(JOBS):
        pass
    return page.browser.get(page.path)


def counts(page):
    return {row.xpath("string(p[1])"): row.xpath("string(p[2])") for row in page.xpath("//div[@class='stat ' or "
            "contains(@class, 'stat-')]") if row.xpath("p[@class='stat-label']")}
