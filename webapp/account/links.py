"""Pages: links."""
