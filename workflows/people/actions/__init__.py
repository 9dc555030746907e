"""The ways to change people, teams and what is known of them; one module per subject."""
