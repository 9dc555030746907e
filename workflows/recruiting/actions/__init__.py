"""The ways to change what recruiting keeps; one module per subject."""
