"""Pages: coaching."""
