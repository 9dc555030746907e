"""From the first deal back to the gap, as people click it: steps 11 and 12."""

from datetime import timedelta

from tests.journeys.crew import Crew
from tests.journeys.steps_hiring import a_seat_is_approved, kept_gap, number_in


def attainment_and_pay(crew: Crew, folder) -> None:
    """11. Operations brings in a deal; attainment and statement say what it comes to, line by line."""
    day = (crew.site.now - timedelta(days=1)).date()
    files = {
        "pipeline": "opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,close_value\n"
                    f"A1,Maya Chen,Line Guard,Erie Glass,Won,{day - timedelta(days=20)},{day},9000\n",
        "teams": "sales_agent,manager,regional_office\nMaya Chen,Lena Brandt,Central\n",
        "products": "product,series,sales_price\nLine Guard,Guard,9500\n"}
    otto = crew.otto.go("/imports").click("Import deals")
    for name, text in files.items():
        (folder / f"{name}.csv").write_text(text)
        otto.fill({name: [folder / f"{name}.csv"]})
    otto.press("Look at it")
    crew.site.work()
    assert "Nothing is taken yet" in otto.go(otto.page.url).text
    otto.press("Import")
    crew.site.work()
    assert "Every row was taken" in otto.go(otto.page.url).text
    assert "$9,000" in crew.maya.go("/attainment").text
    crew.site.later(days=40)
    otto = crew.otto.go("/statements").click(f"{day:%B %Y}").press("Release to the rep")
    assert "Released" in otto.text, otto.text
    maya = crew.maya.go("/statements").click(f"{day:%B %Y}")
    assert "Line by line" in maya.text
    assert "Released" in maya.text
    maya.click("See the deal")
    assert "Erie Glass" in maya.text


def coaching_and_back_to_the_gap(crew: Crew) -> None:
    """12. One focus, one step, a day; the next opening sees a smaller gap in what was certified; one page says all."""
    carla = crew.carla.go("/coaching").click("Maya Chen").click("Agree on one step")
    due = (crew.site.now + timedelta(days=14)).date()
    carla.fill({"The one step": "Write the trade list before each call.", "Measured again on": due.isoformat()})
    carla.press("Agree on one step")
    assert "Write the trade list" in crew.maya.go("/coaching").text
    lena = a_seat_is_approved(crew)
    assert number_in(lena.page.url) != crew.ids["opening"]
    assert kept_gap(lena, "Discovery") < crew.gaps["before"]
    lena.go("/teams").click("Central").click("Maya Chen").click("From gap to quota")
    for said in ("Negotiation", "Discovery certified", "$9,000.00 of", "Erie Glass"):
        assert said in lena.text, lena.text
