"""Page: what all interviewing of the company measures: differences, reliability, drift, practice. Nobody by name."""

from dataclasses import dataclass

from flask import render_template, request, url_for
from flask_babel import lazy_gettext as _l

from webapp.access import actor, company
from webapp.answers import done, page
from webapp.figures import number
from webapp.hiring import bp
from webapp.hiring.debrief_words import percent
from webapp.sentences import sentence
from webapp.translating import gettext as _
from workflows.interviewing.actions import calibration as actions
from workflows.interviewing.queries.calibration import is_asked_for, newest_calibration
from workflows.permits import Role

COMPONENTS = {
    "candidate": (_l("Candidates"), _l("how candidates differ over all competencies: what interviews are for")),
    "candidate:competency": (_l("Candidate by competency"), _l("strong in one competency, weak in another")),
    "interviewer": (_l("Severity"), _l("some interviewers rate lower than others")),
    "interviewer:competency": (_l("Severity by competency"), _l("stricter on one competency than on another")),
    "candidate:interviewer": (_l("Overall impression"), _l("one interviewer's impression of one candidate colours all "
                                                           "their levels")),
    "question": (_l("Questions"), _l("some questions are harder than others")),
    "interviewer:quarter": (_l("Drift"), _l("the same interviewer is stricter in one quarter than in another")),
    "residual": (_l("Chance"), _l("everything that none of these explains")),
}


@dataclass(frozen=True)
class ComponentSaid:
    label: str
    sd: str
    share: str
    sentence: str


@bp.get("/calibration")
@company(Role.operations)
def calibration():
    """The page; for htmx the figures alone, which ask again until they are there."""
    (fit, withheld), asked = newest_calibration(actor()), is_asked_for(actions.WORK)
    answer = fit.answer if fit else None
    facts = {"fit": fit, "asked": asked, "answer": answer, "withheld": withheld,
             "components": components_said(answer["components"]) if answer else [],
             "decisions": decisions_said(answer["decisions"]) if answer else [],
             "practice": practice_said(answer["practice"]) if answer else [],
             "limits": [sentence(each) for each in limits(answer)] if answer else []}
    if request.headers.get("HX-Request"):
        return render_template("hiring/_calibration.html", **facts)
    return page("hiring/calibration.html", **facts)


@bp.post("/calibration/compute")
@company(Role.operations)
def compute_calibration():
    actions.ask_calibration(actor())
    return done(url_for(".calibration"), _("Asked for. The figures appear here when they are computed."))


def limits(answer: dict) -> list[dict]:
    """The stored reasons, factors by the names that the page uses for them."""
    return [{**each, "params": {key: _named(value) for key, value in each["params"].items()}}
            for each in answer["reasons"]]


def components_said(stored: list[dict]) -> list[ComponentSaid]:
    """Each component with its standard deviation in levels, its share, and what it is."""
    found = []
    for each in stored:
        label, about = COMPONENTS[each["name"]]
        if each["variance"] is None:
            found.append(ComponentSaid(label, _("not estimable"), "–", about))
        else:
            found.append(ComponentSaid(label, number(each["sd"], 2), percent(each["share"]), about))
    return found


def decisions_said(stored: list[dict]) -> list[dict]:
    """What so many interviewers would give: both reliabilities, how far off a level would be, and the sentence."""
    return [{"interviewers": each["interviewers"], "same": percent(each["same_panel"]),
             "any": percent(each["any_panel"]), "off": number(1.645 * each["sd"], 1),
             "sentence": _("With %(count)s interviewers, %(same)s of the difference between two candidates who met the "
                           "same people would be real; a level would be off by up to %(off)s nine times in ten.",
                           count=number(each["interviewers"]), same=percent(each["same_panel"]),
                           off=number(1.645 * each["sd"], 1))} for each in stored]


def practice_said(stored: dict) -> list[tuple[str, str, str]]:
    """Adherence and submission: label, figure, sentence."""
    def share(part: int, whole: int) -> str:
        return percent(part / whole) if whole else _("nothing yet")
    due = stored["due"] - stored["excused"]
    return [
        (_("Adherence to the kit"), share(stored["rated"], stored["planned"]),
         _("%(rated)s of %(planned)s competencies that kits planned were rated.", rated=number(stored["rated"]),
           planned=number(stored["planned"]))),
        (_("Scorecards handed in"), share(stored["submitted"], due),
         _("%(submitted)s of %(due)s interviews held have their scorecard; %(excused)s were excused.",
           submitted=number(stored["submitted"]), due=number(due), excused=number(stored["excused"]))),
        (_("In time"), share(stored["in_time"], stored["submitted"]),
         _("%(in_time)s of %(submitted)s scorecards came within a day of their due time.",
           in_time=number(stored["in_time"]), submitted=number(stored["submitted"])))]


def _named(value):
    if isinstance(value, list):
        return [_named(each) for each in value]
    known = COMPONENTS.get(value) if isinstance(value, str) else None
    return str(known[0]) if known else value
