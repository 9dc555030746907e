"""Day after day: the chores that time alone brings, what was planned for the day, and the modules that are due."""

from collections.abc import Callable, Mapping

from webapp.commands.demo.learning import learn
from webapp.commands.demo.story import Story
from workflows import clock
from workflows.reactions import DAILY, JOBS

Happening = Callable[[Story], None]


def live(story: Story, begins: int, ends: int, happenings: Mapping[int, Happening]) -> None:
    """From `begins` days before the present to `ends` days before it, both included; `story.learners` learn."""
    for days in range(begins, ends - 1, -1):
        with story.ago(days, hour=6):
            for work in DAILY:
                JOBS[work](day=clock.today().isoformat())
        if days in happenings:
            with story.ago(days, hour=14):
                happenings[days](story)
        with story.ago(days, hour=15):
            for key, left in story.learners.items():
                learn(story, key, left)
