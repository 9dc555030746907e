"""Pages: setup."""
