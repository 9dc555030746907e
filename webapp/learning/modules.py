"""Pages: one module, whatever its kind, and what its owner, coach or observer does there."""

from functools import lru_cache

from flask import Response, request, url_for
from flask_babel import lazy_gettext as _l
from markupsafe import Markup
from wtforms import FileField, HiddenField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from webapp.access import actor, needs
from webapp.answers import done, page
from webapp.forms import Form, readable
from webapp.learning import bp
from webapp.learning.plans import keeping, why
from webapp.numbers import whole
from webapp.translating import gettext as _
from workflows import clock, files
from workflows.certification.queries.attempts import newest_at
from workflows.errors import NotFound
from workflows.onboarding import queries
from workflows.onboarding.actions import modules as actions
from workflows.onboarding.actions import quizzes
from workflows.onboarding.authored_modules import ModuleKind, checklist, lesson, quiz_rules, role_play
from workflows.onboarding.queries_page import ground_of
from workflows.onboarding.records import Assignment
from workflows.onboarding.rules import attempt_blockers
from workflows.permits import may
from workflows.reasons import Reason

KINDS = {ModuleKind.reading: _l("Reading"), ModuleKind.quiz: _l("Quiz"), ModuleKind.checklist: _l("Checklist"),
         ModuleKind.acknowledgement: _l("Acknowledgement"), ModuleKind.role_play: _l("Role-play"),
         ModuleKind.assignment: _l("Assignment"), ModuleKind.shadow_log: _l("Call log"),
         ModuleKind.checkpoint_prep: _l("Preparation")}


class SignForm(Form):
    typed_name = StringField(_l("Your full name"), [InputRequired(), Length(max=160)],
                             description=_l("Typing it is your signature under the text above."))
    shown_sha256 = HiddenField()


class HandInForm(Form):
    text = TextAreaField(_l("Your answer"), [Length(max=20_000)])
    file = FileField(_l("File"), description=_l("If it does not fit into words: PDF, DOCX, ODT, RTF or TXT, "
                                                      "at most 10 MB."))


class ReviewForm(Form):
    feedback = TextAreaField(_l("What was good, what next"), [Length(max=4000)])


class BackForm(Form):
    reason = TextAreaField(_l("What is missing?"), [InputRequired(), Length(max=1000)])


class HelpForm(Form):
    text = TextAreaField(_l("Where are you stuck?"), [InputRequired(), Length(max=4000)])


@lru_cache(maxsize=256)
def html(markdown: str) -> Markup:
    """Markdown as clean HTML: no scripts, no styles, no raw tags."""
    import nh3  # slow import
    from markdown_it import MarkdownIt  # slow import

    made = MarkdownIt("commonmark", {"html": False}).enable("table").render(markdown)
    return Markup(nh3.clean(made, attributes={"a": {"href", "title"}, "td": set(), "th": set()}))


def module_page(found: Assignment, form: Form | None = None):
    """The module's page; `form` is one that has to be shown again with its errors."""
    kind = ModuleKind(found.module.kind)
    mine, open_ = found.owner_id == actor().user_id, found.state not in queries.CLOSED
    shown = {"assignment": found, "kind": kind, "kind_label": KINDS[kind], "why": why(ground_of(found)), "mine": mine,
             "open": open_, "blocked": queries.blocked(found) if open_ else (), "form": form, "keeping": keeping(found),
             "text": html(lesson(found.module.body)), "calls": queries.help_calls(found.id),
             "due_moves": queries.due_moves(found.id), "reviewing": _reviewing(found),
             "rep": found.plan.user_id == actor().user_id}
    looks = ModuleKind.assignment if kind is ModuleKind.shadow_log else kind
    return page(f"learning/module_{looks.name}.html", **shown, **PARTS[kind](found, form))


def _reviewing(found: Assignment) -> bool:
    return found.plan.user_id != actor().user_id and may(actor(), "assignment.approve", found)


def _sign(found: Assignment, form: Form | None) -> dict:
    text = queries.conduct(found.module.body.get("uses", ""))
    words = lesson(text.body)
    sign = form or SignForm(data={"shown_sha256": actions.text_sha256(words)})
    return {"conduct": html(words), "title": text.title, "sign": sign,
            "signed": queries.acknowledgement_of(found.plan.user_id, text.id)}


def _ticks(found: Assignment, form: Form | None) -> dict:
    return {"items": checklist(found.module), "ticks": queries.ticks(found.id)}


def _work(found: Assignment, form: Form | None) -> dict:
    return {"hand_in": form if isinstance(form, HandInForm) else HandInForm(data={"text": found.handed_in or ""}),
            "review": form if isinstance(form, ReviewForm) else ReviewForm(formdata=None),
            "back": form if isinstance(form, BackForm) else BackForm(formdata=None)}


def _prep(found: Assignment, form: Form | None) -> dict:
    return {**_work(found, form), "attempt": newest_at(found.plan_id, found.module.body.get("uses", ""))}


def _play(found: Assignment, form: Form | None) -> dict:
    return {"script": role_play(found.module), "plays": queries.role_plays(found.id),
            "given": {name: readable(typed) for name, typed in request.form.items()}}


def _quiz(found: Assignment, form: Form | None) -> dict:
    """What ran out of time counts as ended, so that nobody is sent back into it."""
    sat, rules = quizzes.attempts(found.id), quiz_rules(found.module)
    running = quizzes.running(sat)
    ended = [at for at in map(quizzes.ended_at, sat) if at]
    return {"quiz": rules, "attempts": sat, "running": running,
            "in_the_way": () if running else attempt_blockers(rules, ended, clock.now())}


def _nothing(found: Assignment, form: Form | None) -> dict:
    return {}


PARTS = {ModuleKind.acknowledgement: _sign, ModuleKind.checklist: _ticks, ModuleKind.assignment: _work,
         ModuleKind.shadow_log: _work, ModuleKind.role_play: _play, ModuleKind.quiz: _quiz,
         ModuleKind.reading: _nothing, ModuleKind.checkpoint_prep: _prep}


def _back(assignment_id: int, message: str):
    return done(url_for(".module", assignment_id=assignment_id), message)


@bp.get("/modules/<int:assignment_id>")
@needs()
def module(assignment_id: int):
    return module_page(queries.assignment_for(actor(), assignment_id))


@bp.post("/modules/<int:assignment_id>/read")
@needs()
def finish_reading(assignment_id: int):
    actions.finish_reading(actor(), queries.assignment_for(actor(), assignment_id))
    return _back(assignment_id, _("Done. It counts in your plan."))


@bp.post("/modules/<int:assignment_id>/acknowledge")
@needs()
def acknowledge(assignment_id: int):
    found, form = queries.assignment_for(actor(), assignment_id), SignForm()
    if form.validate_on_submit():
        with form.asking():
            actions.acknowledge(actor(), found, typed_name=form.typed_name.data,
                                shown_sha256=form.shown_sha256.data or "")
            return _back(assignment_id, _("Signed."))
    return module_page(found, form)


@bp.post("/modules/<int:assignment_id>/tick")
@needs()
def tick(assignment_id: int):
    actions.tick(actor(), queries.assignment_for(actor(), assignment_id), key=request.form.get("key", ""))
    return _back(assignment_id, _("Ticked."))


@bp.post("/modules/<int:assignment_id>/hand-in")
@needs()
def hand_in(assignment_id: int):
    found, form = queries.assignment_for(actor(), assignment_id), HandInForm()
    if form.validate_on_submit():
        given = form.file.data
        with form.asking():
            actions.hand_in(actor(), found, text=form.text.data or "", data=given.read() if given else None,
                            name=given.filename or "" if given else "")
            return _back(assignment_id, _("Handed in. Your coach has it on their desk."))
    return module_page(found, form)


@bp.get("/modules/<int:assignment_id>/file")
@needs()
def handed_in_file(assignment_id: int):
    """What was handed in, to keep; it never opens inside our pages."""
    kept = queries.assignment_for(actor(), assignment_id).file
    if kept is None:
        raise NotFound(Reason("record.gone"))
    answer = Response(files.read(kept), mimetype=kept.media_type)
    answer.headers.set("Content-Disposition", "attachment", filename=kept.name)
    return answer


@bp.post("/modules/<int:assignment_id>/send-back")
@needs()
def send_module_back(assignment_id: int):
    found, form = queries.assignment_for(actor(), assignment_id), BackForm()
    if form.validate_on_submit():
        with form.asking():
            actions.send_back(actor(), found, reason=form.reason.data)
            return _back(assignment_id, _("Sent back with your words."))
    return module_page(found, form)


@bp.post("/modules/<int:assignment_id>/approve")
@needs()
def approve_module(assignment_id: int):
    found, form = queries.assignment_for(actor(), assignment_id), ReviewForm()
    if form.validate_on_submit():
        with form.asking():
            actions.approve(actor(), found, feedback=form.feedback.data or "")
            return _back(assignment_id, _("Approved."))
    return module_page(found, form)


@bp.post("/modules/<int:assignment_id>/observe")
@needs()
def observe(assignment_id: int):
    found, form, given = queries.assignment_for(actor(), assignment_id), Form(), request.form
    keys = [each.key for each in role_play(found.module).criteria]
    if form.validate_on_submit():
        with form.asking():
            actions.observe(actor(), found, notes=readable(given.get("notes", "")),
                            seen={key: readable(given.get(f"seen-{key}", "")) for key in keys},
                            levels={key: given.get(f"level-{key}", 0, whole) for key in keys})
            return _back(assignment_id, _("Kept. The rep can read it."))
    return module_page(found, form)
