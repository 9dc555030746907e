"""Who may do what: predicates that compose, asked by buttons and actions alike."""

from types import SimpleNamespace

import pytest

from workflows import permits
from workflows.errors import NotPermitted
from workflows.permits import Actor, ActorKind, Role, System, anyone, company, is_, is_candidate, role, system
from workflows.reasons import Reason

NORTH, SOUTH = 1, 2
IN_NORTH, IN_SOUTH, NOWHERE = (SimpleNamespace(team_id=team, owner_id=7, candidate_id=9, plan=SimpleNamespace(
    coach_id=8)) for team in (NORTH, SOUTH, None))


def person(*grants: tuple[Role, int | None], number: int = 7) -> Actor:
    return Actor(ActorKind.person, number, "Ana", frozenset(grants))


CANDIDATE = Actor(ActorKind.candidate, 9, "Jo")
LEADER = person((Role.leader, NORTH), number=1)
EVERYWHERE = person((Role.leader, None), number=2)


@pytest.fixture
def verb():
    known = dict(permits._permits)
    permits.allow("permits_test.paint", role(Role.leader) & ~is_("owner_id"))
    permits.allow("permits_test.dry", system)
    yield "permits_test.paint"
    permits._permits.clear()
    permits._permits.update(known)


@pytest.mark.parametrize(("actor", "record", "may"), [
    (LEADER, IN_NORTH, True), (LEADER, IN_SOUTH, False), (LEADER, NOWHERE, False), (LEADER, None, True),
    (EVERYWHERE, IN_NORTH, True), (EVERYWHERE, IN_SOUTH, True), (EVERYWHERE, NOWHERE, True),
    (person(), IN_NORTH, False), (person(), None, False), (CANDIDATE, IN_NORTH, False)])
def test_a_role_reaches_beyond_its_team_or_not_through_it(actor, record, may):
    assert role(Role.leader, Role.admin)(actor, record) is may


@pytest.mark.parametrize(("actor", "attribute", "may"), [
    (person(number=7), "owner_id", True), (person(number=6), "owner_id", False),
    (person(number=8), "plan.coach_id", True), (person(number=7), "plan.coach_id", False),
    (Actor(ActorKind.candidate, 7, "Jo"), "owner_id", False), (System("a job"), "owner_id", False)])
def test_somebody_passes_for_the_person_a_record_names(actor, attribute, may):
    assert is_(attribute)(actor, IN_NORTH) is may
    assert is_(attribute)(actor, None) is False


@pytest.mark.parametrize(("actor", "may"), [(EVERYWHERE, True), (LEADER, False), (CANDIDATE, False)])
def test_somebody_of_one_team_decides_for_the_whole_company(actor, may):
    assert [company(Role.leader)(actor, record) for record in (None, IN_NORTH, NOWHERE)] == [may] * 3


def test_a_link_to_nowhere_is_everybodys():
    unassigned = SimpleNamespace(plan=None, owner_id=None)
    assert [is_(path)(person(number=8), unassigned) for path in ("plan.coach_id", "owner_id")] == [False, False]
    assert is_("owner_id")(System("a job"), unassigned) is False


def test_a_person_passes_for_the_candidate_of_the_same_number():
    assert is_candidate()(CANDIDATE, IN_NORTH) is True
    assert is_candidate()(person(number=9), IN_NORTH) is False
    assert is_candidate()(Actor(ActorKind.candidate, 8, "Mo"), IN_NORTH) is False


@pytest.mark.parametrize(("actor", "may"), [(person(number=7), False), (LEADER, True), (CANDIDATE, False)])
def test_predicates_do_not_compose(actor, may):
    composed = (role(Role.leader) | is_("owner_id")) & ~is_("owner_id") & anyone
    assert composed(actor, IN_NORTH) is may
    assert composed.name == "leader or owner and not owner and anyone signed in"
    assert composed.who == ("leader", "owner_id", "anyone")


def test_the_system_is_a_person_or_a_person_is_the_system():
    assert [anyone(each, None) for each in (LEADER, CANDIDATE, System("a job"))] == [True, False, False]
    assert [system(each, None) for each in (LEADER, CANDIDATE, System("a job"))] == [False, False, True]


def test_a_refusal_does_not_say_whom_to_ask(verb):
    permits.require(EVERYWHERE, verb, IN_SOUTH)
    permits.require(System("a job"), verb, IN_SOUTH)
    with pytest.raises(NotPermitted) as refusal:
        permits.require(LEADER, verb, IN_SOUTH)
    assert refusal.value.reasons == (Reason("permit.not-yours", {"verb": verb, "who": ["leader"]}),)


def test_a_leader_is_told_to_ask_a_leader_about_themselves(verb):
    with pytest.raises(NotPermitted) as refusal:
        permits.require(person((Role.leader, NORTH)), verb, IN_NORTH)
    assert refusal.value.reasons == (Reason("permit.own-matter", {"verb": verb, "who": ["leader"]}),)


@pytest.mark.usefixtures("verb")
def test_a_person_is_told_to_ask_nobody():
    with pytest.raises(NotPermitted) as refusal:
        permits.require(EVERYWHERE, "permits_test.dry")
    assert refusal.value.reasons == (Reason("permit.by-itself", {"verb": "permits_test.dry", "who": []}),)


def test_a_button_and_its_action_disagree(verb):
    owner = person((Role.leader, NORTH))
    for actor in (LEADER, EVERYWHERE, owner, CANDIDATE):
        may = permits.may(actor, verb, IN_NORTH)
        try:
            permits.require(actor, verb, IN_NORTH)
        except NotPermitted:
            assert not may
        else:
            assert may
    assert not permits.may(owner, verb, IN_NORTH)


def test_a_verb_is_declared_twice_or_asked_for_undeclared(verb):
    with pytest.raises(ValueError, match="already has its permit"):
        permits.allow(verb, anyone)
    with pytest.raises(KeyError):
        permits.may(LEADER, "permits_test.unheard-of", IN_NORTH)


def test_a_list_is_scoped_by_the_wrong_teams():
    both = person((Role.leader, NORTH), (Role.coach, SOUTH), (Role.rep, None))
    assert both.teams(Role.leader) == {NORTH}
    assert both.teams(Role.leader, Role.coach) == {NORTH, SOUTH}
    assert both.teams(Role.leader, Role.rep) is None
    assert both.teams(Role.admin) == set()
    assert (both.holds_anywhere(Role.coach), both.holds_anywhere(Role.admin)) == (True, False)
