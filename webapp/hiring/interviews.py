"""Pages: interviews."""
