"""Pages: openings."""
