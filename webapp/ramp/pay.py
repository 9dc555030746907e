"""Pages: statements, what a rep can expect this month, and what operations do with statements."""

from dataclasses import dataclass
from datetime import timedelta

from flask import request, url_for
from flask_babel import lazy_gettext as _l
from wtforms import MonthField
from wtforms.validators import InputRequired

from webapp import flows
from webapp.access import actor, company, needs
from webapp.answers import done, page
from webapp.forms import Form
from webapp.numbers import version_seen
from webapp.paging import paged
from webapp.papers import pdf_answer, printed
from webapp.ramp import bp
from webapp.ramp.pay_sheet import CSV_HEADS, as_paper, csv_rows, fresh_rows, month_words, rows
from webapp.ramp.periods import words
from webapp.spreadsheet import csv_answer
from webapp.translating import gettext as _
from workflows import clock
from workflows.errors import Refused
from workflows.money import Money
from workflows.pay import queries
from workflows.pay.actions import statements as actions
from workflows.pay.explaining import summary
from workflows.pay.machine import StatementState
from workflows.pay.queries import Expected
from workflows.pay.records import Statement
from workflows.pay.running import month_of
from workflows.people.records import User
from workflows.permits import Role, may
from workflows.reasons import Reason, Reasons


class MonthForm(Form):
    month = MonthField(_l("Month"), [InputRequired()], description=_l("A month that is over."))


@dataclass(frozen=True)
class Outlook:
    """A rep's expected pay for the running month, or the reasons why there is none; with a deal more, if asked."""

    month: str
    found: Expected | None = None
    reasons: Reasons = ()
    asked: Money | None = None

    @property
    def now(self):
        return self.found.estimate.now if self.found else None

    @property
    def then(self):
        return self.found.estimate.then if self.found and self.asked else None


def expected_for(user: User, asked: str = "") -> Outlook:
    """What `user` can expect for this month; `asked` is the value of one more deal, in whole units."""
    today = clock.today()
    month = words(month_of(today))
    try:
        found = queries.expected_pay(user, today)
        more = Money.parse(asked.replace(",", ""), found.plan.currency) if asked.strip() else None
        if more and more.minor > 0:
            return Outlook(month, queries.expected_pay(user, today, more.minor), asked=more)
        return Outlook(month, found)
    except Refused as refused:
        return Outlook(month, reasons=refused.reasons)


@bp.get("/pay/expected")
@needs(Role.rep)
def expected():
    me = queries.person_for(actor(), actor().user_id or 0)
    asked = request.args.get("value", "")
    found = expected_for(me, asked)
    shown = found.then or found.now
    return page("ramp/expected.html", expected=found, asked=asked, shown=shown,
                rows=fresh_rows(shown.lines, shown.currency) if shown else [], summary=summary(shown) if shown else [],
                assignment=queries.assignment_of(me.id, clock.today()))


@bp.get("/statements")
@needs(Role.rep, Role.operations)
def statements():
    runs = may(actor(), "statement.compute")
    found, pages = paged(lambda number: queries.statements_for(actor(), number), queries.PER_PAGE)
    last = month_of(clock.today().replace(day=1) - timedelta(days=1))
    closes = may(actor(), "statement.compute_month")
    form = MonthForm(formdata=None, data={"month": last.from_on}) if closes else None
    return page("ramp/statements.html", statements=found, pages=pages, runs=runs, month_form=form,
                last=words(last), last_on=last.from_on, month_words=month_words,
                missing=queries.without_statement(actor(), last) if runs else [], own=actor().holds_anywhere(Role.rep))


@bp.post("/statements/compute-month")
@company(Role.operations)
def compute_month():
    form = MonthForm()
    if form.validate_on_submit():
        actions.ask_for_month(actor(), form.month.data)
        return done(url_for(".statements"), _("The worker computes them now. Come back to this page in a moment."))
    raise Refused(Reason("statement.which-month"))


@bp.post("/people/<int:user_id>/statements/compute")
@needs(Role.operations)
def compute_statement(user_id: int):
    form = MonthForm()
    if not form.validate_on_submit():
        raise Refused(Reason("statement.which-month"))
    made = actions.compute_statement(actor(), queries.person_for(actor(), user_id), form.month.data)
    return done(url_for(".statement", statement_id=made.id), _("Computed. Check it, then release it."))


@bp.get("/statements/<int:statement_id>")
@needs(Role.rep, Role.operations)
def statement(statement_id: int):
    found = queries.statement_for(actor(), statement_id)
    own = found.user_id == actor().user_id
    return page("ramp/statement.html", statement=found, rows=list(rows(found)), month=month_words(found), own=own,
                disputes=queries.disputes_of(found.id), versions=queries.versions_of(actor(), found),
                moves=[each for each in flows.buttons(actor(), found, _blockers(found))
                       if each.move.trigger != "supersede"],
                may_compute=may(actor(), "statement.compute", found), may_dispute=own and _read(found))


def _read(found: Statement) -> bool:
    return found.state in (StatementState.released, StatementState.paid)


def _blockers(found: Statement) -> dict[str, Reasons]:
    why = actions.correction_blocker(found) if found.corrects_id else None
    return {"pay": (why,)} if why else {}


@bp.get("/statements/<int:statement_id>/statement.csv")
@needs(Role.rep, Role.operations)
def statement_csv(statement_id: int):
    found = queries.statement_for(actor(), statement_id)
    return csv_answer(f"{_file_name(found)}.csv", CSV_HEADS, csv_rows(found), mark=False)


@bp.get("/statements/<int:statement_id>/statement.pdf")
@needs(Role.rep, Role.operations)
def statement_pdf(statement_id: int):
    found = queries.statement_for(actor(), statement_id)
    return pdf_answer(printed("statement.html", as_paper(found)), f"{_file_name(found)}.pdf")


def _file_name(found: Statement) -> str:
    return f"statement-{found.from_on:%Y-%m}-{found.number}"


def _seen() -> int | None:
    return version_seen(request.form.get("version"))


@bp.post("/statements/<int:statement_id>/release")
@needs(Role.operations)
def release_statement(statement_id: int):
    actions.release(actor(), queries.statement_for(actor(), statement_id), version=_seen())
    return done(url_for(".statement", statement_id=statement_id), _("Released. The rep has a mail."))


@bp.post("/statements/<int:statement_id>/pay")
@needs(Role.operations)
def pay_statement(statement_id: int):
    actions.pay(actor(), queries.statement_for(actor(), statement_id), version=_seen())
    return done(url_for(".statement", statement_id=statement_id), _("Marked as paid."))

