"""Pages: openings, the board of one, its text, candidates entered by hand."""

from flask import url_for
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import EmailField, SelectField, StringField, TelField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from webapp.access import actor, needs, open_to_visitor
from webapp.answers import done, page
from webapp.forms import Form, SeenForm, asked
from webapp.hiring import bp
from webapp.paging import paged
from webapp.translating import gettext as _
from webapp.zones import ZoneField, zone_of
from workflows.permits import Role, may
from workflows.recruiting import queries, queries_board
from workflows.recruiting.actions import applications
from workflows.recruiting.actions import openings as actions
from workflows.recruiting.actions.applications import Person, Upload
from workflows.recruiting.machine import ACTIVE, STAGE_LABELS, CandidacyState, RequisitionState
from workflows.recruiting.records import Opening, ScoreVisibility

SEEING = (Role.hiring_manager, Role.recruiter, Role.leader)
HIRING = (Role.hiring_manager, Role.recruiter)
# What other parts of hiring add to an opening: endpoint and what its link says.
MORE = (("hiring.interview_plan", _l("Interview plan")), ("hiring.match", _l("Match")))


class OpeningForm(SeenForm):
    title = StringField(_l("Title"), [InputRequired(), Length(max=160)])
    description = TextAreaField(_l("What candidates read"), [Length(max=8000)],
                                description=_l("What the job is, what a good first year looks like, what you offer."))
    visibility = SelectField(_l("Do interviewers see colleagues' scorecards?"), [InputRequired()], choices=[
        SelectChoice(ScoreVisibility.after_own.value, _l("After their own is submitted")),
        SelectChoice(ScoreVisibility.never.value, _l("Never")),
        SelectChoice(ScoreVisibility.always.value, _l("Always"))])


class AddCandidateForm(Form):
    name = StringField(_l("Name"), [InputRequired(), Length(max=160)])
    email = EmailField(_l("E-mail"), [InputRequired(), Length(max=320)])
    phone = TelField(_l("Phone"), [Length(max=40)])
    time_zone = ZoneField(_l("Their time zone"), description=_l("Invitations name the times in it."))
    source = StringField(_l("Where from?"), [Length(max=80)], description=_l("A referral, a fair, an agency."))
    consent_by_hand = StringField(_l("How did they agree that we keep their data?"), [InputRequired(), Length(max=200)],
                                  description=_l("“By phone on 2 March”. They may ask for it."))
    resume = FileField(_l("Résumé"), description=_l("PDF, DOCX, ODT, RTF, TXT or JSON Resume, at most 10 MB."))


def uploaded(field: FileField) -> Upload | None:
    """The file that was sent in this field, if one was."""
    sent = field.data
    return Upload(sent.filename, sent.read()) if sent and getattr(sent, "filename", "") else None


@bp.get("/openings")
@needs(*SEEING)
def openings():
    """Openings of one's teams, the open ones first."""
    rows, pages = paged(lambda number: queries.opening_list(actor(), number)[:2], queries.PAGE)
    return page("hiring/openings.html", rows=rows, counts=queries.counts_by_opening([each.id for each in rows]),
                pages=pages, published=queries.is_published,
                asks=actor().holds_anywhere(Role.hiring_manager, Role.leader))


@bp.get("/openings/<int:opening_id>")
@needs(*SEEING)
def opening(opening_id: int):
    """The board by stage, and the list of everybody with filter and search."""
    found = queries.opening(actor(), opening_id)
    wanted, words = asked("state"), asked("q")
    state = CandidacyState(wanted) if wanted in set(CandidacyState) else None
    counts = queries_board.state_counts(opening_id)
    rows, pages = paged(lambda number: queries_board.listed(
        opening_id, counts, state=state, words=words, page=number), queries.PAGE)
    return page("hiring/opening.html", opening=found, board=queries_board.board(found, counts), rows=rows, pages=pages,
                state=wanted, words=words, states=STAGE_LABELS, published=queries.is_published(found),
                more=_more(found), adds=may(actor(), "candidacy.add", found),
                filled=found.requisition.state is RequisitionState.filled,
                left=sum(number for at, number in counts.items() if at in ACTIVE))


@bp.route("/openings/<int:opening_id>/edit", methods=["GET", "POST"])
@needs(*HIRING)
def revise_opening(opening_id: int):
    found = queries.opening(actor(), opening_id)
    form = OpeningForm(data={"title": found.title, "description": found.description,
                             "visibility": found.visibility.value})
    if form.validate_on_submit():
        with form.asking():
            form.refuse_if_changed(found, "opening.revise")
            actions.revise(actor(), found, title=form.title.data, description=form.description.data,
                           visibility=ScoreVisibility(form.visibility.data))
            return done(url_for(".opening", opening_id=found.id), _("The opening is changed."))
    return page("hiring/opening_form.html", form=form, opening=found)


@bp.post("/openings/<int:opening_id>/close")
@needs(*HIRING)
def close_opening(opening_id: int):
    actions.close(actor(), queries.opening(actor(), opening_id))
    return done(url_for(".opening", opening_id=opening_id), _("The opening is off the careers page."))


@bp.post("/openings/<int:opening_id>/open-again")
@needs(*HIRING)
def open_opening_again(opening_id: int):
    actions.open_again(actor(), queries.opening(actor(), opening_id))
    return done(url_for(".opening", opening_id=opening_id), _("The opening is on the careers page again."))


@bp.route("/openings/<int:opening_id>/add-candidate", methods=["GET", "POST"])
@needs(*HIRING)
def add_candidate(opening_id: int):
    found = queries.opening(actor(), opening_id)
    form = AddCandidateForm(data={"time_zone": zone_of(found)})
    if form.validate_on_submit():
        with form.asking():
            who = Person(form.name.data, form.email.data, form.phone.data or "", time_zone=form.time_zone.data)
            made = applications.add_candidate(actor(), found, who, source=form.source.data or "",
                                              consent_by_hand=form.consent_by_hand.data, resume=uploaded(form.resume))
            return done(url_for(".candidacy", candidacy_id=made.id), _("%(name)s is a candidate.", name=form.name.data))
    return page("hiring/add_candidate.html", form=form, opening=found)


def _more(found: Opening) -> list[tuple[str, str]]:
    """(label, address) of what other parts of hiring say about this opening."""
    return [(label, url_for(endpoint, opening_id=found.id)) for endpoint, label in MORE
            if open_to_visitor(endpoint)]
