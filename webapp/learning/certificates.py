"""Pages: certificates of oneself or of one's teams, their paper, and the public page that proves one."""

from flask import current_app, redirect, request, url_for
from flask_babel import lazy_gettext as _l
from wtforms import TextAreaField
from wtforms.validators import InputRequired, Length

from webapp.access import actor, needs, public
from webapp.answers import done, page
from webapp.flows import before_asking
from webapp.forms import Form
from webapp.learning import bp
from webapp.paging import paged
from webapp.papers import pdf_answer, printed
from webapp.spreadsheet import csv_answer
from webapp.translating import gettext as _
from workflows import clock
from workflows.certification.actions.certificates import revoke
from workflows.certification.machine import CertificateState
from workflows.certification.queries import attempts as attempt_reads
from workflows.certification.queries import certificates as reads
from workflows.certification.records import Certificate
from workflows.certification.rules import Standing
from workflows.permits import Role, may

READERS = (Role.leader, Role.operations, Role.coach, Role.assessor)
STANDINGS = {Standing.valid: (_l("Valid"), "good"), Standing.expiring: (_l("Ends soon"), "warn"),
             Standing.expired: (_l("Expired"), "neutral"), Standing.revoked: (_l("Revoked"), "bad")}


class RevokeForm(Form):
    reason = TextAreaField(_l("Why does it hold no more?"), [InputRequired(), Length(max=500)])


def badge(certificate: Certificate) -> tuple[str, str]:
    """(label, tone) of how a certificate stands today."""
    label, tone = STANDINGS[reads.standing(certificate, clock.today())]
    return str(label), tone


@bp.get("/certificates")
@needs(Role.rep, *READERS)
def certificates():
    """The rep's own with the way to the next, or the team's with what ends soon on top."""
    asked = request.args.get("show", "")
    only = Standing(asked) if asked in set(Standing) else None
    found, pages = paged(lambda number: reads.certificates_for(actor(), clock.today(), only, number),
                         attempt_reads.PER_PAGE)
    shown = [("", _l("All")), *((each.value, label) for each, (label, _tone) in STANDINGS.items())]
    tabs = [{"label": label, "href": url_for(".certificates", show=each or None), "current": each == (only or "")}
            for each, label in shown]
    return page("learning/certificates.html", rows=[(each, *badge(each)) for each in found], tabs=tabs,
                pages=pages, only=only, today=clock.today(),
                team=actor().holds_anywhere(*READERS), attempts=attempt_reads.own_attempts(actor()))


@bp.get("/certificates.csv")
@needs(Role.rep, *READERS)
def certificates_csv():
    """Every certificate one reads, days as ISO."""
    head = ["person", "email", "certificate", "valid_from", "last_day", "standing", "serial"]
    return csv_answer("certificates.csv", head, (
        [each.user.name, each.user.email, each.checkpoint.title, each.valid_from.isoformat(), each.last_on.isoformat(),
         reads.standing(each, clock.today()).value, each.serial] for each in reads.all_certificates_for(actor())),
        mark=False)


@bp.get("/certificates/<int:certificate_id>")
@needs()
def certificate(certificate_id: int):
    found = reads.certificate_for(actor(), certificate_id)
    label, tone = badge(found)
    others = [(each, *badge(each)) for each in reads.earlier_and_later(found)]
    revocable = found.state is CertificateState.issued and found.user_id != actor().user_id
    return page("learning/certificate.html", certificate=found, label=label, tone=tone, others=others,
                address=address(found), may_revoke=revocable and may(actor(), "certificate.revoke", found),
                days=(found.valid_until - clock.today()).days)


@bp.get("/certificates/<int:certificate_id>/paper.pdf")
@needs()
def certificate_paper(certificate_id: int):
    found = reads.certificate_for(actor(), certificate_id)
    return pdf_answer(printed("certificate.html", paper_data(found)), f"certificate-{found.serial}.pdf")


def paper_data(found: Certificate) -> dict:
    """What the paper says, as plain data; no score."""
    attempt = found.attempt
    return {"holder": found.user.name, "title": found.checkpoint.title, "dated": found.valid_from,
            "summary": found.checkpoint.body.get("summary") or "", "reference": found.serial,
            "valid_from": found.valid_from, "last_on": found.last_on, "address": address(found),
            "revoked": found.state is CertificateState.revoked,
            "proves": [[each.competency.name, int(each.reading.level)] for each in found.readings],
            "assessor": attempt.assessor.name if attempt.assessor else "",
            "approver": attempt.approver.name if attempt.approver else ""}


def address(found: Certificate) -> str:
    """The public page that proves it, complete."""
    base = current_app.config["ONRAMP"].public_url or request.host_url
    return base.rstrip("/") + url_for("learning.verify", code=found.serial)


@bp.route("/certificates/<int:certificate_id>/revoke", methods=["GET", "POST"])
@needs(Role.leader, Role.operations)
def revoke_certificate(certificate_id: int):
    found, form = reads.certificate_for(actor(), certificate_id), RevokeForm()
    before_asking("certificate.revoke", found)
    back = url_for(".certificate", certificate_id=found.id)
    if form.validate_on_submit():
        with form.asking():
            revoke(actor(), found, reason=form.reason.data)
            return done(back, _("Revoked. %(name)s has a mail.", name=found.user.name))
    return page("hiring/give_reason.html", form=form, title=_("Revoke the certificate"), submit=_("Revoke it"),
                kind="danger",
                crumbs=[(f"{found.checkpoint.title}: {found.user.name}", back), (_("Revoke"), None)], back=back,
                lead=_("It stays on record with your reason, which %(name)s reads. What it opened closes "
                       "with it.", name=found.user.name))


@bp.get("/certificates/verify")
@public
def verify_serial():
    """Where somebody types the number from a paper."""
    code = request.args.get("code", "").strip().upper()
    return redirect(url_for(".verify", code=code), 303) if code else page("learning/verify.html", found=None, code="")


@bp.get("/certificates/verify/<code>")
@public
def verify(code: str):
    """Name, checkpoint, dates and whether it holds; nothing else, to anybody."""
    found = reads.certificate_by_serial(code)
    if found is None:
        return page("learning/verify.html", found=None, code=code[:40])[0], 404
    label, tone = badge(found)
    return page("learning/verify.html", found=found, code=found.serial, label=label, tone=tone)
