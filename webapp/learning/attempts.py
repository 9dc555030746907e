"""Pages: attempts."""
