"""Marks English text for translation where it is written; webapp translates it where it is read."""


def N_(text: str) -> str:
    return text
