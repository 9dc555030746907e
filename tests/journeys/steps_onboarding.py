"""From the first day to the ramp, as people click it: steps 8 to 10."""

import re

import sqlalchemy as sa

from tests.journeys.crew import Crew
from tests.journeys.visiting import Visitor
from webapp.commands.demo import learning
from webapp.commands.demo.story import Story
from webapp.mail import words
from workflows import clock
from workflows.certification.records import Certificate
from workflows.db import db
from workflows.onboarding.records import Assignment, Plan
from workflows.outbox import OutboxMessage
from workflows.people.records import User

SAW = "Asked what an hour of standstill costs before any slide was shown."


def a_plan(crew: Crew) -> None:
    """8. Maya comes in by her invitation, works through one module of each kind, and is helped when stuck."""
    crew.site.later(days=10)
    maya = crew.visit(**crew.how).go(invitation(crew))
    maya.fill({"New password": "a long and quiet morning"}).press("Choose this password")
    maya = crew.maya.go("/onboarding/mine")
    at(maya, crew, "code-of-conduct").fill({"Your full name": "Maya Chen"}).press("Sign")
    assert "Done" in maya.text
    at(maya, crew, "working-rhythm").press("I have read it")
    at(maya, crew, "asking-for-coaching").click("I'm stuck")
    maya.fill({"text": "Whom do I ask on Fridays?"}).press("Call for help")
    carla = crew.carla.go("/").click("Maya Chen")
    carla.fill({"answer": "Me, until noon."}).press("Answer")
    at(maya, crew, "asking-for-coaching").press("I have read it")
    at(maya, crew, "equipment-and-paperwork")
    maya.page.get_by_role("button", name=re.compile("^Tick")).first.click()
    a_quiz(maya, crew)
    the_rest(crew, "foundations-quiz", "discovery-call")
    carla = at(crew.carla, crew, "discovery-call")
    observe(carla)
    assert "Done" in carla.text


def a_quiz(maya: Visitor, crew: Crew) -> None:
    at(maya, crew, "foundations-quiz").press("Begin")
    for group in maya.page.locator("fieldset").all():
        choice = group.locator("input[type=radio], input[type=checkbox]")
        if choice.count():
            choice.first.check(force=True)
    maya.press("Hand in")
    assert "%" in maya.text


def observe(who: Visitor) -> None:
    """A level and what was seen, for each criterion of a rubric."""
    for level in who.page.locator("input[type=radio][value='4']").all():
        level.press(" ")
    for seen in who.page.locator("textarea[name^=seen], textarea[name^=evidence]").all():
        seen.fill(SAW)
    who.press("Keep the observation")


def a_checkpoint_and_a_certificate(crew: Crew) -> None:
    """9. Raj assesses, Carla approves; the certificate can be checked by anybody."""
    raj = crew.raj.go("/attempts").click("Discovery certified").press("Begin the assessment")
    for level in raj.page.locator("input[type=radio][value='4']").all():
        level.press(" ")
    for seen in raj.page.locator("textarea[name^=evidence]").all():
        seen.fill(SAW)
    raj.page.locator("select[name=approver]").select_option(label="Carla Nunes")
    raj.press("Hand in the scores")
    carla = crew.carla.go("/").click("Discovery certified").press("Approve and certify")
    carla.go("/certificates").click("Discovery certified")
    db.session.rollback()
    serial = db.session.scalars(sa.select(Certificate.serial)).one()
    stranger = crew.visit(**crew.how).go(f"/certificates/verify/{serial}")
    assert "Maya Chen" in stranger.text


def a_ramp(crew: Crew) -> None:
    """10. A month later the certificate opens the second step, and the quota follows it day by day."""
    crew.site.later(days=32)
    maya = crew.maya.go("/ramps/mine")
    assert "25% of full quota" in maya.text
    assert "Discovery certified" in maya.text


def at(who: Visitor, crew: Crew, key: str) -> Visitor:
    """A module of Maya's plan, by its key."""
    db.session.rollback()
    return who.go(f"/modules/{next(each.id for each in modules(crew) if each.module.lineage.endswith(key))}")


def modules(crew: Crew) -> list[Assignment]:
    return db.session.scalars(sa.select(Plan)).one().assignments


def the_rest(crew: Crew, *left: str) -> None:
    """The other modules of the kinds that were shown, up to the first checkpoint; by the same actions, not by hand."""
    db.session.rollback()
    story = Story(crew.site.now, crew.team)
    for user in db.session.scalars(sa.select(User)):
        story.crew[user.name.split()[0].lower()] = user
    with clock.at(crew.site.now):
        learning.learn_all(story, "maya", left)
    crew.site.work()


def invitation(crew: Crew) -> str:
    db.session.rollback()
    mail = db.session.scalars(sa.select(OutboxMessage).where(OutboxMessage.template == "hire_welcome")).one()
    return re.search(r"(/invitation/\S+)", words(mail)[1])[1]  # type: ignore[index]
