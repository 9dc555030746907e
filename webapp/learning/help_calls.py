"""Pages: help calls."""
