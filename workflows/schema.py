"""Imports every slice's records, so that the metadata and the mappers are complete wherever they are needed."""

from workflows import files, jobs, ledger, outbox, waits
from workflows.certification import records as certification
from workflows.coaching import records as coaching
from workflows.content import records as content
from workflows.db import db
from workflows.goals import records as goals
from workflows.interviewing import records as interviewing
from workflows.offers import records as offers
from workflows.onboarding import records as onboarding
from workflows.pay import records as pay
from workflows.people import records as people
from workflows.ramp import records as ramp
from workflows.recruiting import records as recruiting
from workflows.sales import records as sales

metadata = db.metadata

__all__ = ["certification", "coaching", "content", "files", "goals", "interviewing", "jobs", "ledger", "metadata",
           "offers", "onboarding", "outbox", "pay", "people", "ramp", "recruiting", "sales", "waits"]
