"""Where a record's page is: one table, so that desk, mail, search and the chain all link alike."""

from typing import Any

from flask import current_app, has_request_context, request, url_for

from webapp.access import open_to_visitor

PAGES: dict[str, tuple[str, str]] = {
    "assignment": ("learning.module", "assignment_id"),
    "attainment": ("ramp.attainment", "rep"),
    "attempt": ("learning.attempt", "attempt_id"),
    "candidacy": ("hiring.candidacy", "candidacy_id"),
    "certificate": ("learning.certificate", "certificate_id"),
    "coaching_plan": ("ramp.coaching_plan", "coaching_plan_id"),
    "deal": ("ramp.deal", "deal_id"),
    "debrief": ("hiring.debrief", "debrief_id"),
    "dispute": ("ramp.dispute", "dispute_id"),
    "goal": ("desk.goal", "goal_id"),
    "goal_review": ("desk.goal_review", "review_id"),
    "help_call": ("learning.help_call", "help_call_id"),
    "interview": ("hiring.interview", "interview_id"),
    "offer": ("hiring.offer", "offer_id"),
    "opening": ("hiring.opening", "opening_id"),
    "plan": ("learning.plan", "plan_id"),
    "ramp": ("ramp.ramp", "ramp_id"),
    "requisition": ("hiring.requisition", "requisition_id"),
    "scorecard": ("hiring.scorecard", "scorecard_id"),
    "statement": ("ramp.statement", "statement_id"),
    "team": ("desk.team", "team_id"),
    "user": ("admin.person", "user_id"),
}


ANY = 987_654_321_987
"""Stands for an id while the shape of an address is found out."""


def where(kind: str, record_id: int, **more: Any) -> str:
    """The path of a record's page. A page says hundreds of them, so each kind's shape is found out once."""
    endpoint, name = PAGES[kind]
    if more or not has_request_context():
        return url_for(endpoint, **{**more, name: record_id})
    shapes = current_app.extensions.setdefault("where", {})
    known = request.script_root, kind
    if known not in shapes:
        any_record: dict[str, Any] = {name: ANY}
        shapes[known] = url_for(endpoint, **any_record).split(str(ANY))
    before, after = shapes[known]
    return f"{before}{record_id}{after}"


def way_to(kind: str, record_id: int | None, **more: Any) -> str | None:
    """The path of a record's page when there is one and it is for whoever is here; else None."""
    endpoint, name = PAGES.get(kind, ("", ""))
    if record_id is None or not open_to_visitor(endpoint):
        return None
    values: dict[str, Any] = {**more, name: record_id}
    return url_for(endpoint, **values)
