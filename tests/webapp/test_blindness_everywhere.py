"""Nobody learns from any address what a scorecard they may not see says, nor any number derived from it.

The same world is built twice, once with strange levels and words in Ana's scorecard and once with ordinary ones.
Whoever is blind must get the same answer from every address in both: then nothing derived from it is there, whatever it
looks like. That goes for pages about other candidates, whose figures rest on all that is known, and for somebody blind
who may look at what operations look at.
"""

import re
from collections.abc import Collection
from itertools import count, product

import sqlalchemy as sa

from tests.browser import Browser
from tests.builders import interviewing as build
from tests.builders import people as people_build
from tests.builders.people import person, team
from tests.conftest import MONDAY
from tests.surface import rules
from workflows import clock as wall_clock
from workflows import jobs
from workflows.db import Base, db, kinds
from workflows.interviewing.actions import calibration, debriefs, readings
from workflows.interviewing.records import Fit, Overall, Rating, Scorecard, ScorecardReading, ScorecardVersion
from workflows.people.actions import members
from workflows.people.queries import actor_for
from workflows.permits import Role
from workflows.reactions import JOBS
from workflows.recruiting.records import ScoreVisibility

TOKEN = "TOKEN-4711"
STRANGE = (1, f"{TOKEN} refused to name a price; she is pregnant.", Overall.strong_no)
ORDINARY = (4, "Asked three questions before naming a price.", Overall.yes)
MOST_IDS = {"interview": 4, "scorecard": 4}
FEWER_IDS = 2
LEFT_OUT = ("hiring.kit_pdf", "styleguide.")
"""A paper that holds questions only (tests/webapp/hiring/test_kits.py looks at it), and the showcase of components."""
OTHERS = {"Kim Lee": (3, 4), "Lou Day": (2, 4), "Mo Ray": (5, 3)}
"""Candidates about whom everybody has written, Ana's levels first; the planted scorecard is about a fourth."""
# What operations is for: how each computation can be repeated, down to the hash of its data. It names no level.
FOR_OPERATIONS = {"/assistance", "/assistance.csv"}
NOISE = re.compile(r'value="[^"]{40,}"|X-CSRFToken&#34;: &#34;[^&]+|"X-CSRFToken": "[^"]+"|[0-9a-f]{16,}'
                   r"|\d+(\.\d+)? (ms|s|seconds)\b|(?m:,\d+\.\d+(?=,[^,\n]*$))|/CreationDate[^\n]*|/ID ?\[[^\]]*\]")
COLLEAGUES = {"a colleague": (Role.rep, Role.assessor, Role.coach), "the leader": (Role.leader,),
              "an interviewer of others": (Role.interviewer,)}
EVERYWHERE = (Role.operations, Role.admin)
ELSEWHERE = tuple(role for role in Role if role not in (Role.candidate, *EVERYWHERE))


class World:
    """A candidate about whom Ana has written and Raj has not, three about whom all have, and everybody else. The same
    every time it is built. Raj and the manager, who is to decide, are blind although they are of operations too.

    `submitted` False leaves Ana's words a draft; `raj_too` lets Raj submit.
    """

    def __init__(self, database, planted, visibility, *, submitted=True, raj_too=False) -> None:
        db.session.remove()
        database.close()
        database.renew()
        build._numbers, people_build._numbers = count(1), count(1)
        level, words, overall = planted
        self.app = database.app
        self.panel = panel = build.held(2, visibility=visibility)
        ana, raj = panel.cards
        with wall_clock.at(MONDAY.replace(day=5)):
            said = build.written(ana, level=level, evidence=words, overall=overall, reason=words)
            build.scorecards.save_scorecard(actor_for(ana.author), ana,
                                            build.scorecards.Written(said.ratings, overall, words, words, words))
            readings.read_scorecard(ana.id)
            if submitted:
                build.scorecards.submit_scorecard(actor_for(ana.author), ana, confirmed=True)
            if raj_too:
                build.submit(raj)
            panel.debrief = debriefs.open_debrief(actor_for(panel.recruiter), panel.candidacy)
            for name, levels in OTHERS.items():
                build.another(panel, levels, name=name, debrief=True)
        with wall_clock.at(MONDAY.replace(month=6)):
            while jobs.run_next(JOBS):
                pass
            calibration.calibrate_interviewing("2026-06-02")
        for each in (raj.author, panel.manager):
            members.give_role(people_build.BUILDER, each, given=Role.operations)
        self.people = {"ana": panel.interviewers[0], "raj": panel.interviewers[1], "manager": panel.manager,
                       "recruiter": panel.recruiter}
        self.people |= {who: person(*roles, team=panel.opening.team) for who, roles in COLLEAGUES.items()}
        self.people |= {f"{role} everywhere": person(role) for role in EVERYWHERE}
        self.people |= {"everything in another team": person(*ELSEWHERE, team=team())}

    def addresses(self) -> dict[str, str]:
        """Every address one can fetch: path → endpoint; with the ids that there are, and some that there are not."""
        ids = {kind: list(db.session.scalars(
            sa.select(cls.id).order_by(cls.id).limit(MOST_IDS.get(kind, FEWER_IDS)))) for kind, cls in kinds().items()}
        found: dict[str, str] = {}
        for each in rules(self.app):
            if "GET" in each.methods and not each.endpoint.startswith(LEFT_OUT):
                found |= dict.fromkeys(_filled(each.rule, ids), each.endpoint)
        return found

    def answers(self, who: str, only: Collection[str] = ()) -> dict[str, str]:
        """What this person gets from every address, as page and as part, without what changes by itself."""
        browser = Browser(self.app)
        if who == "candidate":
            browser.sign_in_candidate(self.panel.candidacy.candidate)
        else:
            browser.sign_in(self.people[who])
        got = {}
        for path, endpoint in self.addresses().items():
            if only and path not in only:
                continue
            search = "?q=" + TOKEN if "search" in endpoint else ""
            for part in ({}, {"HX-Request": "true"}):
                answer = browser.open(path + search, method="GET", headers=part)
                text = answer.get_data().decode(errors="replace")
                got[path + ("#part" if part else "")] = f"{answer.status_code} {NOISE.sub('', text)}"
                if not re.search(r'data-part=|hx-get=', text):
                    break
        return got


    def rests_on(self, who: str) -> list[str]:
        """From which scorecards this person's figures about Kim and (for who may see it) the match are."""
        browser = Browser(self.app).sign_in(self.people[who])
        pages = [browser.get("/debriefs/2"), browser.get("/openings/1/match" if who != "raj" else "/debriefs/3")]
        assert all("fair range is" in page.main for page in pages)
        return [re.search(r"Computed from (\w+ \d) scorecards", page.main)[1] for page in pages]


def _filled(rule: str, ids: dict[str, list[int]]) -> list[str]:
    choices = []
    for kind, name in re.findall(r"<(?:(any\([^)]*\)|int|string):)?([a-z_]+)>", rule):
        if kind.startswith("any("):
            choices.append([each.strip(' "') for each in kind[4:-1].split(",")])
        elif kind == "int":
            choices.append([str(each) for each in ids.get(name.removesuffix("_id"), [1, 2]) or [1]])
        else:
            choices.append(["seat-1"])
    plain = re.split(r"<[^>]*>", rule)
    return ["".join(part for pair in zip(plain, (*values, ""), strict=True) for part in pair)
            for values in product(*choices)]


def differing(database, whom, visibility, only=(), **more) -> dict[str, set[str]]:
    """By person: the paths, all or those asked for, whose answers tell the strange world from the ordinary one."""
    worlds = []
    for planted in (STRANGE, ORDINARY):
        world = World(database, planted, visibility, **more)
        worlds.append({who: world.answers(who, only) for who in whom})
        db.session.remove()
    strange, ordinary = worlds
    return {who: {path.removesuffix("#part") for path in strange[who].keys() | ordinary[who].keys()
                  if strange[who].get(path) != ordinary[who].get(path)} for who in whom}


BLIND = ("raj", "manager", *COLLEAGUES, "everything in another team", "candidate")


def test_somebody_who_must_not_know_can_tell_strange_levels_from_ordinary_ones(session, database):
    assert differing(database, BLIND, ScoreVisibility.after_own) == {who: set() for who in BLIND}


def test_a_draft_shows_through_before_it_is_submitted(session, database):
    """Even where colleagues always see each other's scorecards, and for those who run the candidacy."""
    whom = ("raj", "manager", "recruiter", "the leader", f"{Role.operations} everywhere")
    assert differing(database, whom, ScoreVisibility.always, submitted=False) == {who: set() for who in whom}


def test_operations_learns_what_somebody_said_of_a_candidate(session, database):
    found = differing(database, [f"{role} everywhere" for role in EVERYWHERE], ScoreVisibility.after_own)
    assert {who: paths - FOR_OPERATIONS for who, paths in found.items()} == {who: set() for who in found}


def test_what_everybody_may_see_by_now_stays_hidden_from_all(session, database):
    """The other side of the test above: where it would find something, if it were there."""
    whom, there = ("ana", "raj", "recruiter"), {"/scorecards/1", "/debriefs/1"}
    assert differing(database, whom, ScoreVisibility.after_own, there, raj_too=True) == dict.fromkeys(whom, there)


def test_the_figures_of_other_candidates_are_gone_instead_of_free_of_what_is_hidden(session, database):
    """What the first test compares is there: Raj and the manager read Kim's figures, from everything but Jo's; once
    their own words about Jo are in, from everything."""
    world = World(database, STRANGE, ScoreVisibility.after_own)
    assert {who: world.rests_on(who) for who in ("raj", "manager", "recruiter")} == {
        "raj": ["the 6", "the 6"], "manager": ["the 6", "the 6"], "recruiter": ["all 7", "all 7"]}
    with wall_clock.at(MONDAY.replace(month=6, day=3)):
        build.submit(world.panel.cards[1])
        debriefs.write_first(actor_for(world.panel.manager), world.panel.debrief, words="Abrupt.")
        while jobs.run_next(JOBS):
            pass
    assert {who: world.rests_on(who) for who in ("raj", "manager", "recruiter")} == {
        "raj": ["all 8", "all 8"], "manager": ["all 8", "all 8"], "recruiter": ["all 8", "all 8"]}


def test_an_opening_that_never_shows_colleagues_shows_them(session, database):
    assert differing(database, ["raj"], ScoreVisibility.never, raj_too=True) == {"raj": set()}


def test_an_opening_that_always_shows_colleagues_hides_them_or_shows_strangers(session, database):
    found = differing(database, ["raj", "a colleague"], ScoreVisibility.always)
    assert "/scorecards/1" in found["raj"]
    assert found["a colleague"] == set()


def test_a_mail_a_wait_the_audit_or_a_job_repeats_what_a_scorecard_says(session, database):
    World(database, STRANGE, ScoreVisibility.after_own)
    meant = {each.__tablename__ for each in (Scorecard, Rating, ScorecardVersion, ScorecardReading, Fit)}
    rows = {table.name: str(db.session.execute(sa.select(table)).all()) for table in Base.metadata.sorted_tables}
    assert {name for name, text in rows.items() if TOKEN in text} == {"ratings", "scorecards", "scorecard_versions"}
    assert {name for name, text in rows.items() if "strong_no" in text} <= meant
