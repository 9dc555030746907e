"""The yardstick: Flask, SQLAlchemy and a template with three indexed queries, and nothing else."""

import os

import sqlalchemy as sa
from flask import Flask, render_template_string

PAGE = """<!doctype html><html lang="en"><title>Bare</title><h1>{{ opening[0] }}</h1>
<ul>{% for row in rows %}<li>{{ row[0] }} {{ row[1] }}</li>{% endfor %}</ul><p>{{ person[0] }}</p></html>"""


def create_app() -> Flask:
    app = Flask("bare")
    engine = sa.create_engine(os.environ["BARE_DATABASE_URL"])

    @app.get("/sign-in")
    @app.get("/")
    def page() -> str:
        with engine.connect() as connection:
            opening = connection.execute(sa.text("SELECT title, id FROM openings WHERE id = 1")).first()
            rows = connection.execute(sa.text("SELECT id, state FROM candidacies WHERE opening_id = 1 LIMIT 25")).all()
            person = connection.execute(sa.text("SELECT name FROM users WHERE id = 1")).first()
        return render_template_string(PAGE, opening=opening or ("", 0), rows=rows, person=person or ("",))

    return app
