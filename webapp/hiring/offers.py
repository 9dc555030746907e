"""Pages: offers."""
