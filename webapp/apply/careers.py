"""Pages: careers."""
