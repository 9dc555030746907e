"""Pages: sitting a quiz and reading what came out."""

from datetime import timedelta
from typing import Any

from flask import request, url_for

from curricula.items import Feedback, Item, ItemKind
from curricula.quiz import Graded, presented
from webapp.access import actor, needs
from webapp.answers import done, page
from webapp.forms import readable
from webapp.learning import bp
from webapp.numbers import whole
from webapp.translating import gettext as _
from workflows.db import db
from workflows.errors import NotFound
from workflows.onboarding import queries
from workflows.onboarding.actions import quizzes as actions
from workflows.onboarding.authored_modules import quiz_rules
from workflows.onboarding.records import QuizAttempt
from workflows.reasons import Reason


@bp.post("/modules/<int:assignment_id>/quiz")
@needs()
def begin_quiz(assignment_id: int):
    attempt = actions.begin_attempt(actor(), queries.assignment_for(actor(), assignment_id))
    return done(url_for(".quiz", attempt_id=attempt.id))


def _attempt(attempt_id: int) -> QuizAttempt:
    found = db.session.get(QuizAttempt, attempt_id)
    if found is None:
        raise NotFound(Reason("record.gone"))
    queries.assignment_for(actor(), found.assignment_id)
    return found


@bp.get("/quizzes/<int:attempt_id>")
@needs()
def quiz(attempt_id: int):
    found = _attempt(attempt_id)
    if found.handed_in_at is None and found.assignment.owner_id != actor().user_id:
        raise NotFound(Reason("record.gone"))
    if found.handed_in_at is not None:
        return _result(found)
    if actions.ended_at(found) is not None:
        return page("learning/quiz_over.html", attempt=found)
    given = {each.item_version_id: each.response for each in found.answers}
    asked = [(item_id, item, presented(item, found.id), given.get(item_id))
             for item_id, item in actions.items_of(found)]
    return page("learning/quiz.html", attempt=found, asked=asked, until=found.deadline_at, kinds=ItemKind)


def _result(found: QuizAttempt):
    assert found.handed_in_at is not None
    rules = quiz_rules(found.assignment.module)
    told = rules.feedback is Feedback.AFTER_ATTEMPT or (rules.feedback is Feedback.AFTER_PASS and found.passed)
    return page("learning/quiz_result.html", attempt=found, quiz=rules,
                results=_told(found) if told else (), again_at=found.handed_in_at
                + timedelta(hours=rules.cool_down_hours), left=rules.attempts - found.number)


def _told(found: QuizAttempt) -> list[tuple[Item, list[str], Graded, list[tuple[str, str]]]]:
    """(item, what was answered in words, its worth, (choice, what is to be said of it)) in the order asked."""
    return [(item, _words(item, response), worth, _lines(item, response, worth))
            for item, response, worth in actions.graded(found)]


def _words(item: Item, response: Any) -> list[str]:
    if item.kind is ItemKind.TRUE_FALSE and response not in (None, ""):
        return [_("True") if response in (True, "true") else _("False")]
    if isinstance(response, dict):
        return [f"{item.prompts[key]}: {item.choices[choice]}" for key, choice in response.items()
                if key in item.prompts and choice in item.choices]
    given = response if isinstance(response, list | tuple) else [response]
    return [item.choices.get(each, each) if isinstance(each, str) else str(each) for each in given
            if each not in (None, "")]


def _lines(item: Item, response: Any, worth: Graded) -> list[tuple[str, str]]:
    """Of several choices each is named beside its words; else the words are enough."""
    if item.kind is not ItemKind.MULTIPLE_RESPONSE or not worth.feedback:
        return [("", line) for line in worth.feedback]
    about = {*(response or ()), *(item.answer if isinstance(item.answer, tuple) else ())}
    return [(text, item.feedback[key]) for key, text in item.choices.items() if key in about and key in item.feedback]


def _save(found: QuizAttempt) -> None:
    for item_id, item in actions.items_of(found):
        response = _response(item_id, item)
        if response not in (None, "", [], {}):
            actions.save_answer(actor(), found, item_version_id=item_id, response=response)


def _response(item_id: int, item: Item):
    name = f"item-{item_id}"
    if item.kind is ItemKind.MULTIPLE_RESPONSE:
        return [readable(each) for each in request.form.getlist(name)]
    if item.kind is ItemKind.ORDERING:
        places = {key: request.form.get(f"{name}-{key}", 0, whole) for key in item.choices}
        return sorted(places, key=lambda key: places[key]) if sorted(places.values()) == list(
            range(1, len(places) + 1)) else []
    if item.kind is ItemKind.MATCHING:
        return {key: readable(request.form.get(f"{name}-{key}", "")) for key in item.prompts}
    return readable(request.form.get(name))


@bp.post("/quizzes/<int:attempt_id>/answers")
@needs()
def save_answers(attempt_id: int):
    _save(_attempt(attempt_id))
    return "", 204


@bp.post("/quizzes/<int:attempt_id>/hand-in")
@needs()
def hand_in_quiz(attempt_id: int):
    found, back = _attempt(attempt_id), url_for(".quiz", attempt_id=attempt_id)
    if found.handed_in_at is not None:
        return done(back, _("It was handed in before; that counts."))
    if actions.end_if_over(found):
        return done(back, _("The time was over. What was kept until then is handed in."))
    _save(found)
    actions.hand_in_attempt(actor(), found)
    return done(back, _("Handed in."))
