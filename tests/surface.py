"""`make documents` writes tests/surface.md: every page and form, and for whom. Read its diff in review."""

from pathlib import Path

from flask import Flask
from werkzeug.routing import Rule

from webapp.access import Audience

FILE = Path(__file__).with_suffix(".md")
HEAD = ["# Every page and form, and for whom", "", "Written by `make documents`; a test compares it.", "",
        "| path | how | endpoint | for |", "|---|---|---|---|"]


def rules(app: Flask) -> list[Rule]:
    """What the app answers to, static files apart, in a steady order."""
    found = (rule for rule in app.url_map.iter_rules() if rule.endpoint != "static")
    return sorted(found, key=lambda rule: (rule.rule, rule.endpoint, methods(rule)))


def methods(rule: Rule) -> str:
    return " ".join(sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}))


def told(audience: Audience) -> str:
    """In words: anybody, everyone who is signed in, candidates, or the roles."""
    if audience.public:
        return "anybody"
    if audience.candidates:
        return "candidates"
    roles = ", ".join(sorted(audience.roles)).replace("_", " ") or "everyone signed in"
    return f"{roles}, of the whole company" if audience.company else roles


def surface(app: Flask) -> str:
    rows = [f"| `{rule.rule}` | {methods(rule)} | {rule.endpoint} | "
            f"{told(app.view_functions[rule.endpoint].audience)} |" for rule in rules(app)]  # type: ignore[attr-defined]
    return "\n".join([*HEAD, *rows, ""])


if __name__ == "__main__":
    from webapp import create_app  # slow import

    FILE.write_text(surface(create_app()))
