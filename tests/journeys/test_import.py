"""A long import in a real browser: the page says how far it is and shows the end by itself, or when looked at again."""

import pytest
from playwright.sync_api import expect

from tests.builders import sales as build
from tests.builders.people import person
from workflows import jobs
from workflows.permits import Role
from workflows.sales import progress
from workflows.sales.sources import Step


def asked(visitor, folder):
    files = {}
    for name, text in (("pipeline", build.HEADER + build.GOOD), ("teams", build.TEAMS), ("products", build.PRODUCTS)):
        (folder / f"{name}.csv").write_text(text)
        files[name] = [folder / f"{name}.csv"]
    return visitor.go("/imports").click("Import deals").fill(files).press("Look at it")


def test_the_page_of_an_import_stands_still_while_it_is_done(visit, session, site, tmp_path):
    page = asked(visit(person(Role.operations)), tmp_path).page
    expect(page.locator("#import")).to_contain_text("It waits for a free worker")
    site.work()
    page.get_by_role("button", name="Import", exact=True).click()
    expect(page.locator("#import")).to_contain_text("It is being taken")
    site.work()
    expect(page.locator("main")).to_contain_text("Every row was taken.")


@pytest.mark.parametrize(("width", "dark"), [(1280, False), (390, True)])
def test_the_progress_of_an_import_shuts_somebody_out(visit, session, site, tmp_path, width, dark):
    visitor = asked(visit(person(Role.operations), javascript=False), tmp_path)
    assert "Look again" in visitor.text
    number = int(visitor.page.url.rpartition("/")[2])
    with site.app.app_context():
        assert jobs.claim()
        progress.tell(number, Step.reading, 3_000, 8_800)
    there = visit(person(Role.operations), width=width, dark=dark).go(f"/imports/{number}")
    assert "Reading row 3,000 of 8,800 … 34%" in there.text
    assert there.accessibility_faults() == []
    assert there.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
