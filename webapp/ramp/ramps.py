"""Pages: ramps."""
