"""A long import tells how far it is while it runs; killed, it is done again by the next worker, once."""

from contextlib import contextmanager
from functools import partial

import pytest
import sqlalchemy as sa

from tests.browser import Browser
from tests.builders import people
from tests.builders import sales as build
from tests.watching import statements, together
from tests.webapp.admin.imports import counts, worked
from workflows.jobs import LEASE, run_next
from workflows.permits import Role
from workflows.reactions import JOBS
from workflows.sales.actions import importing
from workflows.sales.progress import telling
from workflows.sales.records import Deal
from workflows.sales.sources import Step


@pytest.fixture
def operations(session, app):
    return Browser(app).sign_in(people.person(Role.operations))


def long_upload(browser, rows=2_500):
    pipeline = build.HEADER + "".join(build.row(f"D{number}") for number in range(rows))
    files = {"Deals": (pipeline.encode(), "deals.csv"), "Teams": (build.TEAMS.encode(), "teams.csv"),
             "Products": (build.PRODUCTS.encode(), "products.csv")}
    return browser.get("/imports").click("Import deals").submit("Look at it", files)


def bar(page):
    """What the page as it is now says beside the bar, and the bar's own figures."""
    (found,) = together(page.browser.app, lambda: page.browser.get(page.path))
    return [(text.xpath("string(.//span[1])"), text.xpath("string(.//progress/@value)"),
             text.xpath("string(.//progress/@max)")) for text in found.xpath("//*[@id='import']//*[@class='bar']")]


def watched(page, seen):
    """The job's progress, with a look at the page each time some of it is done."""
    @contextmanager
    def progress(batch_id):
        with telling(batch_id) as tell:
            def told(step, done, total):
                tell(step, done, total)
                seen.append((step, *bar(page)))
            yield told
    return progress


def test_a_long_import_says_nothing_until_its_end(operations, session, app):
    page = long_upload(operations)
    assert "It waits for a free worker" in page.main
    seen = []
    assert run_next({importing.LOOK: partial(importing.look_at_import, progress=watched(page, seen))})
    read = [(Step.reading, ("Reading row 0 of 2,500 …", "0", "2500")),
            (Step.reading, ("Reading row 1,000 of 2,500 …", "1000", "2500")),
            (Step.reading, ("Reading row 2,000 of 2,500 …", "2000", "2500"))]
    checked = [(Step.checking, (each[1][0].replace("Reading", "Checking"), *each[1][1:])) for each in read]
    assert seen == read + checked
    page = operations.get(page.path)
    assert (page.heading, counts(page)["New"]) == ("Before importing: Deals of a CRM", "2,500 rows")
    page = page.submit("Import")
    seen.clear()
    assert run_next({importing.TAKE: partial(importing.take_import, progress=watched(page, seen))})
    assert [each for each in seen if each[0] in (Step.writing, Step.crediting)] == [
        (Step.writing, ("Writing row 0 of 2,500 …", "0", "2500")),
        (Step.writing, ("Writing row 1,000 of 2,500 …", "1000", "2500")),
        (Step.writing, ("Writing row 2,000 of 2,500 …", "2000", "2500")),
        (Step.writing, ("Writing row 2,500 of 2,500 …", "2500", "2500")),
        (Step.crediting, ("Crediting row 0 of 2,500 …", "0", "2500")),
        (Step.crediting, ("Crediting row 1,000 of 2,500 …", "1000", "2500")),
        (Step.crediting, ("Crediting row 2,000 of 2,500 …", "2000", "2500"))]
    assert counts(operations.get(page.path))["New"] == "2,500 rows"


def test_a_killed_import_leaves_half_of_it_or_a_page_that_says_it_runs(operations, session, clock):
    page = worked(long_upload(operations)).submit("Import")

    @contextmanager
    def killed(batch_id):
        with telling(batch_id) as tell:
            def told(step, done, total):
                tell(step, done, total)
                if step is Step.writing and done == 1_000:
                    assert bar(page) == [("Writing row 1,000 of 2,500 …", "1000", "2500")]
                    raise KeyboardInterrupt
            yield told

    with pytest.raises(KeyboardInterrupt):
        run_next({importing.TAKE: partial(importing.take_import, progress=killed)})
    assert not run_next(JOBS)
    assert session.scalar(sa.select(sa.func.count()).select_from(Deal)) == 0
    clock.travel(seconds=30)
    assert "Nothing was heard of it since March 2, 2026, 09:00." in operations.get(page.path).main
    clock.to(clock.now + 2 * LEASE)
    again = operations.get(page.path)
    assert (bar(page), "It was broken off before its end" in again.main) == ([], True)
    done = worked(page)
    assert (counts(done)["New"], run_next(JOBS)) == ("2,500 rows", False)
    assert session.scalar(sa.select(sa.func.count()).select_from(Deal)) == 2_500


def test_the_waiting_part_is_asked_for_for_ever_or_writes(operations, app):
    page = long_upload(operations, 1)
    (part,) = page.xpath("//*[@data-refresh]/@data-part")
    with statements(app, "INSERT|UPDATE|DELETE") as written:
        waiting = operations.part(part)
    assert (waiting.xpath("string(//*[@id='import']/@data-part)"), written) == (part, [])
    assert "Look again" in waiting.links
    worked(page)
    assert operations.part(part).response.headers["HX-Refresh"] == "true"
    assert operations.get(part).xpath("//*[@data-refresh]") == []


def test_an_import_that_cannot_be_finished_waits_for_ever(operations, clock):
    page = long_upload(operations, 1)

    def broken(batch_id):
        raise OSError("the disk is gone")

    while run_next({importing.LOOK: broken}):
        clock.travel(hours=3)
    page = operations.get(page.path)
    assert "This import could not be finished" in page.main
    assert page.xpath("//*[@data-refresh]") == []
    assert "Look at the files of an import" in page.click("See the jobs").main
