"""Reading what experts write: TOML files of a pack, checked whole, every problem named by file, line and field.

A leaf: it knows neither the database nor what a pack is about, and imports the standard library only. A loader reads
each file with `read_document`, asks a `Checker` for every field, and refuses once, at `finish`:

    checker = Checker(read_document(folder / "bank.toml", folder))
    bank = Bank(key=checker.key("key"), title=checker.text("title", maximum=80))
    checker.finish()
"""

from workflows.authored.checking import Checker
from workflows.authored.documents import (
    AuthoredInvalid,
    Document,
    Problem,
    content_hash,
    read_document,
    read_text,
    refuse_problems,
)
from workflows.authored.writing import joined, toml_field, toml_list

__all__ = [
    "AuthoredInvalid",
    "Checker",
    "Document",
    "Problem",
    "content_hash",
    "joined",
    "read_document",
    "read_text",
    "refuse_problems",
    "toml_field",
    "toml_list",
]
