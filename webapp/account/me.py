"""One's own account: name, zone, sign-ins."""

from webapp.access import needs
from webapp.account import bp
from webapp.answers import page


@bp.get("/me")
@needs()
def me():
    return page("account/me.html")
