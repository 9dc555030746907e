"""Pages: requisitions."""
