"""Sentences about people: signing in, links, accounts, teams."""

from workflows.words import N_

SENTENCES = {
    "sign-in.wrong": N_("E-mail and password do not fit together. Check both, or ask for a new password below."),
    "sign-in.too-many": N_("Too many tries. Wait %(minutes)s minutes, or ask for a new password below."),
    "link.unknown": N_("This link is not complete. Copy it whole from the mail, or ask for a new one."),
    "link.used-up": N_("This link was used already or is too old. Ask for a new one."),
    "setup.done-already": N_("Onramp is set up already. Sign in, or ask an administrator for an invitation."),
    "company.name-missing": N_("Write the company's name, in at most %(most)s characters."),
    "password.too-short": N_("The password needs at least %(least)s characters; a short sentence is easy to remember."),
    "password.too-long": N_("The password may have at most %(most)s characters."),
    "password.too-simple": N_("The password repeats the same few characters. Take a short sentence instead."),
    "team.name-taken": N_("There is a team called “%(name)s” already. Choose another name."),
    "user.email-taken": N_("Somebody with the address %(email)s is here already. Look them up under People."),
    "user.email-unreachable": N_("No mail reaches %(email)s; it stands in for an address nobody has given. Give the "
                                 "real one first."),
    "user.not-oneself": N_("You cannot deactivate yourself. Ask another administrator."),
    "user.successor-missing": N_("What %(name)s has still to do: %(count)s. Choose who takes it over."),
    "interview.to-restaff": N_("%(gone)s has left: find another interviewer for %(candidate)s (%(title)s)"),
    "scorecard.to-settle": N_("%(gone)s has left without a scorecard for %(candidate)s (%(title)s): excuse it, or swap "
                              "the interviewer"),
    "user.successor-apart": N_("%(name)s cannot take over: they would decide on their own %(what)s. Choose somebody "
                               "else."),
    "user.name-missing": N_("Write the name."),
    "user.zone-unknown": N_("“%(zone)s” is no time zone we know. Choose one from the list."),
    "user.role-missing": N_("Choose at least one role; without one there is nothing to see."),
    "user.team-missing": N_("Choose a team, or let the roles count in the whole company."),
    "user.has-left": N_("%(name)s has left. Open the account again first, or choose somebody else."),
    "user.has-password": N_("%(name)s has come in already. A new password comes by “Forgotten password?”."),
    "user.invited-just-now": N_("A mail went out less than two minutes ago. Give it a moment."),
    "password.current-wrong": N_("The current password is not right. Nothing was changed."),
    "role.none-such": N_("That is not a role people can be given."),
    "role.admin-only": N_("Only an administrator of the whole company may do this."),
    "role.not-your-team": N_("You may hand out roles in your own teams only."),
    "holiday.known": N_("%(on_on)s is free already: %(name)s."),
    "role.last-admin": N_("This is the last administrator. Make somebody else administrator first."),
}
