"""Lists in pages: the page an address asks for, never past the last one, and the way to its neighbours."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar
from urllib.parse import urlencode

from flask import request

from webapp.numbers import whole

Rows = TypeVar("Rows")


@dataclass(frozen=True)
class Pages:
    """Where in a list one is: page `number` of `count`, of `total` things (None when nobody counted them)."""

    number: int
    count: int
    total: int | None = None

    def at(self, number: int) -> str:
        """The address of another page of the same list, with all that was asked for."""
        asked = [(name, value) for name, value in request.args.items(multi=True) if name != "page"]
        return f"{request.path}?{urlencode([*asked, ('page', number)])}"


def asked_page() -> int:
    """The page the address asks for; the first one when it asks for none that could be."""
    return max(1, request.args.get("page", 1, whole))


def paged(read: Callable[[int], tuple[Rows, int]], size: int) -> tuple[Rows, Pages]:
    """The rows of the page asked for, or of the last one when there are fewer pages of `size` rows.

    `read` gives the rows of a page, and how many there are in all.
    """
    number = asked_page()
    rows, total = read(number)
    count = max(1, -(-total // size))
    if number > count:
        rows, total = read(count)
    return rows, Pages(min(number, count), count, total)
