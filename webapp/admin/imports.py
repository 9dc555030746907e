"""Imports of deals and quotas: look first, then take; what every import did and could not do."""

from collections.abc import Mapping
from typing import Any

from flask import redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import StringField
from wtforms.validators import InputRequired, Length, Regexp

from webapp.access import actor, needs
from webapp.admin import bp
from webapp.admin.import_files import PARTS as WANTED
from webapp.admin.import_files import kept, uploaded
from webapp.answers import done, page
from webapp.forms import Form
from webapp.paging import paged
from webapp.sentences import sentence
from webapp.spreadsheet import csv_answer
from workflows.permits import Role, may
from workflows.sales import queries
from workflows.sales.actions import batches

KINDS = {"deals": _l("Deals of a CRM"), "quotas": _l("Quotas")}
PARTS = {"pipeline": _l("Deals"), "teams": _l("Teams"), "products": _l("Products"), "accounts": _l("Customers"),
         "quotas": _l("Quotas")}


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
                kinds=KINDS, imports=may(actor(), "import_batch.take"))


@bp.route("/imports/new", methods=["GET", "POST"])
@needs(Role.operations)
def new_import():
    """Asks for the files and keeps them; nothing is taken before somebody has looked."""
    kind = _kind(request.args)
    form = FORMS[kind]()
    if form.validate_on_submit():
        with form.asking():
            asked = uploaded(kind, form)
            asked.read()
            ids: dict[str, Any] = batches.keep_files(actor(), [(part, *each) for part, each in asked.files.items()])
            return done(url_for(".look_at_import", kind=kind, currency=asked.currency, source=asked.source, **ids))
    return page("admin/import_new.html", form=form, kind=kind, kinds=KINDS,
                order=[*WANTED[kind], "currency", "source"])


@bp.get("/imports/look")
@needs(Role.operations)
def look_at_import():
    """What taking the files would do; changes nothing."""
    kind = _kind(request.args)
    if not any(part in request.args for part in WANTED[kind]):
        return redirect(url_for(".new_import", kind=kind), 303)
    asked = kept(kind, request.args)
    return page("admin/import_look.html", kind=kind, kinds=KINDS, asked=asked, report=asked.look(), parts=PARTS,
                hidden={key: request.args[key] for key in ("kind", *WANTED[kind], "currency", "source")
                        if request.args.get(key)})


@bp.post("/imports/take")
@needs(Role.operations)
def take_import():
    batch = kept(_kind(request.form), request.form).take(actor())
    return done(url_for(".import_batch", batch_id=batch.id), _("The import is done."))


@bp.get("/imports/<int:batch_id>")
@needs(Role.operations)
def import_batch(batch_id: int):
    """What came of one import, with the rows it could not take."""
    batch = queries.batch_for(actor(), batch_id)
    rows, pages = paged(lambda number: (list(queries.quarantined_of(batch, number)), batch.quarantined), queries.PAGE)
    return page("admin/import_batch.html", batch=batch, rows=rows, kinds=KINDS,
                pages=pages, parts=PARTS)


@bp.get("/imports/<int:batch_id>/quarantined.csv")
@needs(Role.operations)
def quarantined_csv(batch_id: int):
    """The rows that were not taken, to mend them in a spreadsheet."""
    batch = queries.batch_for(actor(), batch_id)
    return csv_answer(f"quarantined-{batch.id}.csv", [_("File"), _("Line"), _("Column"), _("Reason"), _("Row")], [
        [str(PARTS.get(row.raw["file"], row.raw["file"])), row.line, row.raw["column"],
         " ".join(sentence(reason) for reason in row.reasons), row.raw["text"]]
        for row in queries.quarantined_of(batch, None)])


def _kind(given: Mapping[str, str]) -> str:
    """Deals unless quotas are asked for."""
    return "quotas" if given.get("kind") == "quotas" else "deals"
