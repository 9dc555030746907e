"""What a move of a candidacy or a requisition leads to, said on its form before it is made."""

from flask_babel import lazy_gettext as _l

OF_CANDIDACIES = {
    "screen": _l("Somebody reads the application now; the candidate sees that it is being read."),
    "interview": _l("Interviews are prepared from the opening's plan, each with its kit."),
    "decline": _l("The candidate gets a mail that says we do not go on. Your reason stays with us."),
    "pool": _l("The candidate gets a mail that says it is not this job, and that we stay in touch. Your reason stays "
               "with us."),
    "withdraw": _l("For a candidate who told you that they stop. They get a mail that confirms it."),
    "reopen": _l("The application goes back to screening, with everything that was written about it."),
}
OF_REQUISITIONS = {
    "submit": _l("The approver has it on their desk then."),
    "approve": _l("The seat opens for applications, and what the team lacks today is kept with it."),
    "send_back": _l("It becomes a draft again. Whoever asked for the seat reads your reason in a mail."),
    "pause": _l("The opening leaves the careers page for a while; who has applied stays where they are."),
    "resume": _l("The opening is back on the careers page."),
    "fill": _l("For when every seat is taken. The opening leaves the careers page."),
    "cancel": _l("The seats are given up, and the opening leaves the careers page."),
    "reopen": _l("The seats are open again, and the opening is back on the careers page."),
}
