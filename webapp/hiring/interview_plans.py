"""Pages: interview plans."""
