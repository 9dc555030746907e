"""Reads of interviews, scorecards and debriefs; what one may not see is not there."""
