"""Pages: pay."""
