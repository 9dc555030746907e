"""From a team's gap to a certified, ramping, paid rep: twelve steps, on both databases, with script and without."""

import pytest

from tests.journeys import crew as people
from tests.journeys import steps_hiring as hiring
from tests.journeys import steps_onboarding as onboarding
from tests.journeys import steps_selling as selling


@pytest.mark.parametrize(("database", "javascript"), [("sqlite", True), ("postgresql", False)], indirect=["database"],
                         ids=["SQLite, script", "PostgreSQL, no script"])
def test_the_way_from_a_gap_to_a_quota_is_blocked(session, site, visit, javascript, tmp_path):
    crew = people.gather(site, visit, javascript=javascript)
    hiring.a_vision_and_a_gap(crew)
    hiring.an_opening(crew)
    hiring.an_application(crew, tmp_path)
    hiring.a_plan_of_questions(crew)
    hiring.interviews_and_scorecards(crew)
    hiring.a_debrief(crew)
    hiring.an_offer_and_a_hire(crew)
    onboarding.a_plan(crew)
    onboarding.a_checkpoint_and_a_certificate(crew)
    onboarding.a_ramp(crew)
    selling.attainment_and_pay(crew, tmp_path)
    selling.coaching_and_back_to_the_gap(crew)
