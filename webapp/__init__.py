"""The web: pages, forms and papers on top of workflows. Light to import, so that small commands start at once."""

import os
from typing import TYPE_CHECKING

# Two threads of linear algebra are several times slower than one on a shared machine. Read when numpy is loaded.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

if TYPE_CHECKING:
    from flask import Flask

    from config import Config


def create_app(config: "Config | None" = None) -> "Flask":
    """The application for one installation; settings come from the environment unless given."""
    from webapp.application import assemble  # slow import

    return assemble(config)
