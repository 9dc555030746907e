"""Résumés: what a file is, the text in it, what the text says. Importing this package imports nothing else."""
