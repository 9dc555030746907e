"""Pages: readings."""
