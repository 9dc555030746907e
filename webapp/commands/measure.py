"""`onramp measure`: the product's statistics on an analyst's own files, each command in a module of its own."""

import click

from webapp.commands import LazyGroup


@click.group(cls=LazyGroup, lazy={
    "agreement": ("webapp.commands.measure_agreement:agreement", "How far raters agree: ICC and Krippendorff's α."),
    "gap-closure": ("webapp.commands.measure_gap_closure:gap_closure", "What a team lacks, what a candidate closes."),
    "interview-plan": ("webapp.commands.measure_interview_plan:interview_plan", "Which questions to ask, and by whom."),
    "ratings": ("webapp.commands.measure_ratings:ratings", "Adjusted scores of a small interview panel."),
    "variance": ("webapp.commands.measure_variance:variance", "Variance components, crossed or nested, REML or ML."),
})
def measure():
    """The statistics of the product on your own files: CSV or TOML in, JSON on standard output.

    A bad file is refused with its row and column on standard error and exit code 2.
    """
