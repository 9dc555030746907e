"""`make bench`: how soon the numbers of 30 candidates are there after a scorecard came in, and how fast they are shown.

The demo company's second opening gets 30 more candidates whom all its interviewers rate; a real worker computes.
"""

import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import sqlalchemy as sa

from benchmarks.pages import Reading, queries, serving
from config import Config
from webapp import create_app
from webapp.commands.upgrade import upgrade_database
from workflows import clock, jobs
from workflows.db import db
from workflows.interviewing.actions import debriefs, interviews, plans, scorecards
from workflows.interviewing.actions.scorecards import Given, Written
from workflows.interviewing.queries.plans import newest_plan
from workflows.interviewing.records import Fit, Interview, Overall, Scorecard
from workflows.people.actions import accounts
from workflows.people.queries import actor_for
from workflows.reactions import JOBS
from workflows.recruiting.actions import applications, candidacies
from workflows.recruiting.records import Opening

CANDIDATES, SUBMITS = 30, 5
ENOUGH = 60


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="onramp-panel-") as folder:
        environment = {**os.environ, "ONRAMP_INSTANCE": folder}
        upgrade_database(f"sqlite:///{folder}/onramp.db")
        onramp = Path(sys.executable).with_name("onramp")
        subprocess.run([onramp, "seed"], env=environment, check=True, stdout=subprocess.DEVNULL)
        app = create_app(Config(instance=Path(folder), database_url=""))
        with app.app_context():
            opening = db.session.scalars(sa.select(Opening).order_by(Opening.id.desc())).first()
            assert opening is not None
            cards = crowd(opening)
            with working(onramp, environment):
                taken = [computed_after(card) for card in cards]
            pages = prepared(opening, cards[0])
            tokens = {user: accounts.start_session(user_id=user) for _, _, user in pages}
            planned = planning(opening)
        print(f"\n| {CANDIDATES} candidates more in one opening | p50 | slowest | queries | target |\n"
              "|---|---:|---:|---:|---:|")
        said("numbers computed after a submit", taken, " s", "", "2 s")
        with serving("webapp:create_app()", ONRAMP_INSTANCE=folder) as (port, *_):
            for name, path, user in pages:
                taken = list(Reading(port, tokens[user]).rounds(path))
                said(name, taken, " ms", str(queries(app, path, tokens[user])), "300 ms")
        said("interview plan of the opening", planned, " s", "", "2 s")


def said(name: str, taken: list[float], unit: str, asked: str, target: str) -> None:
    middle, slowest = (f"{each:.3g}{unit}" for each in (statistics.median(taken), max(taken)))
    print(f"| {name} | {middle} | {slowest} | {asked} | {target} |", flush=True)


def crowd(opening: Opening) -> list[Scorecard]:
    """One a week applies, is met and rated; the last scorecards are written but not yet submitted."""
    dice, left = random.Random(30), list[Scorecard]()
    for number in range(CANDIDATES):
        came, able = clock.now() - timedelta(weeks=CANDIDATES - number + 1), dice.gauss(3.2, 0.8)
        with clock.at(came):
            cards = begun(opening, number)
        with clock.at(came + timedelta(days=2)):
            for card in cards:
                write(card, able, dice)
            later = cards[:1] if number >= CANDIDATES - SUBMITS else []
            for card in cards[len(later):]:
                scorecards.submit_scorecard(actor_for(card.author), card)
        left += later
    return left


def begun(opening: Opening, number: int) -> list[Scorecard]:
    """Somebody applies and is invited to each interview of the plan; what is to be filled in."""
    person = applications.Person(f"Candidate {number:02d}", f"panel{number}@example.com")
    candidacy, _ = applications.apply(opening, person, resume=None, consent=True)
    rita = actor_for(candidacy.owner)
    candidacies.advance(rita, candidacy, "interview")
    query = sa.select(Interview).where(Interview.candidacy_id == candidacy.id).order_by(Interview.id)
    met = list(db.session.scalars(query))
    for hour, each in enumerate(met):
        interviews.schedule(rita, each, place="Room 4", starts_at=clock.now() + timedelta(days=1, hours=hour))
    return [each.scorecard for each in met if each.scorecard is not None]


def write(card: Scorecard, able: float, dice: random.Random) -> None:
    given = {each.id: Given(max(1, min(5, round(dice.gauss(able, 0.7)))), None, "Asked for the budget, then waited.")
             for each in card.ratings}
    scorecards.save_scorecard(actor_for(card.author), card, Written(given, Overall.yes, "Asks before telling.", ""))


@contextmanager
def working(onramp: Path, environment: dict[str, str]) -> Iterator[None]:
    """A worker as `make run` starts it, once it has done what was waiting."""
    while jobs.run_next(JOBS):
        pass
    worker = subprocess.Popen([onramp, "worker"], env=environment)
    try:
        db.session.rollback()
        time.sleep(10)
        yield
    finally:
        worker.terminate()
        worker.wait()


def computed_after(card: Scorecard) -> float:
    """Seconds from the submit to the stored fit that knows of it; nothing else is under way, as a rule a fit for
    readers who may not see all of the last one."""
    while db.session.scalar(sa.select(jobs.Job.id).where(
            jobs.Job.done_at.is_(None), jobs.Job.run_after_at <= clock.now()).limit(1)):
        db.session.rollback()
        time.sleep(0.1)
    known = fits()
    scorecards.submit_scorecard(actor_for(card.author), card)
    began = time.perf_counter()
    while fits() == known:
        if time.perf_counter() - began > ENOUGH:
            raise SystemExit("no fit came after a submit")
        time.sleep(0.02)
    return time.perf_counter() - began


def fits() -> int:
    db.session.rollback()
    return db.session.scalar(sa.select(sa.func.count(Fit.id)).where(Fit.left_out == 0)) or 0


def prepared(opening: Opening, card: Scorecard) -> list[tuple[str, str, int]]:
    """Name, path and reader of the pages under measure: the decider has written the first words."""
    candidacy = card.interview.candidacy
    debrief = debriefs.open_debrief(actor_for(candidacy.owner), candidacy)
    debriefs.write_first(actor_for(debrief.decider), debrief, words="Calm, and asks first.")
    return [("debrief", f"/debriefs/{debrief.id}", debrief.decider_id),
            ("match", f"/openings/{opening.id}/match", debrief.decider_id)]


def planning(opening: Opening) -> list[float]:
    plan, taken = newest_plan(opening.id), []
    assert plan is not None
    for _ in range(3):
        began = time.perf_counter()
        plans.resolve_plan(actor_for(opening.requisition.requested_by), plan)
        taken.append(time.perf_counter() - began)
    return taken


if __name__ == "__main__":
    main()
