"""From the first deal back to the gap, as people click it: steps 11 and 12."""

from tests.journeys.crew import Crew


def attainment_and_pay(crew: Crew, folder) -> None:
    """11. Operations brings in deals; attainment and statement say what they come to, line by line."""
    day = (crew.site.now).date()
    files = {
        "pipeline": "opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,close_value\n"
                    f"A1,Maya Chen,Line Guard,Erie Glass,Won,{day:%Y-%m}-01,{day:%Y-%m}-02,9000\n",
        "teams": "sales_agent,manager,regional_office\nMaya Chen,Lena Brandt,Central\n",
        "products": "product,series,sales_price\nLine Guard,Guard,9500\n"}
    for name, text in files.items():
        (folder / f"{name}.csv").write_text(text)
    otto = crew.otto.go("/imports/deals")
    for name in files:
        otto.page.locator(f"input[name={name}]").set_input_files(folder / f"{name}.csv")
    otto.press("Look at it")
    assert "Nothing is taken yet" in otto.text
    otto.press("Import")
    maya = crew.maya.go("/attainment")
    assert "$9,000" in maya.text
    crew.site.later(days=40)
    otto = crew.otto.go("/statements").click("Maya Chen")
    otto.press("Release to the rep")
    maya = crew.maya.go("/statements")
    maya.page.get_by_role("main").get_by_role("link").first.click()
    assert "Line by line" in maya.text


def coaching_and_back_to_the_gap(crew: Crew) -> None:
    """12. One focus, one step, a day; and the team page knows more than it did at the start."""
