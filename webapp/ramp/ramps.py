"""Pages: who is where on the ramp, one ramp, one's own."""

from flask import redirect, render_template, request, url_for

from webapp import charts
from webapp.access import actor, needs
from webapp.answers import page
from webapp.figures import day as say_day
from webapp.paging import paged
from webapp.papers import pdf_answer, printed
from webapp.ramp import bp
from webapp.ramp.pay import expected_for
from webapp.ramp.ramp_letter import letter_data
from webapp.ramp.ramp_moves import controls
from webapp.ramp.ramp_sheet import CSV_HEADS, SHOWN, chart_rows, csv_row, months, next_gates, steps
from webapp.spreadsheet import csv_answer
from webapp.translating import gettext as _
from workflows import clock
from workflows.flow import FLOWS
from workflows.money import exponent
from workflows.permits import Role, may
from workflows.ramp import queries
from workflows.ramp.outlook import outlook, outlooks
from workflows.ramp.records import Ramp

READERS = (Role.leader, Role.coach, Role.operations)


@bp.get("/ramps")
@needs(*READERS)
def ramps():
    found, pages = paged(lambda number: queries.ramps_for(actor(), clock.today(), number), queries.PER_PAGE)
    rows = [(each, next_gates(each)) for each in found]
    return page("ramp/ramps.html", rows=rows, pages=pages,
                capacity=queries.capacity_for(actor(), clock.today()), may_open=may(actor(), "ramp.open"))


@bp.get("/ramps.csv")
@needs(*READERS)
def ramps_csv():
    """Who is where, as a file: one row a ramp, days as ISO, shares in percent."""
    found, _total = queries.ramps_for(actor(), clock.today(), None)
    return csv_answer("ramps.csv", CSV_HEADS, (csv_row(each) for each in found), mark=False)


@bp.get("/ramps/<int:ramp_id>")
@needs()
def ramp(ramp_id: int):
    return _ramp_page(queries.ramp_for(actor(), ramp_id))


@bp.get("/ramps/mine")
@needs(Role.rep)
def mine():
    found = queries.my_ramp(actor())
    return _ramp_page(found) if found else page("ramp/no_ramp.html")


@bp.get("/ramps/mine/expected-pay")
@needs(Role.rep)
def my_expected_pay():
    """The part of one's own ramp about this month's pay; without script its page is a link away."""
    found = queries.my_ramp(actor())
    if not request.headers.get("HX-Request") or found is None:
        return redirect(url_for(".expected"), 303)
    return render_template("ramp/_expected_pay.html", expected=expected_for(found.user))


@bp.get("/ramps/<int:ramp_id>/quota.svg")
@needs()
def ramp_chart(ramp_id: int):
    found = queries.ramp_for(actor(), ramp_id)
    rows = months(outlook(found, clock.today()), queries.lines_of(found))
    form, most = ("M/yy", 9) if request.args.get("size") == "small" else ("MMM yy", SHOWN)
    spec = charts.ramp_steps(chart_rows(rows[:most], lambda on: say_day(on, form), 10 ** exponent(found.currency)),
                             unit=found.currency, quota_label=_("Quota of the month"), held_label=_("Held"))
    return charts.svg_answer(spec)


@bp.get("/ramps/<int:ramp_id>/letter.pdf")
@needs()
def ramp_letter(ramp_id: int):
    found = queries.ramp_for(actor(), ramp_id)
    told = queries.history(found)
    return pdf_answer(printed("ramp_letter.html", letter_data(found, told)), f"ramp-{ramp_id}.pdf")


def _ramp_page(found: Ramp):
    told = queries.history(found)
    seen = outlooks([found], clock.today(), told[::-1])[0]
    rows = months(seen, queries.lines_of(found))
    return page("ramp/ramp.html", ramp=found, seen=seen, steps=steps(seen, told), gates=next_gates(seen),
                months=rows, coming=[row for row in rows if not row.ended][:4], history=told,
                moves=FLOWS["ramp"].moves, labels=FLOWS["ramp"].labels, controls=controls(actor(), seen),
                own=found.user_id == actor().user_id)
