"""The page that shows every component in every state. Its sample data is invented here and stands nowhere else."""

from datetime import UTC, date, datetime

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateField,
    DateTimeLocalField,
    DecimalField,
    EmailField,
    FieldList,
    FileField,
    Form,
    FormField,
    HiddenField,
    IntegerField,
    MonthField,
    PasswordField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TelField,
    TextAreaField,
    TimeField,
    URLField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Email, InputRequired, Length, NumberRange
from wtforms.widgets import CheckboxInput, ListWidget

from webapp import charts, paper
from webapp.access import needs
from webapp.paging import Pages
from webapp.papers import pdf_answer

styleguide = Blueprint("styleguide", __name__, url_prefix="/styleguide")

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
ANCHORS = {
    "1": "Accepts the first no and ends the call.",
    "2": "Repeats the price; gives way when pressed.",
    "3": "Asks what stands behind the no and trades one thing for another.",
    "4": "Prepares three trades and keeps the buyer's goal in sight throughout.",
    "5": "Turns a blocked deal by widening it to people and terms nobody had named.",
}
PROFILES = [SelectChoice(value, label) for value, label in
            (("ae", "Account executive"), ("am", "Account manager"), ("sdr", "SDR"))]


class Range(Form):
    """Two amounts that belong together."""

    lowest = IntegerField("Lowest", [InputRequired()])
    highest = IntegerField("Highest", [InputRequired()])


class EveryField(FlaskForm):
    """One field of every kind."""

    name = StringField("Name of the opening", [InputRequired("Say what the opening is called."), Length(max=80)],
                       description="Candidates read it on the careers page.")
    email = EmailField("E-mail", [InputRequired("Give an address we can write to."), Email("That is no address.")])
    phone = TelField("Telephone")
    site = URLField("Web page")
    secret = PasswordField("Password", description="At least twelve characters.")
    profile = SelectField("Profile", [InputRequired()], choices=PROFILES)
    also = SelectMultipleField("Also fits", choices=PROFILES)
    seats = IntegerField("Seats", [InputRequired("Say how many seats."), NumberRange(1, 20, "Between 1 and 20 seats.")])
    salary = DecimalField("Base pay a year", description="Shown to candidates as a band.")
    start = DateField("First day", [InputRequired("Say when the work starts.")])
    interview = DateTimeLocalField("Interview")
    at = TimeField("Daily stand-up")
    month = MonthField("First month of quota")
    pitch = TextAreaField("Why this job", description="Two or three sentences; drafts are kept.")
    level = RadioField("Negotiation", [InputRequired("Choose the level you saw.")],
                       choices=[SelectChoice(str(n), f"Level {n}") for n in range(1, 6)])
    place = RadioField("Place", choices=[SelectChoice("home", "From home"), SelectChoice("office", "In the office")])
    days = SelectMultipleField("Days", choices=[SelectChoice("mon", "Monday"), SelectChoice("tue", "Tuesday")],
                               option_widget=CheckboxInput(), widget=ListWidget(prefix_label=False))
    agree = BooleanField("I have read how my data are used", [InputRequired("Without it we may not keep the form.")])
    resume = FileField("Résumé", description="PDF, DOCX or text, at most 10 MB.")
    band = FormField(Range, "Salary band")
    sites = FieldList(StringField("Site"), "Sites", min_entries=2)
    origin = HiddenField(default="styleguide")


SAMPLE = {
    "name": "Account executive, Nordics", "email": "hiring@example.com", "profile": "ae", "seats": 3, "salary": 64000,
    "start": date(2026, 4, 1), "level": "3", "place": "home", "days": ["mon"], "agree": True,
    "pitch": "You will open a region that already asks for us.",
}
PATH = [
    {"label": "Applied", "state": "done", "note": "12 February"}, {"label": "Screen", "state": "done"},
    {"label": "Interviews", "state": "now", "note": "2 of 4 scorecards in"}, {"label": "Debrief"}, {"label": "Offer"},
    {"label": "Hired"},
]
STOPPED = [
    {"label": "Applied", "state": "done"}, {"label": "Screen", "state": "stopped", "note": "Declined on 14 February"},
    {"label": "Interviews"}, {"label": "Hired"},
]
EVENTS = [
    {"at": NOW, "title": "Certificate granted: Discovery call", "who": "Ines Farr", "tone": "good",
     "icon": "certificate", "text": "The ramp's second step opens on 1 April 2026."},
    {"at": datetime(2026, 2, 27, 15, 30, tzinfo=UTC), "title": "Role-play observed", "who": "Raj Patel",
     "tone": "info", "href": "/styleguide#timeline"},
    {"at": date(2026, 2, 23), "title": "Plan opened with 18 modules", "who": "Onramp", "tone": "neutral"},
]
ROWS = [
    {"name": "Jo Park", "profile": "Account executive", "stage": "Interviews", "tone": "info",
     "since": date(2026, 2, 24), "booked": 12_850_000, "attainment": 8240},
    {"name": "Amélie de Saint-Exupéry-Wrocławska", "profile": "SDR", "stage": "Waits for Ana", "tone": "wait",
     "since": date(2026, 2, 27), "booked": 940_000, "attainment": 11250},
    {"name": "Kofi Mensah", "profile": "Account manager", "stage": "Declined", "tone": "bad", "since": date(2026, 1, 9),
     "booked": 0, "attainment": None},
]
RANGES = [
    {"name": "Negotiation", "low": 2.1, "mid": 2.8, "high": 3.5, "n": 4},
    {"name": "Discovery", "low": 3.2, "mid": 3.7, "high": 4.2, "n": 6},
    {"name": "Drive", "low": 3.4, "mid": 4.1, "high": 4.8, "n": 2},
]
NAV = [
    {"label": "Desk", "href": "#buttons", "icon": "home", "current": True},
    {"label": "Hiring", "href": "#forms", "icon": "user-search", "group": "Team"},
    {"label": "Learning", "href": "#data", "icon": "school", "group": "Team"},
    {"label": "Ramp", "href": "#status", "icon": "stairs", "group": "Team"},
    {"label": "Team and gaps", "href": "#words", "icon": "target-arrow", "group": "Team"},
    {"label": "Openings", "href": "#words", "icon": "briefcase", "group": "Setting up"},
]
PERSON = {"name": "Ana Lindqvist", "detail": "Hiring manager", "sign_out_url": "", "items": [
    {"label": "Profile", "href": "#words", "icon": "user"}]}
REASONS = ["2 scorecards still to come: Ana, Raj.", "The debrief has no written reason yet."]


def sample() -> dict:
    """Everything the page draws, in the shapes the macros ask for."""
    empty_form = EveryField(formdata=None, meta={"csrf": False})
    wrong = EveryField(formdata=None, prefix="wrong", meta={"csrf": False}, data={"seats": 40, "name": ""})
    for name in ("place", "band"):
        del wrong[name]
    wrong.validate()
    return {
        "now": NOW, "anchors": ANCHORS, "path": PATH, "stopped": STOPPED, "events": EVENTS, "rows": ROWS,
        "nav_items": NAV, "person_menu": PERSON, "reasons": REASONS, "ranges": RANGES,
        "pages": Pages(2, 5, 1234),
        "filled": EveryField(formdata=None, prefix="filled", data=SAMPLE), "blank": empty_form, "wrong": wrong,
    }


@styleguide.get("")
@needs()
def index():
    """Every component in every state."""
    return render_template("styleguide/index.html", **sample())


@styleguide.get("/public")
@needs()
def public():
    """The narrower frame of candidates and sign-in."""
    return render_template("styleguide/public.html", **sample())


@styleguide.post("/press")
@needs()
def press():
    """Where the sample buttons post: nothing happens but a message."""
    flash("This is what a message looks like after something was done.", "success")
    return redirect(url_for("styleguide.index"), 303)


@styleguide.post("/draft")
@needs()
def draft():
    """Where the sample form saves what is typed: it is taken and thrown away."""
    return "", 204


def sample_chart(name: str) -> charts.Spec | None:
    """One specification of each kind."""
    months = [("Jan", 12_000, 15_000), ("Feb", 31_000, 30_000), ("Mar", 44_000, 45_000), ("Apr", 71_000, None)]
    steps = [("Mar", 0, False), ("Apr", 15_000, False), ("May", 15_000, True), ("Jun", 30_000, False)]
    gaps = [("Negotiation", 3, 1.6), ("Discovery and qualification", 4, 3.7), ("Drive", 2, 2.3)]
    if name == "attainment":
        return charts.bars_by_period([{"period": m, "credit": c, "quota": q} for m, c, q in months], unit="EUR",
                                     quota_label="Quota", credit_label="Credit")
    if name == "gap":
        return charts.gap_by_competency([{"competency": c, "target": t, "expected": e} for c, t, e in gaps],
                                        target_label="Target", expected_label="Expected", unit="people at the level")
    if name == "ranges":
        return charts.dot_and_range(RANGES, unit="level", lowest=1, highest=5)
    if name == "ramp":
        return charts.ramp_steps([{"month": m, "quota": q, "held": h} for m, q, h in steps], unit="EUR a month",
                                 quota_label="Quota", held_label="Held")
    return None


@styleguide.get("/charts/<name>.svg")
@needs()
def chart(name: str):
    """A sample chart at an address of its own."""
    spec = sample_chart(name)
    return abort(404) if spec is None else charts.svg_answer(spec)


PAPER = {
    "title": "Account executive, Nordics: your first statement", "dated": date(2026, 3, 2),
    "company": {"name": "Example Oy", "lines": ["Mannerheimintie 1", "00100 Helsinki"]},
    "recipient": {"name": "Zoë Błaszczykowska", "lines": ["Ulica Długa 3", "00-238 Warszawa"]},
    "reference": "Statement 2026-03, version 1",
    "opening": "This paper shows every part that other papers are made of, long enough to see how a line breaks.",
    "facts": [["Period", "March 2026"], ["Quota", "EUR 15,000 after ramp"], ["Attainment", "82 % of quota"]],
    "rows": [["Base pay", "EUR 5,333.33"], ["Commission on 3 deals", "EUR 1,240.00"], ["Draw", "EUR 400.00"]],
    "total": ["Sum", "EUR 6,973.33"], "chart_words": "Credit against quota by month",
    "meaning": "The draw of this month is set against the commission of the next two.",
    "address": "https://onramp.example.com/certificates/8F3K-22QD",
    "signers": [{"name": "Ana Lindqvist", "role": "Sales leader", "signed": "signed 2 March 2026"},
                {"name": "Zoë Błaszczykowska", "role": "Account executive", "signed": None}],
}


@styleguide.get("/paper.pdf")
@needs()
def sample_paper():
    """Every part of a paper, as PDF."""
    picture = paper.chart_image(charts.render_svg(sample_chart("attainment") or {}))
    return pdf_answer(paper.render_pdf("sample.html", {**PAPER, "chart": picture}), "sample.pdf")
