"""The slice's verbs, one module per subject."""
