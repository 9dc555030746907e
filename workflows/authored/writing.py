"""Writing authored texts as TOML that a person likes to read, and that reads back as the same text."""

import re
import textwrap
from collections.abc import Iterable

_LINE = 120
_BLOCK = 110


def joined(text: str) -> str:
    """Each paragraph on one line, paragraphs parted by an empty line: how line breaks in a file are meant."""
    paragraphs = (re.sub(r"[ \t\n]+", " ", paragraph).strip(" ") for paragraph in re.split(r"\n[ \t]*\n", text))
    return "\n\n".join(paragraph for paragraph in paragraphs if paragraph)


def toml_field(name: str, text: str) -> str:
    """`name = "text"` on one line when it fits, else as a wrapped block."""
    text = joined(text)
    line = f"{name} = {_quoted(text)}"
    return line if _fits(line, text) else f'{name} = """\n{_wrapped(text, "")}"""'


def toml_list(name: str, texts: Iterable[str]) -> str:
    """A list with one text a line."""
    rows = [_entry(joined(text)) for text in texts]
    return "\n".join([f"{name} = [", *rows, "]"]) if rows else f"{name} = []"


def _entry(text: str) -> str:
    line = f"  {_quoted(text)},"
    return line if _fits(line, text) else f'  """{_wrapped(text, "  ").lstrip()}""",'


def _fits(line: str, text: str) -> bool:
    return len(line) <= _LINE and "\n" not in text


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _wrapped(text: str, indent: str) -> str:
    body = text.rstrip('"')
    escaped = body.replace("\\", "\\\\").replace('""', '\\"\\"') + '\\"' * (len(text) - len(body))
    wrapper = textwrap.TextWrapper(
        _BLOCK, initial_indent=indent, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
    )
    return "\n\n".join(wrapper.fill(paragraph) for paragraph in escaped.split("\n\n"))
