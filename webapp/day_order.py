"""The order in which the reader's country writes a day: templates say "d MMMM y", an American reads "MMMM d, y"."""

import re

from babel import Locale

MONTH_FIRST = ((re.compile(r"(E+),? d (M{3,}) (y+)"), r"\1, \2 d, \3"),
               (re.compile(r"(E+),? d (M{3,})"), r"\1, \2 d"), (re.compile(r"\bd (M{3,}) (y+)"), r"\1 d, \2"),
               (re.compile(r"\bd (M{3,})"), r"\1 d"))


def in_order(form: str, locale: Locale) -> str:
    """A pattern with its day after its month, where the reader writes so; names such as "long" pass unchanged."""
    if not locale.date_formats["short"].pattern.startswith("M"):
        return form
    for pattern, swapped in MONTH_FIRST:
        form = pattern.sub(swapped, form)
    return form
