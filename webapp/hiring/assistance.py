"""Pages: the register of automated assistance, as a page and as a table to keep."""

import json
from functools import partial

from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from webapp.access import actor, company
from webapp.answers import page
from webapp.figures import number
from webapp.hiring import bp
from webapp.hiring.debriefs import DECISIONS
from webapp.paging import paged
from webapp.spreadsheet import csv_answer
from webapp.translating import gettext as _
from workflows.interviewing.queries.assistance import PAGE, Entry, register
from workflows.interviewing.records import Fit, FitPurpose
from workflows.permits import Role

PURPOSES = {FitPurpose.panel: _l("Adjusted levels and match of an opening"),
            FitPurpose.calibration: _l("Calibration of all interviewing")}
PRIORS = {"candidate": _l("candidates"), "candidate_competency": _l("candidate by competency"),
          "interviewer": _l("severity"), "interviewer_competency": _l("severity by competency"),
          "halo": _l("overall impression"), "question": _l("questions"), "residual": _l("chance")}
WITHHELD = _l("hidden while you may not see all its scorecards")
COLUMNS = ("fit", "purpose", "opening", "computed_at", "scorecards", "candidates_left_out", "latest_scorecard_at",
           "data_sha256", "basis_sha256", "priors", "seed", "method", "effective_sample_size", "seconds",
           "human_decisions")


@bp.get("/assistance")
@company(Role.operations)
def assistance():
    """Every computation that people may have looked at, newest first, with what they decided afterwards."""
    entries, pages = paged(partial(register, actor()), PAGE)
    return page("hiring/assistance.html", entries=entries, pages=pages, left_out=left_out_said, withheld=WITHHELD,
                purposes=PURPOSES, decided={each.value: label for each, label in DECISIONS.items()}, priors=priors_said)


def left_out_said(fit: Fit) -> str:
    """For whom a fit of fewer scorecards than there were is; nothing for one of all."""
    return "" if not fit.left_out else ngettext(
        "Without 1 candidate about whom a reader may not know yet what colleagues say.",
        "Without %(num)s candidates about whom a reader may not know yet what colleagues say.", fit.left_out)


def priors_said(priors: dict) -> list[tuple[str, str]]:
    """Each prior's scale in levels, under the name that people know from the calibration."""
    return [(_("Prior scale, %(name)s", name=PRIORS[name]), number(scale, 2)) for name, scale in priors.items()]


@bp.get("/assistance.csv")
@company(Role.operations)
def assistance_csv():
    return csv_answer("assistance.csv", COLUMNS, (_row(each) for each in register(actor(), None)[0]))


def _row(entry: Entry) -> list[object]:
    fit, told = entry.fit, [entry.fit.data_sha256, entry.fit.seed, "" if entry.fit.effective_sample_size is None
                            else round(entry.fit.effective_sample_size, 1)]
    data, seed, size = [str(WITHHELD)] * 3 if entry.withheld else told
    decisions = "; ".join(f"{each.decision} by {each.by or 'somebody who left'} at {each.at.isoformat()} "
                          f"(debrief {each.debrief_id})" for each in entry.decisions)
    return [fit.id, fit.purpose.value, fit.opening.title if fit.opening else "", fit.computed_at.isoformat(),
            fit.scorecards, fit.left_out, fit.latest_submitted_at.isoformat() if fit.latest_submitted_at else "", data,
            fit.basis_sha256, json.dumps(fit.priors, sort_keys=True), seed, fit.method, size, fit.seconds, decisions]
