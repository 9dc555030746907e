"""The demo company, built once by the command itself, then walked page by page as each of its people."""

from collections import Counter, deque
from itertools import pairwise
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
import sqlalchemy as sa
from flask import Flask
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from tests.browser import Browser
from tests.conftest import Clock
from tests.watching import statements
from webapp.commands.demo.calendar import Workdays
from webapp.commands.demo.panels import VERDICTS
from workflows.certification.records import AttemptScore
from workflows.db import db
from workflows.interviewing.records import Debrief, DebriefLine, Decision, Interview, Rating, Scorecard, Standing
from workflows.ledger import AuditEntry
from workflows.offers.records import Hire, Offer
from workflows.onboarding.authored_modules import checklist
from workflows.onboarding.records import Assignment, ChecklistTick, Plan
from workflows.outbox import OutboxMessage
from workflows.people.records import Competency, RoleGrant, Team, User
from workflows.people.workdays import public
from workflows.permits import ActorKind, Role
from workflows.proving import verify
from workflows.recruiting.records import Candidacy, Requisition

PAGES_OF_A_KIND = 2
WRITING = "INSERT|UPDATE|DELETE"
ROLES = [role for role in Role if role is not Role.candidate]


@pytest.fixture(autouse=True)
def clock() -> Clock:
    """Not stopped: the demo lives in the time in which it was built."""
    return Clock()


@pytest.fixture
def inside(demo):
    with demo.app_context():
        yield db.session
        db.session.remove()
        db.engine.dispose()


def kind(app: Flask, path: str) -> str | None:
    """The endpoint that answers a path to which a page links, static files apart."""
    try:
        found, _ = app.url_map.bind("localhost").match(path, method="GET")
    except (HTTPException, RequestRedirect):
        return None
    return None if found == "static" else found


def walk(browser: Browser, app: Flask) -> Counter[str]:
    """Open what the pages link to, beginning at the desk; how many pages of each kind were seen and linted.

    Of papers and files, which take long to make, one of each kind.
    """
    waiting, known, seen = deque(["/"]), {"/"}, Counter[str]()
    while waiting:
        path = waiting.popleft()
        endpoint = kind(app, urlsplit(path).path)
        if endpoint is None or seen[endpoint] >= PAGES_OF_A_KIND:
            continue
        page = browser.get(path)
        seen[endpoint] += 1 if page.is_html else PAGES_OF_A_KIND
        for link in page.links.values() if page.is_html else ():
            target = urldefrag(urljoin(page.path, link))[0]
            if target.startswith("/") and target not in known:
                known.add(target)
                waiting.append(target)
    return seen


@pytest.mark.parametrize("role", ROLES)
def test_a_link_in_the_demo_leads_nowhere_or_writes(demo, inside, role):
    user = inside.scalars(sa.select(User).join(RoleGrant, RoleGrant.user_id == User.id).where(
        RoleGrant.role == role, RoleGrant.revoked_at.is_(None)).order_by(User.id)).first()
    assert user is not None, f"the demo has no {role.value}"
    browser = Browser(demo).sign_in(user)
    with statements(demo, WRITING) as written:
        seen = walk(browser, demo)
    assert written == []
    assert seen["desk.index"] == 1
    assert len(seen) >= 3


def test_somebody_changed_the_demos_ledger(demo, inside):
    proof = verify(inside())
    assert proof.faults == ()
    assert proof.sealed + proof.unsealed > 100


def test_mail_of_the_story_goes_out_when_the_demo_is_built(inside):
    post = inside.scalars(sa.select(OutboxMessage)).all()
    assert len(post) > 100
    assert [(each.template, each.created_at, each.sent_at, each.last_error) for each in post
            if each.sent_at is None or each.sent_at.date() != each.created_at.date()] == []
    assert len({each.sent_at.date() for each in post}) > 20


def decided(session) -> dict[str, Debrief]:
    """The decided debriefs by the candidate's name."""
    found = session.scalars(sa.select(Debrief).where(Debrief.decision.is_not(None)))
    return {each.candidacy.candidate.name: each for each in found}


def standings(session, debrief: Debrief) -> dict[str, Standing]:
    """What the debrief's page says of each competency, by its key."""
    return dict(session.execute(sa.select(Competency.key, DebriefLine.standing).join(
        Competency, Competency.id == DebriefLine.competency_id).where(DebriefLine.debrief_id == debrief.id)).all())


def test_a_decision_is_told_that_the_story_does_not_know(inside):
    found = decided(inside())
    assert {name: (each.first_words, each.decision, each.reason) for name, each in found.items()} == {
        name: (each.words, each.decision, each.reason) for name, each in VERDICTS.items()}
    assert {each.decision for each in found.values()} == {Decision.offer, Decision.decline}


@pytest.mark.parametrize("name", VERDICTS)
def test_a_decision_praises_what_the_debrief_calls_short_or_blames_what_meets(name, inside):
    verdict, there = VERDICTS[name], standings(inside(), decided(inside())[name])
    assert {each: there[each] for each in verdict.strengths} == dict.fromkeys(verdict.strengths, Standing.meets)
    assert [each for each in verdict.weaknesses if there[each] is Standing.meets] == []
    assert verdict.weaknesses


@pytest.mark.parametrize("name", VERDICTS)
def test_a_decision_talks_of_more_competencies_than_it_is_checked_for(name, inside):
    verdict = VERDICTS[name]
    said = f"{verdict.words} {verdict.reason}".casefold()
    known = {each.key for each in inside.scalars(sa.select(Competency)) if each.name.casefold() in said}
    assert known == {*verdict.strengths, *verdict.weaknesses}


def test_who_is_declined_brings_what_the_team_lacks_most_or_the_second_hires_do_not(inside):
    found = {name: standings(inside(), each)["negotiation"] for name, each in decided(inside()).items()}
    assert {name for name, standing in found.items() if standing is Standing.meets} == {"Daniel Fox", "Ines Duarte"}


def test_somebody_works_on_a_free_day(inside):
    team = inside.scalars(sa.select(Team)).one()
    days = [at.date() for at in inside.scalars(sa.select(AuditEntry.at).where(
        AuditEntry.actor_kind.in_((ActorKind.person, ActorKind.candidate))))]
    days += [at.date() for at in inside.scalars(sa.select(Interview.starts_at)) if at]
    for column in (Hire.start_on, Plan.start_on, Offer.start_on, Offer.expires_on, Requisition.start_on):
        days += inside.scalars(sa.select(column)).all()
    workdays = Workdays({day for year in {each.year for each in days} for day in public(team.region, year)})
    assert [day for day in days if day not in workdays] == []
    assert len(days) > 200


def test_the_ledger_of_the_demo_goes_back_in_time(inside):
    told = inside.scalars(sa.select(AuditEntry.at).order_by(AuditEntry.id)).all()
    assert [pair for pair in pairwise(told) if pair[0] > pair[1]] == []


def test_a_checklist_line_is_ticked_by_somebody_else(inside):
    ticks = inside.scalars(sa.select(ChecklistTick)).all()
    wrong = []
    for tick in ticks:
        assignment = inside.get_one(Assignment, tick.assignment_id)
        plan, lines = assignment.plan, {each.key: each.owner for each in checklist(assignment.module)}
        theirs = {"rep": plan.user, "coach": plan.coach, "manager": plan.manager}.get(lines[tick.key], assignment.owner)
        wrong += [tick.key] if tick.by_id != theirs.id else []
    assert wrong == []
    assert len({tick.by_id for tick in ticks}) >= 4
    assert inside.scalars(sa.select(Team)).one().manager.name == "Marc Oduya"


def test_two_colleagues_write_the_same_about_a_candidate(inside):
    seen = 0
    for candidacy in inside.scalars(sa.select(Candidacy)).all():
        said = inside.scalars(sa.select(Rating.evidence).join(Scorecard).join(
            Interview, Interview.id == Scorecard.interview_id).where(
            Interview.candidacy_id == candidacy.id, Rating.evidence != "")).all()
        assert [sentence for sentence, times in Counter(said).items() if times > 1] == []
        seen += len(said)
    assert seen > 100


def test_interviewers_of_one_debrief_copy_each_others_overall_words(inside):
    """Not one half of a sentence twice about the same candidate."""
    seen = 0
    for candidacy in inside.scalars(sa.select(Candidacy)).all():
        said = inside.scalars(sa.select(Scorecard.overall_reason).join(
            Interview, Interview.id == Scorecard.interview_id).where(
            Interview.candidacy_id == candidacy.id, Scorecard.overall_reason != "")).all()
        halves = [half.partition(": ")[2] for each in said for half in each.rstrip(".").split(". ")]
        assert [half for half, times in Counter(halves).items() if times > 1] == []
        seen += len(said)
    assert seen > 12


def test_an_assessor_writes_the_same_about_two_criteria(inside):
    said = inside.scalars(sa.select(AttemptScore.evidence)).all()
    assert len(said) == len(set(said)) == 12
