"""Where a record's page is: one table, so that desk, mail, search and the chain all link alike."""

from typing import Any

from flask import url_for

from webapp.access import open_to_visitor

PAGES: dict[str, tuple[str, str]] = {
    "assignment": ("learning.module", "assignment_id"),
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


def where(kind: str, record_id: int, **more: Any) -> str:
    """The path of a record's page."""
    endpoint, name = PAGES[kind]
    more[name] = record_id
    return url_for(endpoint, **more)


def way_to(kind: str, record_id: int | None) -> str | None:
    """The path of a record's page when there is one and it is for whoever is here; else None."""
    endpoint, name = PAGES.get(kind, ("", ""))
    if record_id is None or not open_to_visitor(endpoint):
        return None
    values: dict[str, Any] = {name: record_id}
    return url_for(endpoint, **values)
