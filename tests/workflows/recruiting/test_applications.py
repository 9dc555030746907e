"""Applying, by the page and by hand; what is read in a résumé."""

import pytest
import sqlalchemy as sa

from tests import documents
from tests.builders import recruiting as build
from tests.builders.people import person
from workflows import jobs
from workflows.errors import NotPermitted, Refused
from workflows.outbox import OutboxMessage
from workflows.people.queries import actor_for
from workflows.people.records import OneTimeLink
from workflows.permits import Role
from workflows.reactions import JOBS
from workflows.recruiting import queries
from workflows.recruiting.actions import applications, candidacies, openings
from workflows.recruiting.actions.applications import Person, Upload
from workflows.recruiting.machine import CandidacyState
from workflows.recruiting.records import Candidacy, CandidacyMove, Candidate, ReadingOutcome, Resume

pytestmark = pytest.mark.usefixtures("session")
JO = Person("Jo Park", "Jo.Park@Example.com ")


def codes(refusal: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [reason.code for reason in refusal.value.reasons]


def count(session, kind) -> int:
    return session.scalar(sa.select(sa.func.count()).select_from(kind))


def test_an_application_does_not_arrive(session):
    place = build.opening()
    made, new = applications.apply(place, JO, resume=None, consent=True)
    assert (new, made.state, made.candidate.email) == (True, CandidacyState.applied, "jo.park@example.com")
    assert made.stage.kind is CandidacyState.applied
    assert made.candidate.consented_at is not None
    sent = session.scalars(sa.select(OutboxMessage).where(OutboxMessage.candidate_id == made.candidate_id)).one()
    assert (sent.to, sent.template) == ("jo.park@example.com", "application_received")


@pytest.mark.both_databases
def test_applying_twice_makes_two_candidacies(session, clock):
    place = build.opening()
    first, _ = applications.apply(place, JO, resume=None, consent=True)
    clock.travel(minutes=2)
    again = [applications.apply(place, Person("J. Park", "jo.park@example.com"), resume=None, consent=True)
             for _ in range(2)]
    assert again == [(first, False), (first, False)]
    assert (count(session, Candidacy), count(session, Candidate), count(session, CandidacyMove)) == (1, 1, 1)
    templates = session.scalars(sa.select(OutboxMessage.template).where(
        OutboxMessage.candidate_id.is_not(None)).order_by(OutboxMessage.id)).all()
    assert templates == ["application_received", "application_again"]


def test_a_double_click_on_apply_kills_the_link_of_the_first_mail(session):
    place = build.opening()
    for _ in range(2):
        made, _ = applications.apply(place, JO, resume=None, consent=True)
    templates = session.scalars(sa.select(OutboxMessage.template).where(OutboxMessage.candidate_id.is_not(None))).all()
    assert templates == ["application_received"]
    assert session.scalars(sa.select(OneTimeLink.consumed_at).where(
        OneTimeLink.candidate_id == made.candidate_id)).all() == [None]


def test_somebody_applies_without_consent(session):
    with pytest.raises(Refused) as refusal:
        applications.apply(build.opening(), JO, resume=None, consent=False)
    assert codes(refusal) == ["candidate.consent-missing"]
    assert count(session, Candidate) == 0


def test_a_closed_opening_takes_applications():
    place = build.opening()
    openings.close(actor_for(place.requisition.requested_by), place)
    with pytest.raises(Refused) as refusal:
        applications.apply(place, JO, resume=None, consent=True)
    assert codes(refusal) == ["opening.closed"]


@pytest.mark.parametrize(("name", "data", "code"), [
    ("resume.pdf", b"PK\x05\x06" + bytes(18), "upload.not-accepted"),
    ("resume.pdf", b"", "upload.empty"),
    ("resume.pdf", b"MZ" + bytes(100), "upload.not-accepted"),
    ("resume", b"\x89PNG\r\n" + bytes(100), "upload.picture"),
    ("resume.txt", b"a" * (10 * 2**20 + 1), "upload.too-large"),
    ("resume.pdf", b"%PDF-1.4 /Encrypt 5 0 R", "document.encrypted"),
])
def test_a_harmful_file_is_taken_as_a_resume(session, name, data, code):
    with pytest.raises(Refused) as refusal:
        applications.apply(build.opening(), JO, resume=Upload(name, data), consent=True)
    assert codes(refusal) == [code]
    assert (count(session, Candidate), count(session, Resume)) == (0, 0)


def test_a_resume_is_not_read():
    made = build.application(resume=build.RESUME)
    assert queries.resume_of(made.id).outcome is ReadingOutcome.waiting
    assert jobs.run_next(JOBS)
    read = queries.resume_of(made.id)
    assert read.outcome is ReadingOutcome.read
    assert read.found["fields"]["email"]["value"] == "jo.park@example.com"
    assert "132% of a $900k quota" in read.found["evidence"]["drive"][0]["quote"]["text"]


def test_a_resume_that_cannot_be_read_leaves_no_reason():
    made = build.application(resume=b"%PDF-1.4 nothing more", file_name="resume.pdf")
    assert jobs.run_next(JOBS)
    read = queries.resume_of(made.id)
    assert (read.outcome, read.reason["code"], read.reason["params"]["name"]) == (
        ReadingOutcome.unreadable, "document.damaged", "resume.pdf")


@pytest.mark.parametrize(("called", "content", "kept", "media_type"), [
    ("Jo Park.docx", documents.resume_pdf, "Jo Park.pdf", "application/pdf"),
    ("Jo Park.pdf", documents.RESUME_TEXT.encode, "Jo Park.txt", "text/plain"),
    ("Jo Park.jpg", documents.resume_json, "Jo Park.json", "application/json"),
])
def test_a_good_resume_with_another_kinds_name_is_refused(session, called, content, kept, media_type):
    """It is kept, read and given back as what it is."""
    made = build.application(resume=content(), file_name=called)
    assert jobs.run_next(JOBS)
    resume = queries.resume_of(made.id)
    assert (resume.file.name, resume.file.media_type) == (kept, media_type)
    assert (resume.outcome, resume.found["name"]) == (ReadingOutcome.read, kept)


def test_a_candidate_is_added_twice_by_hand(session):
    place = build.opening()
    who = actor_for(person(Role.recruiter, team=place.team))
    made = applications.add_candidate(who, place, JO, source="Referral", consent_by_hand="By phone, 2 March")
    assert (made.source, made.owner_id, made.candidate.consent_by_hand) == ("Referral", who.id, "By phone, 2 March")
    with pytest.raises(Refused) as refusal:
        applications.add_candidate(who, place, JO, source="Referral", consent_by_hand="By phone")
    assert codes(refusal) == ["candidacy.already-here"]
    assert count(session, Candidacy) == 1


def test_a_recruiter_of_another_team_adds_a_candidate():
    with pytest.raises(NotPermitted):
        applications.add_candidate(actor_for(person(Role.recruiter, team=build.team())), build.opening(), JO,
                                   source="", consent_by_hand="By phone")


def test_a_move_leaves_no_history(clock):
    made = build.application()
    clock.travel(days=2)
    build.moved(made, "screen")
    clock.travel(days=1)
    build.moved(made, "decline", reason="No evidence of prospecting.")
    assert [(move.before, move.after, move.reason) for move in made.moves] == [
        (None, "applied", None), ("applied", "screen", "It was agreed so."),
        ("screen", "declined", "No evidence of prospecting.")]
    assert (made.end_reason, made.ended_at, made.stage.kind) == (
        "No evidence of prospecting.", clock.now, CandidacyState.screen)


def test_a_candidate_withdraws_for_somebody_else():
    mine, other = build.application(), build.application(name="Kim Ode")
    me = candidacies.Actor(candidacies.ActorKind.candidate, mine.candidate_id, "")
    candidacies.advance(me, mine, "withdraw", reason="Another offer.")
    assert mine.state is CandidacyState.withdrawn
    with pytest.raises(NotPermitted):
        candidacies.advance(me, other, "withdraw", reason="Another offer.")


def test_a_declined_candidacy_cannot_be_opened_again():
    made = build.moved(build.application(), "decline", "reopen")
    assert (made.state, made.ended_at, made.end_reason) == (CandidacyState.screen, None, None)


def test_a_flood_gets_past_by_another_address_of_its_own_network_each_time(session):
    place = build.opening()

    def apply(address: str) -> bool:
        who = Person("Jo Park", f"jo{count(session, Candidate)}@example.com")
        return applications.apply(place, who, resume=None, consent=True, address=address)[1]

    assert all(apply(f"2001:db8:1:2::{each + 1:x}") for each in range(applications.MOST_FROM_ONE_PLACE))
    with pytest.raises(Refused) as refusal:
        apply("2001:db8:1:2::ffff")
    assert codes(refusal) == ["candidacy.too-many-from-here"]
    assert apply("2001:db8:1:3::1")
