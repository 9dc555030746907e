"""Reads of attempts and certificates."""
