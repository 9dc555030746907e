"""Certificates on their pages, on paper, in a file, and for anybody who holds the number."""

import csv
import io
from datetime import timedelta

import pypdf
import pytest

from tests.browser import Browser
from tests.builders import certification as build
from tests.builders import offers
from tests.builders.people import person, team
from tests.watching import statements
from workflows.certification.actions.certificates import revoke
from workflows.people.queries import actor_for
from workflows.permits import Role, System


def on(app, user):
    return Browser(app).sign_in(user)


def verify(app, code, expect=200):
    return Browser(app).get(f"/certificates/verify/{code}", expect=expect)


def revoked(proof):
    revoke(actor_for(build.assessor(proof.attempt, Role.leader)), proof, reason="The call was staged.")
    return proof


def test_a_rep_finds_no_certificate_of_theirs(session, app, clock):
    proof = build.certified()
    clock.to(build.FIRST_DAY)
    page = on(app, proof.user).get("/certificates")
    assert page.heading == "My certificates"
    assert [row[1:] for row in page.rows("Certificates")[1:]] == [["Valid", "April 6, 2026", "April 5, 2027"]]
    assert page.rows("My checkpoints")[1][1] == "Passed"
    page = page.click("Discovery certified, April 6, 2026")
    assert "80%; 75% were needed" in page.text


def test_a_leader_does_not_see_what_ends_soon(session, app, clock):
    proof = build.certified()
    user = build.assessor(proof.attempt, Role.leader)
    clock.to(build.FIRST_DAY + timedelta(days=335))
    leader = on(app, user)
    page = leader.get("/certificates?show=expiring")
    assert [row[2:] for row in page.rows("Certificates")[1:]] == [
        ["Ends soon", "April 6, 2026", "April 5, 202730 days left"]]
    assert "None stands so today." in leader.get("/certificates?show=expired").text
    clock.to(build.FIRST_DAY + timedelta(days=365))
    assert [row[2] for row in on(app, user).get("/certificates").rows("Certificates")[1:]] == ["Expired"]


def test_a_stranger_reads_a_certificate(session, app):
    proof = build.certified()
    other = person(Role.leader, team=team())
    for path in ("", "/paper.pdf", "/revoke"):
        on(app, other).get(f"/certificates/{proof.id}{path}", expect=404)
    assert "Nobody is certified yet." in on(app, other).get("/certificates").text
    assert on(app, other).get("/certificates.csv").response.get_data(as_text=True).count("\n") == 1


def test_a_certificate_cannot_be_revoked_on_its_page(session, app):
    proof = build.certified()
    page = on(app, build.assessor(proof.attempt, Role.leader)).get(f"/certificates/{proof.id}").click("Revoke")
    page = page.submit("Revoke it", {"Why does it hold no more?": "The call was staged."})
    assert "The call was staged." in page.text
    assert "These levels no longer count" in page.text
    on(app, proof.user).get(f"/certificates/{proof.id}/revoke", expect=403)


def test_the_public_page_tells_more_than_it_must(session, app, clock):
    proof = build.certified()
    clock.to(build.FIRST_DAY)
    page = verify(app, proof.serial.lower())
    assert page.heading == "Discovery certified"
    hidden = (proof.attempt.assessor.name, proof.attempt.approver.name, proof.user.email, "80%", "Seen at")
    assert [word for word in hidden if word in page.response.get_data(as_text=True)] == []
    assert "Jo Park" in page.text
    assert "Valid from April 6, 2026 Last day April 5, 2027" in page.text


@pytest.mark.parametrize(("days", "said"), [(0, "Valid"), (364, "Ends soon"), (365, "Expired")])
def test_the_public_page_takes_an_old_certificate_for_a_valid_one(session, app, clock, days, said):
    proof = build.certified()
    clock.to(build.FIRST_DAY + timedelta(days=days))
    assert verify(app, proof.serial).xpath("//main//span[contains(@class, 'tag')]/span/text()") == [said]


def test_the_public_page_takes_a_revoked_certificate_for_a_valid_one(session, app):
    proof = revoked(build.certified())
    page = verify(app, proof.serial)
    assert page.xpath("//main//span[contains(@class, 'tag')]/span/text()") == ["Revoked"]
    assert "The call was staged." not in page.text


def test_an_unknown_number_ends_in_a_dead_end(session, app):
    proof = build.certified()
    page = verify(app, "AAAAA-BBBBB-CCCCC-DDDDD", expect=404)
    assert page.heading == "We know no such certificate"
    page = page.submit("Check", {"Number on the certificate": f" {proof.serial.lower()} "})
    assert page.heading == "Discovery certified"
    assert Browser(app).get("/certificates/verify").heading == "Check a certificate"


def test_the_paper_leads_nowhere_or_tells_a_score(session, app):
    drive = offers.competency("drive")
    proof = build.certified(build.plan(proves=((drive, 3),)))
    answer = on(app, proof.user).open(f"/certificates/{proof.id}/paper.pdf", method="GET")
    document = pypdf.PdfReader(io.BytesIO(answer.get_data()))
    text = " ".join(page.extract_text() for page in document.pages)
    assert (answer.mimetype, len(document.pages)) == ("application/pdf", 1)
    for word in ("Jo Park", "Discovery certified", "Drive", "level 3 of 5", f"/certificates/verify/{proof.serial}"):
        assert word in text
    assert "80" not in text.replace(proof.serial, "")


def test_the_file_lacks_a_certificate_or_runs_a_formula(session, app, clock):
    proof = build.certified()
    clock.to(build.FIRST_DAY)
    with build.act(System("a test"), "offer.draft", None):
        proof.user.name = "=HYPERLINK(1)"
    answer = on(app, build.assessor(proof.attempt, Role.leader)).open("/certificates.csv", method="GET")
    rows = list(csv.DictReader(io.StringIO(answer.get_data(as_text=True))))
    assert rows == [{"person": "'=HYPERLINK(1)", "email": proof.user.email, "certificate": "Discovery certified",
                     "valid_from": "2026-04-06", "last_day": "2027-04-05", "standing": "valid",
                     "serial": proof.serial}]


def test_the_list_asks_the_database_for_each_row(session, app):
    build.certified()
    reader, counts = on(app, person(Role.leader)), []
    for more in (0, 2):
        for _ in range(more):
            build.certified(build.plan())
        reader.get("/certificates")
        with statements(app, "SELECT") as seen:
            rows = reader.get("/certificates").rows("Certificates")
        counts.append((len(rows) - 1, len(seen)))
    assert [rows for rows, _ in counts] == [1, 3]
    assert counts[0][1] == counts[1][1] <= 12


def test_a_page_of_certification_asks_the_database_too_often(session, app):
    proof = build.certified()
    attempt = build.in_assessment(build.eligible(build.plan()))
    pages = {f"/attempts/{proof.attempt_id}": proof.attempt.approver, f"/certificates/{proof.id}": proof.user,
             f"/attempts/{attempt.id}": attempt.assessor}
    counts = {}
    for path, user in pages.items():
        visitor = on(app, user)
        visitor.get(path)
        with statements(app, "SELECT") as seen:
            visitor.get(path)
        counts[path] = len(seen)
    assert {path: count for path, count in counts.items() if count > 12} == {}
