"""Pages: content."""
