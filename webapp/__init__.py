"""The web: pages, forms and papers on top of workflows. Light to import, so that small commands start at once."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from config import Config


def create_app(config: "Config | None" = None) -> "Flask":
    """The application for one installation; settings come from the environment unless given."""
    from webapp.application import assemble  # slow import

    return assemble(config)
