"""Every endpoint: its path, for whom it is, and that it keeps to that."""

import re

import pytest
import sqlalchemy as sa
from flask import Flask

from tests.browser import Browser
from tests.builders.people import person, team
from tests.builders.recruiting import application
from tests.surface import FILE, rules, surface
from tests.watching import statements
from workflows.people.actions import members
from workflows.people.records import RoleGrant, Team
from workflows.permits import Role, System

METHODS = {"GET", "POST"}
WRITING = "INSERT|UPDATE|DELETE"


def test_the_list_of_pages_and_their_audience_is_out_of_date(app):
    assert FILE.read_text() == surface(app), "make documents"


def test_a_path_is_not_written_in_kebab_case(app):
    """Words in kebab-case; what varies is a number, one of a few words, or a token or name that is a text by nature."""
    varying = r"<int:[a-z_]+>|<any\([a-z\", -]+\):[a-z_]+>|<(token|slug|name|code)>"
    step = rf"/([a-z0-9]+(-[a-z0-9]+)*|{varying})(\.[a-z]+)?"
    assert [rule.rule for rule in rules(app) if not re.fullmatch(f"({step})*/?", rule.rule)] == []


def test_a_page_changes_something_by_other_means_than_a_post(app):
    assert {method for rule in rules(app) for method in rule.methods - {"HEAD", "OPTIONS"}} <= METHODS


def plain_pages(app: Flask) -> list[tuple[str, object]]:
    """The pages that need no record: path and audience."""
    return [(rule.rule, app.view_functions[rule.endpoint].audience) for rule in rules(app)
            if "GET" in rule.methods and not rule.arguments]


STRANGER, NO_ROLE, CANDIDATE = "a stranger", "no role", "a candidate"
VISITORS = [STRANGER, NO_ROLE, CANDIDATE, *(role for role in Role if role is not Role.candidate)]


def visitor_who(app: Flask, who: str, place: Team | None) -> Browser:
    """Somebody with this one role in the place, or everywhere."""
    visitor = Browser(app)
    if who == CANDIDATE:
        visitor.sign_in_candidate(application().candidate)
    elif who != STRANGER:
        visitor.sign_in(person(*([] if who == NO_ROLE else [who]), team=place))
    return visitor


@pytest.mark.parametrize("who", VISITORS)
def test_a_page_opens_for_the_wrong_people_or_writes_when_it_is_only_read(app, session, who):
    visitor = visitor_who(app, who, team())
    with statements(app, WRITING) as written:
        answers = {path: visitor.open(path, method="GET") for path, _ in plain_pages(app)}
    assert written == []
    assert {path: outcome(answer) for path, answer in answers.items()} == {
        path: expected(audience, who, everywhere=False) for path, audience in plain_pages(app)}
    looks = {(answer.status_code, path if outcome(answer) == "in" else ""): answer for path, answer in answers.items()}
    for answer in looks.values():
        visitor.answer(answer, answer.status_code)


OUT = "/sign-out"  # for anybody, and the end of the visit
IN = {200, 204, 303, 404, 409, 410, 422}  # 404: no such record; 409 and 422: a rule or the form had its say


@pytest.mark.parametrize("who", VISITORS)
def test_a_record_or_a_form_opens_for_the_wrong_people(app, session, who):
    """Every path with a record in it, and every form with a token that is good: whom it is not for, it refuses.

    Reading what one is let in to is left to the made-up ids below.
    """
    visitor = visitor_who(app, who, None)
    token = visitor.get("/careers" if who == STRANGER else "/sign-in" if who == CANDIDATE else "/me").xpath(
        "//input[@name='csrf_token']/@value")
    asked = {(method, filled(rule)): app.view_functions[rule.endpoint].audience for rule in rules(app)
             for method in sorted(rule.methods & METHODS) if (rule.arguments or method == "POST") and rule.rule != OUT}
    wanted = {key: expected(audience, who, everywhere=True) for key, audience in asked.items()}
    wanted = {(method, path): how for (method, path), how in wanted.items() if method == "POST" or how != "in"}
    answers = {key: visitor.open(key[1], method=key[0], data={"csrf_token": token[0]} if key[0] == "POST" else None)
               for key in wanted}
    assert {key: outcome(answer) for key, answer in answers.items()} == wanted


def outcome(answer) -> str:
    """Let in (a page, the way to one's own, or that there is no such record), refused, or asked to sign in first."""
    if answer.status_code == 303 and "/sign-in" in answer.location:
        return "sign in"
    return "refused" if answer.status_code == 403 else "in" if answer.status_code in IN else str(answer.status_code)


def expected(audience, who: str, *, everywhere: bool) -> str:
    """What somebody with only this role, in one team or everywhere, gets from the audience that the page names."""
    if audience.public:
        return "in"
    if who == STRANGER:
        return "sign in"
    if who == CANDIDATE or audience.candidates:
        return "in" if who == CANDIDATE and audience.candidates else "refused"
    if audience.company and not everywhere:
        return "refused"
    return "in" if audience.people and (not audience.roles or who in audience.roles) else "refused"


def test_a_page_lets_in_somebody_whose_role_was_taken_back(app, session):
    leader = person(Role.leader, Role.admin)
    shut = [path for path, audience in plain_pages(app) if audience.roles == {Role.admin, Role.operations}]
    visitor = Browser(app).sign_in(leader)
    for path in shut:
        visitor.get(path)
    person(Role.admin)
    grant = session.scalar(sa.select(RoleGrant).where(RoleGrant.user_id == leader.id, RoleGrant.role == Role.admin))
    members.take_back_role(System("a test"), grant)
    assert {path: visitor.open(path, method="GET").status_code for path in shut} == dict.fromkeys(shut, 403)


def filled(rule, number: int = 987_654) -> str:
    """The rule's path with an id that no record has, and words that nothing is called."""
    def word(found: re.Match[str]) -> str:
        return found[1].split(",")[0].strip(' "')
    path = re.sub(r"<any\(([^)]*)\):[a-z_]+>", word, rule.rule)
    return re.sub(r"<[a-z_]+>", "no-such-thing", re.sub(r"<int:[a-z_]+>", str(number), path))


@pytest.fixture
def everybody(app, session) -> Browser:
    """Somebody who may do everything."""
    return Browser(app).sign_in(person(*(role for role in Role if role is not Role.candidate)))


def test_a_made_up_id_breaks_a_page(app, session, everybody):
    pages = [filled(rule) for rule in rules(app)
             if "GET" in rule.methods and rule.arguments and not app.view_functions[rule.endpoint].audience.candidates]
    answers = {path: everybody.open(path, method="GET") for path in pages}
    links = {path for path in pages if path.endswith("/no-such-thing") and answers[path].status_code in (200, 303, 410)}
    assert {path: answer.status_code for path, answer in answers.items() if path not in links} == {
        path: 404 for path in pages if path not in links}
    for answer in answers.values():
        everybody.answer(answer, answer.status_code)


def test_a_form_from_another_site_is_taken(app, session, everybody):
    forms = [filled(rule) for rule in rules(app) if "POST" in rule.methods]
    with statements(app, WRITING) as written:
        answers = {path: everybody.open(path, method="POST", data={"name": "x"}) for path in forms}
    assert written == []
    assert {path: answer.status_code for path, answer in answers.items()} == dict.fromkeys(forms, 400)
