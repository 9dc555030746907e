"""The company's papers: under its own name, and as answers."""

from collections.abc import Mapping
from typing import Any

from flask import Response

from webapp import paper
from workflows.people.queries_directory import company_name


def printed(template: str, data: Mapping[str, Any]) -> bytes:
    """The paper as PDF with the company's name at its head; without one, nobody is named as its sender."""
    name = company_name()
    return paper.render_pdf(template, {"company": {"name": name, "lines": []} if name else None, **data})


def pdf_answer(content: bytes, name: str) -> Response:
    """A PDF that browsers show in their window, and keep under this name."""
    answer = Response(content, mimetype="application/pdf")
    answer.headers.set("Content-Disposition", "inline", filename=name)
    return answer
