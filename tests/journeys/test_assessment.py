"""A checkpoint in a real browser: scores kept while they are written, and every page open to everybody."""

import pytest
from playwright.sync_api import expect

from tests.builders import certification as build
from tests.conftest import MONDAY
from workflows import clock
from workflows.certification.queries.attempts import scores_of


@pytest.fixture
def proof(site):
    """A certificate of last spring and, of another rep, an assessment that runs."""
    with site.app.app_context():
        with clock.at(MONDAY):
            made = build.certified()
            made.running = build.in_assessment(build.eligible(build.plan()))
            made.waiting = build.to_approve(build.eligible(build.plan()), levels=(5, 3))
        made.people = (made.running.assessor, made.waiting.approver, made.user)
        made.verify = f"/certificates/verify/{made.serial}"
        yield made


def test_scores_are_lost_when_the_assessor_closes_the_page(site, visit, proof):
    visitor = visit(proof.running.assessor).go(f"/attempts/{proof.running.id}")
    visitor.page.locator("input[name=level_opening][value='4']").check()
    visitor.page.get_by_label("Evidence: Opening").fill("Named the shift.")
    expect(visitor.page.locator("[data-autosave-state]").first).to_have_text("Saved")
    with site.app.app_context():
        kept = scores_of(proof.running.id)["opening"]
    assert (kept.level, kept.evidence) == (4, "Named the shift.")


@pytest.mark.parametrize("dark", [False, True])
def test_a_page_of_certification_shuts_somebody_out(visit, proof, dark):
    assessor, approver, rep = (visit(each, dark=dark) for each in proof.people)
    stranger, shown = visit(dark=dark), []
    for who, path in ((assessor, f"/attempts/{proof.running.id}"), (assessor, "/attempts"),
                      (approver, f"/attempts/{proof.waiting.id}"), (rep, "/certificates"),
                      (rep, f"/certificates/{proof.id}"), (stranger, proof.verify), (stranger, "/certificates/verify")):
        faults = who.go(path).accessibility_faults()
        shown.append((who.heading, faults))
    assert shown == [(heading, []) for heading in (
        "Assess Jo Park: Discovery certified", "Checkpoints", "Discovery certified: Jo Park", "My certificates",
        "Discovery certified: Jo Park", "Discovery certified", "Check a certificate")]
