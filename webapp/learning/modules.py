"""Pages: modules."""
