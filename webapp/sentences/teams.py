"""Sentences about a team's vision, targets, profiles and readings."""

from workflows.words import N_

SENTENCES = {
    "vision.empty": N_("Write in one or two sentences what the team is to be."),
    "vision.too-long": N_("Stay under %(most)s characters; a vision is read at a glance."),
    "vision.in-the-past": N_("%(by_on)s is over. Choose a day to come."),
    "vision.priorities": N_("A vision gives focus by one to five priorities; these are %(count)s."),
    "target.nobody": N_("A target needs at least one person. Leave it empty if nobody is needed."),
    "target.level": N_("Levels go from 1 to 5."),
    "target.weight": N_("A weight goes from 0 to 100%%."),
    "team.gap": N_("The team needs %(people)s people at level %(level)s in %(competency)s and has about %(expected)s."),
    "team.gap-one": N_("The team needs one person at level %(level)s in %(competency)s and has about %(expected)s."),
    "team.gap-not-measured": N_("The team needs %(people)s at level %(level)s in %(competency)s; nobody's level is "
                                "known yet."),
    "team.gap-closed": N_("The team needs %(people)s at level %(level)s in %(competency)s and has about "
                          "%(expected)s: enough."),
    "team.biggest-gap": N_("Biggest gap: %(competency)s. At level %(level)s the team needs %(people)s and has about "
                           "%(expected)s."),
    "team.no-gap": N_("No gap: every target is reached."),
    "team.no-target": N_("No targets yet."),
    "profile.name-missing": N_("Give the profile a name."),
    "profile.empty": N_("A profile needs at least one competency with a level."),
    "profile.weights": N_("The weights make %(total_bp)s together. Change them until they make 100%%."),
    "reading.level": N_("Levels go from 1 to 5; %(level)s is none. Nothing was kept: mend it and send all again."),
    "reading.standard-error": N_("A standard error lies between %(least)s and %(most)s levels."),
    "reading.drift": N_("A level may wander by 0 to %(most)s levels a year."),
    "reading.to-come": N_("%(taken_on)s is still to come. A reading is taken today or earlier."),
    "reading.not-in-team": N_("Not in %(team)s: %(count)s of these people. Nothing was kept."),
    "reading.ones-own": N_("Nobody measures themself. Ask your own manager to put down your level."),
    "reading.not-by-hand": N_("This level was measured in an interview or for a certificate; it is corrected there."),
    "reading.reason-missing": N_("Say what was wrong with it; it stays readable beside the new one."),
    "reading.level-unchanged": N_("It is %(level)s already. Choose the level that is right."),
    "reading.corrected-already": N_("This reading was corrected already. Correct the newer one."),
    "readings-file.too-large": N_("The file may have at most %(most_kb)s KB. Split it by team or by month."),
    "readings-file.not-text": N_("This is no CSV file in UTF-8. In your spreadsheet choose “CSV UTF-8” when you save."),
    "readings-file.empty": N_("The file has no row with a level. Begin with the download: it holds everybody."),
    "readings-file.columns-missing": N_("The first row must name the columns. Missing: %(columns)s. Found: %(found)s."),
    "readings-file.too-many-rows": N_("The file has %(rows)s rows; at most %(most)s are taken at once."),
    "readings-file.email": N_("Row %(row)s, column email: nobody in this team has the address “%(value)s”."),
    "readings-file.competency": N_("Row %(row)s, column competency: there is no competency “%(value)s”."),
    "readings-file.level": N_("Row %(row)s, column level: “%(value)s” is no level from 1 to 5."),
    "readings-file.date": N_("Row %(row)s, column date: “%(value)s” is no day up to today, written as 2026-03-02."),
    "readings-file.standard-error": N_("Row %(row)s, column standard_error: “%(value)s” does not lie between "
                                       "%(least)s and %(most)s levels."),
    "readings-file.twice": N_("Row %(row)s says the same person, competency and day as row %(other)s. Keep one."),
}
