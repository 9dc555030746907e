"""Pages: sales."""
