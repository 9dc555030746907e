"""Pages: readings by CSV, looked at before anything is kept; the download that can be filled in and sent back."""

import hashlib

from flask import Response, url_for
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import HiddenField

from webapp.access import actor, needs
from webapp.answers import done, page
from webapp.desk import bp
from webapp.desk.readings import RATERS, others
from webapp.desk.teams import crumbs
from webapp.forms import Form
from webapp.sentences import sentence
from webapp.translating import gettext as _
from webapp.translating import ngettext
from workflows import clock
from workflows.people import queries_gaps, reading_files
from workflows.people import queries_teams as reads
from workflows.people.actions import readings as actions
from workflows.people.reading_files import Sheet
from workflows.people.records import ReadingSource, Team
from workflows.reasons import Reason


class FileForm(Form):
    """First the file; then, looked at, its text once more with the word to keep it."""

    file = FileField(_l("CSV file"), description=_l("UTF-8, at most 256 KB and 2,000 rows."))
    text = HiddenField()
    keep = HiddenField()

    def content(self) -> str | Reason:
        """What was sent: a file first, else the text that was looked at."""
        if self.file.data and getattr(self.file.data, "filename", ""):
            return reading_files.decoded(self.file.data.read(reading_files.MOST_BYTES + 1))
        return reading_files.decoded((self.text.data or "").encode())


@bp.route("/teams/<int:team_id>/readings/file", methods=["GET", "POST"])
@needs(*RATERS)
def readings_file(team_id: int):
    """A report first, then all rows or none."""
    team, form = reads.team_led(actor(), team_id, "reading.record"), FileForm()
    sheet, text = None, form.content() if form.is_submitted() else ""
    if form.validate_on_submit():
        sheet = Sheet([], [text]) if isinstance(text, Reason) else _sheet(team, text)
        form.form_errors = [sentence(each) for each in sheet.faults]
        if form.keep.data and not sheet.faults and isinstance(text, str):
            with form.asking():
                kept = actions.record(actor(), team, sheet.measured, source=ReadingSource.csv,
                                      digest=hashlib.sha256(text.encode()).hexdigest())
                return done(url_for(".team", team_id=team_id), ngettext(
                    "%(num)s reading added, %(same)s there already.",
                    "%(num)s readings added, %(same)s there already.", kept.new, same=kept.unchanged))
    form.keep.data = form.text.data = ""
    return page("desk/readings_file.html", form=form, team=team, sheet=None if form.errors else sheet, text=text,
                columns=reading_files.COLUMNS, crumbs=crumbs(team, _("Readings from a file")))


@bp.get("/teams/<int:team_id>/readings.csv")
@needs(*RATERS)
def readings_download(team_id: int):
    """Everybody with every competency and the reading taken last; what is filled in can be sent back."""
    team = reads.team_led(actor(), team_id, "reading.record")
    newest = queries_gaps.levels_by_team([team_id])[team_id].newest()
    about = reads.competencies()
    rows = [_row(user, each, newest.get((user.id, each.id))) for user in others(team_id) for each in about]
    return Response(reading_files.write(rows), mimetype="text/csv", headers={
        "Content-Disposition": f'attachment; filename="readings-team-{team.id}.csv"'})


def _row(user, competency, reading) -> list[str]:
    taken = [f"{reading.level:g}", reading.taken_on.isoformat(), f"{reading.standard_error:g}"] if reading else [""] * 3
    return [user.name, user.email, competency.key, *taken]


def _sheet(team: Team, text: str) -> Sheet:
    people = {user.email.lower(): (user.id, user.name) for user in others(team.id)}
    known = {word.lower(): (each.id, each.name) for each in reads.competencies() for word in (each.name, each.key)}
    return reading_files.read(text, people, known, clock.today())
