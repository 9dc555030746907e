"""Pages: chain."""
