"""Pages: scorecards."""
