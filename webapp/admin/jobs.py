"""Pages: background work, what waits, what runs, what is stuck and why."""

from flask import url_for
from flask_babel import lazy_gettext as _l

from webapp.access import actor, company
from webapp.admin import bp
from webapp.answers import done, page
from webapp.forms import asked
from webapp.paging import paged
from webapp.translating import gettext as _
from workflows import jobs as work
from workflows.insights import operations as queries
from workflows.insights.operations import Stand
from workflows.jobs import Job
from workflows.permits import Role, may

KEEPERS = (Role.operations, Role.admin)
STATES = {Stand.waiting: (_l("Waiting"), "wait"), Stand.running: (_l("Running"), "info"),
          Stand.stuck: (_l("Stuck"), "bad"), Stand.done: (_l("Done"), "good")}
WORDS = {"recruiting.read_resume": _l("Read a résumé"), "pay.compute_month": _l("Compute the month's statements"),
         "interviewing.fit_opening": _l("Compare what interviewers rated"),
         "interviewing.fit_readers": _l("Compare ratings for those who may not see all of them"),
         "interviewing.fit_all_readers": _l("Look for whom ratings are to be compared"),
         "interviewing.remind_scorecard": _l("Remind of a scorecard"),
         "interviewing.remind_scorecards": _l("Look for scorecards that are late"),
         "offers.lapse": _l("Note offers whose last day passed"),
         "interviewing.read_scorecard": _l("Look through a scorecard's notes"),
         "interviewing.calibrate": _l("Compare how interviewers rate"),
         "onboarding.begin_plans": _l("Begin the plans of who starts today"),
         "onboarding.end_attempt": _l("End a quiz whose time is over"),
         "certification.open_again": _l("Open checkpoints that may be tried again"),
         "certification.remind": _l("Remind of certificates that end"),
         "sales.look_at_import": _l("Look at the files of an import"), "sales.take_import": _l("Take an import"),
         "goals.escalate": _l("Tell of goals nobody reviewed"), "ramp.review_all": _l("Look at every ramp's next step")}


@bp.get("/jobs")
@company(*KEEPERS)
def jobs():
    """Background work, newest first."""
    state = asked("state") if asked("state") in set(Stand) else ""
    rows, pages = paged(lambda number: queries.jobs(Stand(state) if state else None, number)[:2], queries.PAGE)
    return page("admin/jobs.html", rows=[(each, words(each), STATES[queries.stand(each)]) for each in rows],
                pages=pages, state=state, states=STATES,
                counts=queries.job_counts(), tries=work.TRIES)


@bp.get("/jobs/<int:job_id>")
@company(*KEEPERS)
def job(job_id: int):
    """One job: when it was asked for, how often it was tried, what went wrong."""
    found = queries.job(job_id)
    here = queries.stand(found)
    return page("admin/job.html", job=found, name=words(found), label=STATES[here], tries=work.TRIES,
                may_retry=here in (Stand.waiting, Stand.stuck) and may(actor(), "job.retry", found))


@bp.post("/jobs/<int:job_id>/retry")
@company(*KEEPERS)
def retry_job(job_id: int):
    work.retry(actor(), queries.job(job_id))
    return done(url_for(".job", job_id=job_id), _("The next free worker does it."))


def words(found: Job) -> str:
    """The job as people call it."""
    place, what = found.work.split(".", 1)
    return str(WORDS.get(found.work) or f"{place.capitalize()}: {what.replace('_', ' ')}")
