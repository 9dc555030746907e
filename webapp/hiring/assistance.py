"""Pages: the register of automated assistance, as a page and as a table to keep."""

import json

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from webapp.access import company
from webapp.answers import page
from webapp.figures import number
from webapp.hiring import bp
from webapp.hiring.debriefs import DECISIONS
from webapp.paging import paged
from webapp.spreadsheet import csv_answer
from workflows.interviewing.queries.assistance import PAGE, Entry, register
from workflows.interviewing.records import FitPurpose
from workflows.permits import Role

PURPOSES = {FitPurpose.panel: _l("Adjusted levels and match of an opening"),
            FitPurpose.calibration: _l("Calibration of all interviewing")}
PRIORS = {"candidate": _l("candidates"), "candidate_competency": _l("candidate by competency"),
          "interviewer": _l("severity"), "interviewer_competency": _l("severity by competency"),
          "halo": _l("overall impression"), "question": _l("questions"), "residual": _l("chance")}
COLUMNS = ("fit", "purpose", "opening", "computed_at", "scorecards", "latest_scorecard_at", "data_sha256",
           "basis_sha256", "priors", "seed", "method", "effective_sample_size", "seconds", "human_decisions")


@bp.get("/assistance")
@company(Role.operations)
def assistance():
    """Every computation that people may have looked at, newest first, with what they decided afterwards."""
    entries, pages = paged(register, PAGE)
    return page("hiring/assistance.html", entries=entries, pages=pages,
                purposes=PURPOSES, decided={each.value: label for each, label in DECISIONS.items()}, priors=priors_said)


def priors_said(priors: dict) -> list[tuple[str, str]]:
    """Each prior's scale in levels, under the name that people know from the calibration."""
    return [(_("Prior scale, %(name)s", name=PRIORS[name]), number(scale, 2)) for name, scale in priors.items()]


@bp.get("/assistance.csv")
@company(Role.operations)
def assistance_csv():
    return csv_answer("assistance.csv", COLUMNS, (_row(each) for each in register(None)[0]))


def _row(entry: Entry) -> list[object]:
    fit = entry.fit
    decisions = "; ".join(f"{each.decision} by {each.by or 'somebody who left'} at {each.at.isoformat()} "
                          f"(debrief {each.debrief_id})" for each in entry.decisions)
    return [fit.id, fit.purpose.value, fit.opening.title if fit.opening else "", fit.computed_at.isoformat(),
            fit.scorecards, fit.latest_submitted_at.isoformat() if fit.latest_submitted_at else "", fit.data_sha256,
            fit.basis_sha256, json.dumps(fit.priors, sort_keys=True), fit.seed, fit.method,
            "" if fit.effective_sample_size is None else round(fit.effective_sample_size, 1), fit.seconds, decisions]
