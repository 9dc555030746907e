"""The ways to change what was sold and what is to be sold; one module per subject."""
