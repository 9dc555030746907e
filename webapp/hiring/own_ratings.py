"""Page: how one rates beside one's peers, for one's own eyes."""

from webapp.access import actor, needs
from webapp.answers import page
from webapp.hiring import bp
from webapp.hiring.debrief_words import severity_said
from webapp.translating import gettext as _
from workflows.interviewing.queries.severities import OwnRating, own_ratings
from workflows.permits import Role


@bp.get("/my-ratings")
@needs(Role.interviewer, Role.recruiter, Role.hiring_manager)
def my_ratings():
    """Per opening; nobody else has this page of one's own."""
    return page("hiring/my_ratings.html", rows=[(each, rating_said(each)) for each in own_ratings(actor())])


def rating_said(own: OwnRating) -> str:
    """How one rates in one opening, or why it is not said."""
    if own.never:
        return _("This opening never shows what comes of colleagues' scorecards, so there is nothing to compare with.")
    if own.writing:
        return _("You are still to write a scorecard here. How you rate is shown once all of yours are in.")
    if own.deciding:
        return _("You decide here and are still to write your own words first. How you rate is shown after that.")
    if own.severity is None:
        return _("Not computed yet. Look again in a moment.")
    return severity_said(own.severity)
