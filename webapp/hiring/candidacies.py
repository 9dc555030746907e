"""Pages: candidacies."""
