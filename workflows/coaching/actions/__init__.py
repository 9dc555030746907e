"""Coaching plans, notes and kudos: one module per subject."""
