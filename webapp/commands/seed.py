"""`onramp seed`: the demo company, built through the actions, with people who carry a story.

Halden Systems, Central team: good at finding customers, weak at negotiating. The story runs from the first target to
Maya Chen's first quota, and on to whoever comes after her; each chapter can be the last one.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

import click
import sqlalchemy as sa

from config import Config
from webapp import create_app
from webapp.commands.demo import aiming, beginning, learning, present, selling
from webapp.commands.demo.days import Happening, live
from webapp.commands.demo.story import CREW, PASSWORD, REPS, SEED, Story
from webapp.commands.upgrade import upgrade_database
from workflows import clock
from workflows.db import db
from workflows.people.actions import accounts, members
from workflows.people.records import LinkPurpose, User


@dataclass(frozen=True)
class Chapter:
    """What happens so many days before the present of the whole story, and until when it goes on.

    `happenings` are for chapters that are lived day after day; the others happen at once, on their first day.
    """

    days: int
    said: str
    happens: Happening | None = None
    until: int | None = None
    happenings: dict[int, Happening] = field(default_factory=dict)

    @property
    def last(self) -> int:
        return self.days if self.until is None else self.until


def certify(checkpoint: str) -> Happening:
    return lambda story: learning.certify(story, "maya", checkpoint)


def in_turn(*happenings: Happening) -> Happening:
    def happen(story: Story) -> None:
        for each in happenings:
            each(story)
    return happen


def maya_starts(story: Story) -> None:
    story.learners["maya"] = ()
    selling.set_quotas(story)


# Days whose distance from FIRST_DAY is a multiple of 7 are Mondays (see Story.day).
CHAPTERS: dict[str, Chapter] = {
    "company": Chapter(196, "People, content, and what the team wants and can do.", beginning.company),
    "opening": Chapter(194, "A seat is asked for and approved; the gaps choose the questions.", beginning.opening),
    "applied": Chapter(192, "Six people apply.", beginning.applied),
    "interviewed": Chapter(189, "Three are interviewed and rated by two people each.", beginning.interviewed, 182),
    "decided": Chapter(181, "The panel's words are read; Maya gets an offer.", beginning.decided),
    "hired": Chapter(180, "The offer becomes a hire with account, plan, ramp and pay plan.", beginning.hired, 176),
    "certified": Chapter(154, "Maya learns, and is certified for first conversations.", None, 126, {
        154: in_turn(maya_starts, selling.bring_deals), 129: certify("discovery-certified")}),
    "ramping": Chapter(125, "Her ramp opens step by step; a hold is coached; deals come in and are paid.", None, 61, {
        **dict.fromkeys((119, 105, 91, 77), in_turn(selling.bring_deals, selling.pay_out)),
        97: certify("value-certified"), 62: present.second_opening}),
    "rep": Chapter(60, "The present: quota and coaching for Maya, a plan for Daniel, an offer for Ines.", None, 0, {
        **dict.fromkeys((60, 45, 28, 15), in_turn(selling.bring_deals, selling.pay_out)),
        59: present.coach_agrees, 52: certify("deal-certified"), 47: present.coach_closes,
        41: present.second_interviews, 34: present.second_decisions, 33: present.daniel_is_offered,
        32: aiming.set_goals, 31: present.daniel_is_hired, 20: present.third_interviews, 18: present.coach_agrees,
        9: present.this_month, 5: aiming.look_at_goals, 4: present.thanks,
        2: in_turn(present.this_week, selling.bring_deals)}),
}


def tell(until: str, said: Callable[[str], None]) -> Story:
    """The story to the end of the chapter `until`, whose last day is now or in the week before."""
    told = clock.now()
    ends = told + timedelta(days=CHAPTERS[until].last)
    with clock.at(ends - timedelta(days=CHAPTERS["company"].days + 7)):
        story = Story(ends, members.create_team(SEED, name="Central", region="US", office="Chicago"), told)
    for name, chapter in CHAPTERS.items():
        said(f"  {name}: {chapter.said}")
        if chapter.happens is not None:
            with story.at(story.workday(chapter.days)):
                chapter.happens(story)
        else:
            live(story, chapter.days, chapter.last, chapter.happenings)
        if name == until:
            break
    return story


def _sign_ins(story: Story) -> str:
    rows = [f"  {title:<26} {story.crew[key].email}" for key, (_, title, _) in CREW.items()]
    rows.append(f"  {'Rep':<26} {story.crew[REPS[0].split()[0].lower()].email}")
    rows += [f"  {words:<26} {story.crew[key].email}" for key, words in (
        ("maya", "Rep on the ramp"), ("daniel", "New rep in onboarding")) if key in story.crew]
    if story.candidacies:
        name = "Ines Duarte" if "Ines Duarte" in story.candidacies else "Jakob Lind"
        candidate = story.candidacies[name].candidate
        token = accounts.issue_link(SEED, LinkPurpose.candidate, candidate_id=candidate.id)
        rows.append(f"  {'Candidate ' + candidate.name:<26} /my/{token}")
    return "\n".join([f"Sign in with the password “{PASSWORD}” as", *rows, ""])


@click.command()
@click.option("--until", type=click.Choice(list(CHAPTERS)), default="rep", help="The last chapter to build.")
def seed(until: str) -> None:
    """Build the demo company through the actions, in an installation without people; the tables come first."""
    settings = Config()
    settings.own_instance()
    try:
        upgrade_database(settings.resolved_database_url())
    except sa.exc.OperationalError as failure:
        raise click.ClickException(f"The database does not answer: {failure.orig}") from None
    app = create_app(settings)
    with app.app_context():
        if db.session.scalar(sa.select(sa.func.count()).select_from(User)):
            raise click.ClickException("There are people here already. The demo company is built into an empty "
                                       "installation only; start one with ONRAMP_INSTANCE=another-folder.")
        story = tell(until, click.echo)
        kept = settings.instance / "sign-ins.txt"
        kept.touch(mode=0o600)
        kept.write_text(_sign_ins(story))
