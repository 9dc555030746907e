"""What comes from outside: the numbers and words an address, a query or a hidden field can name at all."""

from typing import Any

from werkzeug.routing import IntegerConverter, UnicodeConverter, ValidationError

MOST = 2**31 - 1


class Number(IntegerConverter):
    """`<int:…>` in an address: an id or a count. No record has a number past what the database's column holds: 404."""

    def __init__(self, *args: Any, **limits: Any) -> None:
        super().__init__(*args, **{"max": MOST, **limits})


class Word(UnicodeConverter):
    """`<…>` in an address: a name or a token. Nothing is called by signs that cannot be printed: 404."""

    def to_python(self, value: str) -> str:
        if not value.isprintable():
            raise ValidationError
        return value


def whole(text: str) -> int:
    """The whole number somebody wrote; ValueError for anything else, and for more than a column holds."""
    number = int(text)
    if abs(number) > MOST:
        raise ValueError(f"{text[:20]} is out of range")
    return number


def whole_or_none(text: str | None) -> int | None:
    """As `whole`, and nothing for what is none: a hidden field may come back empty or spoiled."""
    try:
        return whole(text or "")
    except ValueError:
        return None


def version_seen(text: str | None) -> int | None:
    """The version of a record that a form remembers; 0, which no record has, when that was spoiled on the way."""
    return (whole_or_none(text) or 0) if text else None
