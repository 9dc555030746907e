"""Pages: debriefs."""
