"""What follows from what: one table from event to handlers, all in the transaction of the action that announced it."""

from collections.abc import Mapping

from workflows import handovers
from workflows.acting import Handler
from workflows.certification.actions import attempts, certificates
from workflows.certification.machine import CertificateRevoked, Certified
from workflows.coaching.actions import kudos
from workflows.coaching.actions.plans import open_for_hold
from workflows.goals import actions as goals
from workflows.interviewing.actions import calibration, fits, readings, reminders
from workflows.interviewing.actions.debriefs import end_debrief_of
from workflows.interviewing.actions.interviews import cancel_interviews_of, prepare_interviews_of
from workflows.interviewing.machine import ScorecardReopened, ScorecardSubmitted
from workflows.jobs import Work
from workflows.offers.actions.lapsing import lapse_offers, withdraw_offer_of
from workflows.offers.machine import Hired
from workflows.onboarding.actions import quizzes
from workflows.onboarding.actions.plans import begin_plans, cancel_plans_of, open_plan_for
from workflows.onboarding.machine import ModuleDone, PlanOpened
from workflows.pay.actions import statements as pay_statements
from workflows.pay.actions.assignments import assign_hired
from workflows.people.events import PersonLeft
from workflows.ramp.actions import daily as ramps
from workflows.ramp.actions.leave import end_ramp_of
from workflows.ramp.actions.opening import open_ramp_for
from workflows.ramp.machine import RampHeld, RampMoved
from workflows.recruiting.actions import letters, resumes
from workflows.recruiting.machine import CandidacyClosed, ToBeInterviewed
from workflows.sales.actions import importing
from workflows.sales.events import CreditsChanged

TABLE: Mapping[type, tuple[Handler, ...]] = {
    CandidacyClosed: (cancel_interviews_of, end_debrief_of, withdraw_offer_of, fits.fit_again, letters.tell_closed),
    ScorecardReopened: (fits.fit_again,),
    ScorecardSubmitted: (fits.fit_again,),
    Hired: (open_plan_for, assign_hired, open_ramp_for),
    PlanOpened: (attempts.open_at_start,),
    ModuleDone: (attempts.open_after, ramps.module_done),
    Certified: (ramps.certified, kudos.thank_for_certificate),
    CertificateRevoked: (ramps.certificate_revoked,),
    RampHeld: (open_for_hold,),
    RampMoved: (kudos.thank_for_full_ramp,),
    CreditsChanged: (kudos.thank_for_first_deals,),
    ToBeInterviewed: (prepare_interviews_of,),
    PersonLeft: (cancel_plans_of, end_ramp_of, handovers.hand_over),
}

JOBS: Mapping[str, Work] = {
    "pay.compute_month": pay_statements.compute_month,
    "goals.escalate": goals.escalate_missed_reviews,
    "interviewing.calibrate": calibration.calibrate_interviewing,
    "interviewing.fit_all_readers": fits.fit_all_readers,
    "interviewing.fit_opening": fits.fit_opening,
    "interviewing.fit_readers": fits.fit_readers,
    "interviewing.read_scorecard": readings.read_scorecard,
    "interviewing.remind_scorecard": reminders.remind_scorecard,
    "interviewing.remind_scorecards": reminders.remind_scorecards,
    "offers.lapse": lapse_offers,
    "recruiting.read_resume": resumes.read_resume,
    "onboarding.begin_plans": begin_plans,
    "onboarding.end_attempt": quizzes.end_attempt,
    "certification.open_again": certificates.open_again,
    "certification.remind": certificates.remind,
    "ramp.review_all": ramps.review_all,
    "sales.look_at_import": importing.look_at_import,
    "sales.take_import": importing.take_import,
}

DAILY: tuple[str, ...] = ("goals.escalate", "interviewing.calibrate", "interviewing.fit_all_readers",
                         "interviewing.remind_scorecards", "onboarding.begin_plans", "offers.lapse",
                         "certification.open_again", "certification.remind", "ramp.review_all", "pay.compute_month")
"""The jobs that time alone brings, asked for once a day with that `day` (ISO); each may safely run twice."""
