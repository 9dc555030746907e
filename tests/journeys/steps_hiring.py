"""The way to the hire, as people click it: steps 1 to 7."""

import re
from datetime import timedelta

from tests.journeys.crew import Crew
from tests.journeys.visiting import Visitor

SEAT = {"Title": "Account executive", "Profile": "Account executive", "Salary from, a year": "60000",
        "Salary to, a year": "80000", "Why is the seat needed?": "One of two holds a price.",
        "Approver": "Lena Brandt"}
SEEN = ("Named the buyer's deadline, then offered a trade: earlier delivery against a longer term.",
        "Asked four questions before the product came up and summed up in the buyer's words.")
RESUME = b"Maya Chen\nmaya@example.com\n\nExperience\nAccount executive, Borealis Tools, 2021 - 2026\n"


def a_vision_and_a_gap(crew: Crew) -> None:
    """1. Lena writes what the team is to be, sets a target and rates two people; the page says the gap."""
    lena = crew.lena.go("/teams").click("Central").click("Write it")
    lena.fill({"What is the team to be?": "Every plant in the region knows us.", "By when?": "2028-01-31",
               "Priority 1": "Hold the price", "Competency behind priority 1": "Negotiation"}).press("Put in force")
    lena.go("/teams").click("Central").click("Targets")
    for competency in ("Negotiation", "Discovery"):
        row = lena.page.locator(".need-row", has_text=competency).first
        row.get_by_label("people").first.fill("3")
        row.get_by_label("level").first.select_option("4")
    lena.press("Set targets")
    lena.go("/teams").click("Central").click("Rate the team")
    for level, name in (("4", "Jonas Weber"), ("2", "Priya Nair")):
        lena.choose(f"{name}, Negotiation: level {level}").choose(f"{name}, Discovery: level 2")
    lena.press("Keep these levels")
    assert "The team needs 3 people" in lena.text


def an_opening(crew: Crew) -> None:
    """2. The manager asks for a seat, the leader approves it, and the gaps of the day are kept."""
    lena = a_seat_is_approved(crew)
    crew.ids["opening"] = number_in(lena.page.url)
    assert "What the team lacked on the day of approval" in lena.text
    crew.gaps["before"] = kept_gap(lena, "Discovery")


def a_seat_is_approved(crew: Crew) -> Visitor:
    """Marc asks for a seat and Lena approves it; Lena's browser, on the opening's page."""
    marc = crew.marc.go("/requisitions").click("Request a seat")
    start = (crew.site.now + timedelta(days=30)).date()
    marc.fill({**SEAT, "Start": start.isoformat()}).press("Keep the draft").press("Ask for approval")
    assert "It waits for Lena Brandt" in marc.text
    return crew.lena.go("/").click("Account executive").press("Approve").click("Opening")


def kept_gap(who: Visitor, competency: str) -> float:
    """How many people an opening's page says were missing in a competency on the day of approval."""
    kept = who.page.locator("table", has_text="Gaps, kept as they were")
    column = kept.locator("thead th").all_inner_texts().index("Gap")
    row = kept.locator("tbody tr", has_text=competency).first.locator("th, td")
    return float(row.nth(column).inner_text().split()[0])


def an_application(crew: Crew, folder) -> None:
    """3. Maya applies on the careers page and finds her status by the link in her mail."""
    resume = folder / "maya.txt"
    resume.write_bytes(RESUME)
    maya = crew.visit(**crew.how).go("/careers").click("Account executive").click("Apply")
    maya.fill({"Your name": "Maya Chen", "Your e-mail": "maya@example.com", "Your résumé": [resume],
               "You may keep my application": True}).press("Send the application")
    assert "Your application for “Account executive” is here." in maya.text
    crew.site.work()
    rita = crew.rita.go(f"/openings/{crew.ids['opening']}").click("Maya Chen")
    crew.ids["candidacy"] = number_in(rita.page.url)
    assert "Borealis Tools" in rita.text


def a_plan_of_questions(crew: Crew) -> None:
    """4. The largest gaps choose the questions of two conversations."""
    marc = crew.marc.go(f"/openings/{crew.ids['opening']}/interview-plan")
    for number, name in enumerate(("Ana Kovacs", "Raj Mehta")):
        marc.page.locator(f"[name='rounds-{number}-interviewer_id']").select_option(label=name)
    marc.press("Choose the questions")
    assert "Minutes per competency and interview" in marc.page.content()


def interviews_and_scorecards(crew: Crew) -> None:
    """5. Two people interview Maya and write down what they saw, each blind to the other."""
    rita = crew.rita.go(f"/candidacies/{crew.ids['candidacy']}").press("To interviews")
    rita.go(f"/candidacies/{crew.ids['candidacy']}/interviews")
    for number, title in enumerate(("First interview", "Second interview"), 1):
        rita.go(f"/candidacies/{crew.ids['candidacy']}/interviews").click(title).click("Schedule")
        begins = (crew.site.now + timedelta(days=1)).replace(hour=8 + number, minute=0)
        rita.fill({"Begins at": f"{begins:%Y-%m-%dT%H:%M}", "Place or link to the call": "Room 4"})
        rita.press("Send the invitations")
    crew.site.later(days=2)
    for who in (crew.ana, crew.raj):
        who.go("/").click("Maya Chen").press("Mark as held")
        rate(who)


def rate(who: Visitor) -> None:
    """A whole scorecard: a level and what was seen for each question."""
    for level in who.page.locator("input[type=radio][name^=level_][value='4']").all():
        level.press(" ")
    for number, evidence in enumerate(who.page.locator("textarea[name^=evidence_]").all()):
        evidence.fill(SEEN[number % len(SEEN)])
    who.page.locator("input[type=radio][name=overall][value=yes]").press(" ")
    who.fill({"Why this overall?": "Asks before telling, and holds the price."}).press("Submit scorecard")
    assert "still being read" in who.text
    who.site.work()
    who.press("Submit scorecard")
    assert who.heading.startswith("Scorecard of"), who.text


def a_debrief(crew: Crew) -> None:
    """6. Marc writes first, sees the numbers second, and decides with a reason."""
    marc = crew.marc.go(f"/candidacies/{crew.ids['candidacy']}/interviews").press("Open the debrief")
    crew.site.work()
    marc.fill({"Your own words about the candidate": "Calm under pressure."})
    marc.press("Keep my words and show the numbers")
    marc.fill({"Go to offer": True, "Reason": "Two people saw her hold a price."}).press("Decide")
    assert "Two people saw her hold a price." in marc.text


def an_offer_and_a_hire(crew: Crew) -> None:
    """7. Draft, approval, letter, signature, hire: account, invitation and plan come with it."""
    marc = crew.marc.go(f"/candidacies/{crew.ids['candidacy']}").click("Draft the offer")
    first_day = (crew.site.now + timedelta(days=10)).date()
    marc.fill({"Salary per year": "72000", "Full quota per month": "50000", "Coach": "Carla Nunes",
               "Approver": "Lena Brandt", "Ramp": "Standard: five steps in four months",
               "First day": first_day.isoformat()})
    marc.press("Draft the offer").press("Ask for approval")
    offer = number_in(marc.page.url)
    crew.lena.go(f"/offers/{offer}").press("Approve")
    marc.go(f"/offers/{offer}").press("Send to the candidate")
    crew.site.work()
    maya = crew.candidate.go("/my").click("offer")
    maya.fill({"Your full name": "Maya Chen"}).press("Accept and sign")
    assert "You signed on" in maya.text
    marc.go(f"/offers/{offer}").press("Hire Maya Chen")
    assert "Hired for seat 1" in marc.text


def number_in(url: str) -> int:
    found = re.search(r"://[^/]+.*?/(\d+)", url)
    assert found, url
    return int(found[1])
