"""Pages: certificates."""
