"""Desk: what waits for me."""

from webapp.access import actor, needs
from webapp.answers import page
from webapp.desk import bp
from workflows import waits
from workflows.db import db


@bp.get("/")
@needs()
def index():
    who = actor()
    return page("desk/index.html", waits=waits.open_for(db.session(), who.user_id or 0, who.grants))
