"""Imports of deals and quotas: look first, then take, both by a worker; what every import did and could not do."""

from typing import Any

from flask import Response, current_app, render_template, request, url_for
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import StringField
from wtforms.validators import InputRequired, Length, Regexp

from webapp.access import actor, company, needs
from webapp.admin import bp
from webapp.answers import done, page
from webapp.figures import number
from webapp.forms import Form, asked
from webapp.paging import paged
from webapp.sentences import sentence
from webapp.spreadsheet import csv_answer
from webapp.translating import gettext as _
from workflows.errors import Refused
from workflows.insights.operations import Stand, stand
from workflows.permits import Role, may
from workflows.reasons import Reason
from workflows.sales import progress, queries
from workflows.sales.actions import importing
from workflows.sales.given import PARTS as WANTED
from workflows.sales.given import Given
from workflows.sales.records import ImportBatch
from workflows.sales.sources import Step

KINDS = {"deals": _l("Deals of a CRM"), "quotas": _l("Quotas")}
PARTS = {"pipeline": _l("Deals"), "teams": _l("Teams"), "products": _l("Products"), "accounts": _l("Customers"),
         "quotas": _l("Quotas")}
STEPS = {Step.reading: _l("Reading row %(done)s of %(total)s …"),
         Step.checking: _l("Checking row %(done)s of %(total)s …"),
         Step.writing: _l("Writing row %(done)s of %(total)s …"),
         Step.crediting: _l("Crediting row %(done)s of %(total)s …")}


class CurrencyForm(Form):
    currency = StringField(_l("Currency of all amounts"), [InputRequired(), Regexp("^[A-Z]{3}$", message=_l(
        "Three capital letters, such as USD."))], default="USD", description=_l("Three capital letters, such as USD."))
    source = StringField(_l("Name of the CRM"), [InputRequired(), Length(max=40), Regexp("^[a-z0-9-]+$", message=_l(
        "Small letters, digits and hyphens."))], default="crm",
        description=_l("References of deals are unique within it. Keep it the same from import to import."))


class DealsForm(CurrencyForm):
    pipeline = FileField(PARTS["pipeline"], [FileRequired()], description=_l(
        "Columns: opportunity_id, sales_agent, product, account, deal_stage, engage_date, close_date, close_value."))
    teams = FileField(PARTS["teams"], [FileRequired()], description=_l(
        "Columns: sales_agent, manager, regional_office. Who has no account gets one without an invitation."))
    products = FileField(PARTS["products"], [FileRequired()], description=_l("Columns: product, series, sales_price."))
    accounts = FileField(PARTS["accounts"], description=_l("Column: account. Mends the spelling of customers."))


class QuotasForm(CurrencyForm):
    quotas = FileField(PARTS["quotas"], [FileRequired()], description=_l(
        "Columns: sales_agent, month (2026-03), quota, label. Label a sample as one: pages repeat it."))


FORMS = {"deals": DealsForm, "quotas": QuotasForm}


@bp.get("/imports")
@needs(Role.operations)
def imports():
    rows, pages = paged(lambda number: queries.batches_for(actor(), number), queries.PAGE)
    return page("admin/imports.html", rows=rows, pages=pages,
                kinds=KINDS, imports=may(actor(), "import_batch.ask"))


@bp.route("/imports/new", methods=["GET", "POST"])
@company(Role.operations)
def new_import():
    """Asks for the files and keeps them; nothing is taken before somebody has looked."""
    kind = "quotas" if asked("kind") == "quotas" else "deals"
    form = FORMS[kind]()
    if form.validate_on_submit():
        with form.asking():
            batch = importing.ask_import(actor(), _given(kind, form))
            return done(url_for(".import_batch", batch_id=batch.id))
    return page("admin/import_new.html", form=form, kind=kind, kinds=KINDS, order=[*WANTED[kind], "currency", "source"])


@bp.get("/imports/<int:batch_id>")
@needs(Role.operations)
def import_batch(batch_id: int):
    """An import as far as it has come: on its way, what it would do, what came of it."""
    batch = queries.batch_for(actor(), batch_id)
    waits = batch.looked_at is None or (batch.confirmed_at is not None and batch.taken_at is None)
    if request.headers.get("HX-Request") and not waits:
        return Response(headers={"HX-Refresh": "true"})
    if waits:
        return _waiting(batch)
    return _result(batch) if batch.taken_at else page("admin/import_look.html", batch=batch, report=batch.report,
                                                      kinds=KINDS, parts=PARTS)


def _waiting(batch: ImportBatch):
    """The page while a worker is at it; for htmx the part that asks again until it is done."""
    job = queries.job_of(batch)
    here, told = stand(job) if job else Stand.waiting, progress.told(batch.id)
    facts = {"batch": batch, "kinds": KINDS, "here": here.value, "again": job is not None and job.tries > 0,
             "told": told, "said": _said(told) if told else ""}
    if request.headers.get("HX-Request"):
        return render_template("admin/_import_waiting.html", **facts)
    return page("admin/import_waiting.html", **facts)


def _said(told: progress.Progress) -> str:
    return str(STEPS[told.step]) % {"done": number(told.done), "total": number(told.total)}


def _result(batch: ImportBatch):
    rows, pages = paged(lambda number: (list(queries.quarantined_of(batch, number)), batch.quarantined), queries.PAGE)
    return page("admin/import_batch.html", batch=batch, rows=rows, kinds=KINDS, pages=pages, parts=PARTS)


@bp.post("/imports/<int:batch_id>/take")
@company(Role.operations)
def take_import(batch_id: int):
    importing.confirm_import(actor(), queries.batch_for(actor(), batch_id))
    return done(url_for(".import_batch", batch_id=batch_id))


@bp.get("/imports/<int:batch_id>/quarantined.csv")
@needs(Role.operations)
def quarantined_csv(batch_id: int):
    """The rows that were not taken, to mend them in a spreadsheet."""
    batch = queries.batch_for(actor(), batch_id)
    return csv_answer(f"quarantined-{batch.id}.csv", [_("File"), _("Line"), _("Column"), _("Reason"), _("Row")], [
        [str(PARTS.get(row.raw["file"], row.raw["file"])), row.line, row.raw["column"],
         " ".join(sentence(reason) for reason in row.reasons), row.raw["text"]]
        for row in queries.quarantined_of(batch, None)])


def _given(kind: str, form: Any) -> Given:
    """The files as they came with a form, the part left empty left out. Refused when they are too large together."""
    sent = {part: each for part in WANTED[kind] if (each := form[part].data) and each.filename}
    files = {part: (each.filename, each.read()) for part, each in sent.items()}
    for each in sent.values():
        each.close()
    limit = current_app.config["ONRAMP"].upload_limit
    if sum(len(content) for _, content in files.values()) > limit:
        raise Refused(Reason("sales.files-too-large", {"limit": limit // 2**20}))
    return Given(kind, form.currency.data, form.source.data, files)
