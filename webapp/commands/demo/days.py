"""Day after day: the chores that time alone brings, what was planned for the day, and the modules that are due."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from datetime import date

from webapp.commands.demo.calendar import DAY
from webapp.commands.demo.learning import learn
from webapp.commands.demo.meeting import meet
from webapp.commands.demo.story import Story
from workflows import clock
from workflows.reactions import DAILY, JOBS

Happening = Callable[[Story], None]


def live(story: Story, begins: int, ends: int, happenings: Mapping[int, Happening]) -> None:
    """From `begins` days before the end to `ends` days before it, both included; people work on workdays only."""
    planned: dict[date, list[Happening]] = defaultdict(list)
    for days in sorted(happenings, reverse=True):
        planned[story.workday(days)].append(happenings[days])
    day, last = story.day(begins), story.day(ends)
    while day <= last:
        with story.at(day, hour=6):
            for work in DAILY:
                JOBS[work](day=clock.today().isoformat())
        if day in story.workdays:
            work_on(story, day, planned.pop(day, []))
        day += DAY
    assert not planned, f"planned for days that did not come: {sorted(planned)}"


def work_on(story: Story, day: date, happenings: list[Happening]) -> None:
    with story.at(day):
        for happening in happenings:
            happening(story)
    with story.at(day, hour=16):
        for key, left in story.learners.items():
            learn(story, key, left)
        meet(story)
