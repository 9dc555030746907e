"""Sentences of the web itself: pages that are not there, forms that expired, faults."""

from workflows.words import N_

SENTENCES = {
    "form.expired": N_("This form was open too long or came from another site. Go back, reload the page and send it "
                       "again; what you typed is still in your browser."),
    "http.not-found": N_("There is nothing at this address, or it is not yours to see."),
    "http.not-this-way": N_("This address cannot be opened like that. Go back and use the button."),
    "http.too-large": N_("That is far more than may be sent at once (10 MB for a file). Choose a smaller file."),
    "http.too-many": N_("Too many tries. Wait a few minutes, then try again."),
    "http.other": N_("The request could not be understood. Go back and try again."),
    "http.busy": N_("The database is busy or away. Nothing was changed; try again in a moment."),
    "http.fault": N_("Something went wrong on our side, and nothing was changed. If it happens again, tell operations "
                     "the reference %(reference)s."),
}
