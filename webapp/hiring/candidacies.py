"""Pages: one candidate's way through one opening."""

from datetime import timedelta

from flask import Response, url_for
from flask_babel import format_timedelta
from flask_babel import lazy_gettext as _l
from wtforms import TextAreaField
from wtforms.validators import InputRequired, Length

from webapp.access import actor, needs, open_to_visitor
from webapp.answers import done, page
from webapp.flows import before_asking, buttons, tone
from webapp.forms import Form, VersionedForm
from webapp.hiring import bp
from webapp.hiring.requisitions import ReasonForm
from webapp.hiring.what_follows import OF_CANDIDACIES
from webapp.translating import gettext as _
from webapp.where import where
from workflows import clock, files
from workflows.errors import NotFound
from workflows.flow import FLOWS
from workflows.interviewing.queries.debriefs import debrief_of
from workflows.offers.queries import last_offer
from workflows.permits import Role, may
from workflows.reasons import Reason
from workflows.recruiting import queries
from workflows.recruiting.actions import applications, candidacies
from workflows.recruiting.machine import STAGE_LABELS, CandidacyState
from workflows.recruiting.records import Candidacy

SEEING = (Role.hiring_manager, Role.recruiter, Role.leader)
# Moves made here. A debrief is opened, an offer decided and a hire made on pages of their own.
HERE = ("screen", "interview", "decline", "pool", "withdraw", "reopen")
# What other parts of hiring add to a candidacy: endpoint and what its link says.
MORE = (("hiring.candidacy_interviews", _l("Interviews and debrief")),)

MAIL_NAMES = {"application_received": _l("Application received"), "application_again": _l("Applied already"),
              "application_declined": _l("Application declined"), "application_pooled": _l("Talent pool"),
              "application_withdrawn": _l("Application withdrawn"), "candidate_link": _l("Link to their page"),
              "interview_candidate": _l("Invitation to an interview"),
              "interview_called_off_candidate": _l("Interview called off"), "offer_sent": _l("Offer"),
              "offer_withdrawn": _l("Offer withdrawn"), "hire_welcome": _l("Welcome to the team")}


class CommentForm(Form):
    text = TextAreaField(_l("Comment"), [InputRequired(), Length(max=candidacies.LONGEST_COMMENT)],
                         description=_l("Colleagues read it, the candidate does not."))


@bp.get("/candidacies/<int:candidacy_id>")
@needs(*SEEING)
def candidacy(candidacy_id: int):
    """Where it stands, how it got there, what the résumé says, what colleagues say, what was mailed."""
    return _shown(queries.candidacy(actor(), candidacy_id), CommentForm())


@bp.post("/candidacies/<int:candidacy_id>/comments")
@needs(*SEEING)
def add_comment(candidacy_id: int):
    found, form = queries.candidacy(actor(), candidacy_id), CommentForm()
    if form.validate_on_submit():
        with form.asking():
            candidacies.comment(actor(), found, text=form.text.data)
            return done(url_for(".candidacy", candidacy_id=candidacy_id), _("Your comment is there."))
    return _shown(found, form)


@bp.post("/candidacies/<int:candidacy_id>/send-link")
@needs(Role.hiring_manager, Role.recruiter)
def send_candidate_link(candidacy_id: int):
    applications.send_link(actor(), queries.candidacy(actor(), candidacy_id))
    return done(url_for(".candidacy", candidacy_id=candidacy_id), _("A fresh link is on its way by mail."))


@bp.get("/candidacies/<int:candidacy_id>/resume")
@needs(*SEEING)
def resume_file(candidacy_id: int):
    """The résumé as it was sent, to keep; it never opens inside our pages."""
    kept = queries.resume_of(queries.candidacy(actor(), candidacy_id).id)
    if kept is None:
        raise NotFound(Reason("record.gone"))
    answer = Response(files.read(kept.file), mimetype=kept.file.media_type)
    answer.headers.set("Content-Disposition", "attachment", filename=kept.file.name)
    return answer


@bp.route(f"/candidacies/<int:candidacy_id>/<any({', '.join(HERE)}):verb>", methods=["GET", "POST"])
@needs(*SEEING)
def move_candidacy(candidacy_id: int, verb: str):
    """Asks for the reason where a move needs one, then makes the move."""
    found, move = queries.candidacy(actor(), candidacy_id), FLOWS["candidacy"].moves[verb]
    before_asking(f"candidacy.{verb}", found)
    form = (ReasonForm if move.needs_reason else VersionedForm)(data={"version": str(found.version)})
    if form.validate_on_submit():
        with form.asking(found):
            candidacies.advance(actor(), found, verb, version=form.seen,
                                reason=form.reason.data if move.needs_reason else None)
            return done(url_for(".candidacy", candidacy_id=found.id), _("Done: %(what)s.", what=_(move.label)))
    return page("hiring/move.html", form=form, move=move, name=found.candidate.name, lead=OF_CANDIDACIES[verb],
                back=url_for(".candidacy", candidacy_id=found.id))


def _shown(found: Candidacy, form: CommentForm):
    resume = queries.resume_of(found.id)
    return page("hiring/candidacy.html", candidacy=found, form=form, resume=resume, more=_more(found), path=path(found),
                history=history(found), comments=queries.comments_of(found.id),
                mails=queries.mail_to(found.candidate_id), mail_names=MAIL_NAMES,
                moves=[each for each in buttons(actor(), found) if each.move.trigger in HERE],
                writes=may(actor(), "candidate.send_link", found))


def path(found: Candidacy) -> list[dict]:
    """The opening's stages with where this candidacy stands; an end without a hire stops at its last stage."""
    kinds = [stage.kind for stage in found.opening.stages]
    ended = found.state in candidacies.ENDED_WITHOUT_HIRE
    last = found.stage.kind if found.stage else found.state
    at = len(kinds) if found.state is CandidacyState.hired else kinds.index(last) if last in kinds else 0
    here = "stopped" if ended else "now"
    stages = found.opening.stages[:at + 1] if ended else found.opening.stages
    return [{"label": _(stage.name), "state": "done" if n < at else here if n == at else "todo",
             "note": _since(found) if n == at and not ended else ""} for n, stage in enumerate(stages)]


def history(found: Candidacy) -> list[dict]:
    """The moves, newest first, each with the time spent in the stage it left."""
    moves, entries = list(found.moves), []
    for before, move in zip([None, *moves], moves, strict=False):
        spent = _("After %(time)s in “%(stage)s”", time=_span(move.at - before.at),
                  stage=_(STAGE_LABELS[before.after])) if before else ""
        entries.append({"at": move.at, "title": _(STAGE_LABELS[move.after]), "tone": tone(move.after.value),
                        "text": ". ".join(filter(None, [move.reason and move.reason.rstrip("."), spent])),
                        "who": move.actor_name or found.candidate.name})
    return entries[::-1]


def _since(found: Candidacy) -> str:
    return _("for %(time)s", time=_span(clock.now() - found.stage_since_at))


def _span(spent: timedelta) -> str:
    return format_timedelta(spent, threshold=1.5) if spent >= timedelta(hours=1) else _("less than an hour")


def _more(found: Candidacy) -> list[tuple[str, str]]:
    """What to go on with: interviews, and from the decision on the offer, or the form that drafts it."""
    links = [(label, url_for(endpoint, candidacy_id=found.id)) for endpoint, label in MORE if open_to_visitor(endpoint)]
    if found.state not in (CandidacyState.offer, CandidacyState.hired) or not open_to_visitor("hiring.offers"):
        return links
    if last := last_offer(found.id):
        return [*links, (_("See the offer"), where("offer", last.id))]
    debrief = debrief_of(found.id)
    if debrief is None or not may(actor(), "offer.draft", found):
        return links
    return [*links, (_("Draft the offer"), url_for(".draft_offer", debrief_id=debrief.id))]
