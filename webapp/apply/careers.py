"""Pages for anybody: open seats, one seat, its posting for search engines, the application."""

from flask import Response, current_app, json, redirect, request, url_for
from flask_babel import get_locale
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import BooleanField, EmailField, StringField, TelField
from wtforms.validators import InputRequired, Length, Regexp

from webapp.access import public
from webapp.answers import page
from webapp.apply import bp
from webapp.forms import Form
from webapp.zones import ZoneField, zone_of
from workflows import clock
from workflows.people.queries_directory import company_name
from workflows.recruiting import queries, rules
from workflows.recruiting.actions import applications
from workflows.recruiting.actions.applications import Person, Upload
from workflows.recruiting.records import Opening


class ApplicationForm(Form):
    """What we need to know of somebody who applies, and not more."""

    name = StringField(_l("Your name"), [InputRequired(), Length(max=160)])
    email = EmailField(_l("Your e-mail"), [InputRequired(), Length(max=320), Regexp(
        rules.EMAIL, message=_l("This is not an e-mail address. Check it; we answer there."))],
        description=_l("We send you a link to your own page, where you see how it goes."),
        filters=[lambda typed: typed.strip() if typed else typed])
    phone = TelField(_l("Your phone"), [Length(max=40)])
    time_zone = ZoneField(_l("Your time zone"), render_kw={"data-own-zone": ""},
                          description=_l("We write the times of our talks in it."))
    resume = FileField(_l("Your résumé"), description=_l("PDF, DOCX, ODT, RTF, TXT or JSON Resume, at most 10 MB."))
    consent = BooleanField(_l("You may keep my application and use it to decide about this job"), [InputRequired(
        message=_l("We may keep your application only with your consent. Tick the box to send it."))],
        description=_l("You can withdraw at any time on your own page."))

    def upload(self) -> Upload | None:
        sent = self.resume.data
        return Upload(sent.filename, sent.read()) if sent and getattr(sent, "filename", "") else None


@bp.get("/careers")
@public
def careers():
    return page("apply/careers.html", openings=queries.published_openings(), company_name=company_name(),
                today=clock.today())


@bp.get("/careers/<slug>")
@public
def opening(slug: str):
    """One open seat. A closed one is no longer there."""
    return page("apply/opening.html", opening=queries.published_opening(slug), today=clock.today())


@bp.get("/careers/<slug>/posting")
@public
def posting(slug: str):
    """The seat as schema.org's JobPosting, at an address of its own since pages hold no inline script."""
    found = queries.published_opening(slug)
    return Response(json.dumps(_posting(found), ensure_ascii=False), mimetype="application/ld+json")


@bp.route("/careers/<slug>/apply", methods=["GET", "POST"])
@public
def application(slug: str):
    """The form. What is answered does not tell whether the address was known; the mail does."""
    found = queries.published_opening(slug)
    form = ApplicationForm(data={"time_zone": zone_of(found)})
    if form.validate_on_submit():
        with form.asking():
            who = Person(form.name.data, form.email.data, form.phone.data or "", str(get_locale() or "en"),
                         form.time_zone.data)
            applications.apply(found, who, resume=form.upload(), consent=form.consent.data,
                               address=request.remote_addr or "")
            return redirect(url_for(".received", slug=slug), 303)
    return page("apply/application.html", form=form, opening=found)


@bp.get("/careers/<slug>/received")
@public
def received(slug: str):
    return page("apply/received.html", opening=queries.published_opening(slug))


def _posting(found: Opening) -> dict:
    place = {"@type": "PostalAddress", "addressCountry": found.team.region}
    if found.team.office:
        place["addressLocality"] = found.team.office
    company = company_name() or current_app.config["ONRAMP"].public_url or request.host
    return {"@context": "https://schema.org", "@type": "JobPosting", "title": found.title,
            "description": found.description or found.title, "identifier": {
                "@type": "PropertyValue", "name": company, "value": found.slug},
            "datePosted": found.published_at.date().isoformat(), "totalJobOpenings": found.requisition.seats,
            **_start(found), "employmentType": "FULL_TIME",
            "directApply": True, "url": url_for(".opening", slug=found.slug, _external=True),
            "hiringOrganization": {"@type": "Organization", "name": company},
            "jobLocation": {"@type": "Place", "address": place}}


def _start(found: Opening) -> dict:
    """The first day, while it is still to come."""
    day = found.requisition.start_on
    return {"jobStartDate": day.isoformat()} if day > clock.today() else {}
