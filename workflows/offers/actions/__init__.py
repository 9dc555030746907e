"""Offers from draft to signature, and the hire that follows."""
