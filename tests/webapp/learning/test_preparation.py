"""Preparing for a checkpoint: the rubric is at hand, and somebody else says that the rep is ready."""

import pytest

from tests.browser import Browser
from tests.builders import certification
from tests.builders import onboarding as build
from workflows.errors import Refused
from workflows.onboarding.actions import modules
from workflows.onboarding.machine import AssignmentState

RUBRIC = "Rubric: Discovery certified"


@pytest.fixture
def plan(session):
    prepare = {"kind": "checkpoint-prep", "text": "Rate yourself.", "uses": "discovery-certified",
               "requires": ["first"]}
    return certification.plan(("first", {"text": "Read."}), ("prepare", prepare), gates=({"requires": ("first",)},))


def test_a_preparation_ends_without_the_coach_or_hides_the_rubric(plan, session, app):
    rep, coach = Browser(app).sign_in(plan.user), Browser(app).sign_in(plan.coach)
    page = f"/modules/{build.module_of(plan, 'prepare').id}"
    shown = rep.get(page)
    assert (RUBRIC in shown.text, "Hand in" in shown.buttons) == (False, False)
    modules.finish_reading(build.rep_of(plan), build.module_of(plan, "first"))
    assert "From event to number at 3." in rep.get(page).click(RUBRIC).text
    rep.get(page).submit("Hand in", {"text": "Opening: level 3, minute 4."})
    shown = coach.get(page)
    assert "Opening: level 3, minute 4." in shown.text
    shown.submit("Approve", {"feedback": "You are ready."})
    session.expire_all()
    assert build.module_of(plan, "prepare").state is AssignmentState.done


def test_a_rep_calls_a_preparation_done_alone(plan, session):
    modules.finish_reading(build.rep_of(plan), build.module_of(plan, "first"))
    with pytest.raises(Refused) as refused:
        modules.finish_reading(build.rep_of(plan), build.module_of(plan, "prepare"))
    assert [reason.code for reason in refused.value.reasons] == ["assignment.other-kind"]
