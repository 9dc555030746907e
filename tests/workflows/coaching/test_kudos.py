"""Kudos: given by people, and brought by certificates, full ramp and first deals, once."""

from datetime import date

import pytest

from tests.builders import certification, sales
from tests.builders import coaching as build
from tests.builders import ramp as ramps
from tests.builders.people import person, team
from workflows.coaching import queries
from workflows.errors import NotFound, Refused
from workflows.people.queries import actor_for
from workflows.people.records import Kudos
from workflows.permits import Role
from workflows.ramp.actions import moves


def automatic(session):
    return [(each.user_id, each.automatic_code, each.text) for each in session.query(Kudos).order_by(Kudos.id)]


def test_a_certificate_is_earned_and_nobody_says_so(session):
    made = certification.certified()
    (thanks,) = session.query(Kudos)
    assert (thanks.user_id, thanks.automatic_code, thanks.text, thanks.competency_id) == (
        made.user_id, "kudos.certificate", "Discovery certified", made.readings[0].competency_id)


def test_full_quota_is_reached_and_nobody_says_so(session):
    place = team(currency="EUR")
    ramp = ramps.ramping(ramps.START, place=place)
    ramps.certificate(ramp.user, announced=False)
    ramps.on(date(2026, 4, 16), lambda: moves.review(ramps.BUILDER, ramp))
    ramps.on(date(2026, 5, 2), lambda: moves.sign_off(actor_for(person(Role.leader, team=place)), ramp, step=2))
    ramps.on(date(2026, 5, 16), lambda: moves.review(ramps.BUILDER, ramp))
    assert (ramp.state.value, automatic(session)) == ("full", [(ramp.user_id, "kudos.full-ramp", "")])


def test_a_first_deal_is_thanked_twice_or_for_old_news(session):
    rep, veteran = person(Role.rep, team=team(), name="Uma Roy"), person(Role.rep, team=team(), name="Vic Old")
    sales.sold(veteran, 500, date(2016, 2, 1))
    sales.sold(veteran, 500, date(2026, 2, 1))
    for amount in (100, 200):
        sales.sold(rep, amount, date(2026, 2, 20))
    assert automatic(session) == [(rep.id, "kudos.first-deal", "")]


def test_somebody_thanks_themselves_without_words_or_twice(session):
    rep = person(Role.rep, team=team())
    for by, text, code in ((rep, "Well done me.", "kudos.oneself"), (None, " ", "kudos.empty")):
        with pytest.raises(Refused) as refused:
            build.thanked(rep, by=by, text=text)
        assert [each.code for each in refused.value.reasons] == [code]
    mate, about = person(Role.rep, team=rep.team), build.competency("discovery")
    assert build.thanked(rep, by=mate, about=about).id == build.thanked(rep, by=mate, about=about).id
    with pytest.raises(NotFound):
        build.thanked(rep, by=person(Role.rep, team=team()))


def test_thanks_of_other_teams_are_shown(session):
    rep, other = person(Role.rep, team=team()), person(Role.rep, team=team())
    mine = build.thanked(rep)
    build.thanked(other)
    assert [each.id for each in queries.recent_kudos(actor_for(rep))] == [mine.id]
