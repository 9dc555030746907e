"""Pages: status."""
