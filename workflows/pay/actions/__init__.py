"""Pay plans, statements and disputes: one module per subject."""
