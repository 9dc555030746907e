"""Page: one rep's chain, from the first gap to the last attainment."""

from flask import request
from flask_babel import lazy_gettext as _l

from webapp.access import actor, needs
from webapp.answers import page
from webapp.numbers import whole
from webapp.ramp import bp
from webapp.where import way_to
from workflows import clock
from workflows.insights.chain import Link, chain_for
from workflows.permits import Role

TITLES = {
    Link.gap: _l("The gap"), Link.opening: _l("The opening"), Link.question: _l("The questions and their answers"),
    Link.debrief: _l("The debrief"), Link.hire: _l("The hire"), Link.module: _l("The training"),
    Link.certificate: _l("The proof"), Link.ramp: _l("The ramp"), Link.quota: _l("The quota"),
    Link.sale: _l("What was sold"), Link.coaching: _l("The coaching"), Link.now: _l("The gap now"),
}
WHY = {
    Link.gap: _l("What the team lacked on the day of approval."), Link.opening: _l("The gap asked for a seat."),
    Link.question: _l("The gap chose the questions."), Link.debrief: _l("The answers became one line."),
    Link.hire: _l("The line spoke for an offer."), Link.module: _l("What was still short chose the modules."),
    Link.certificate: _l("The modules led to checkpoints."), Link.ramp: _l("The certificates opened the steps."),
    Link.quota: _l("Each step set the quota."), Link.sale: _l("Deals counted against that quota."),
    Link.coaching: _l("A hold asked for help."), Link.now: _l("All of it, back where it began."),
}
ICONS = {
    Link.gap: "target", Link.opening: "briefcase", Link.question: "message-circle", Link.debrief: "scale",
    Link.hire: "signature", Link.module: "book", Link.certificate: "certificate", Link.ramp: "stairs",
    Link.quota: "trending-up", Link.sale: "coin", Link.coaching: "heart-handshake", Link.now: "target-arrow",
}


@bp.get("/reps/<int:user_id>/chain")
@needs(Role.rep, Role.leader, Role.coach, Role.operations, Role.hiring_manager)
def chain(user_id: int):
    """Cause by cause; a link only to what this person may open."""
    found = chain_for(actor(), user_id, clock.today(actor().time_zone), request.args.get("gap", type=whole))
    return page("ramp/chain.html", chain=found, titles=TITLES, why=WHY, icons=ICONS, way_to=way_to)
