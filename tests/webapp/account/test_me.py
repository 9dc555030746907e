"""One's own account: details, password, where one is signed in."""

import pytest
import sqlalchemy as sa

from tests.browser import Browser
from tests.builders.people import person, team
from workflows.people.actions import accounts
from workflows.people.records import SignIn, User
from workflows.permits import Role

SECRET, NEW = "seven green lamps", "eleven blue doors"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:130.0) Gecko/20100101 Firefox/130.0"
PHONE = ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.0 "
         "Mobile/15E148 Safari/604.1")


@pytest.fixture
def ana(session) -> User:
    made = person(Role.leader, team=team("North"), name="Ana Duarte")
    accounts.set_password(made, SECRET)
    return made


def arrived(app, ana, agent: str = FIREFOX, password: str = SECRET) -> Browser:
    browser = Browser(app)
    browser.client.environ_base["HTTP_USER_AGENT"] = agent
    browser.get("/sign-in").submit("Sign in", {"E-mail": ana.email, "Password": password})
    return browser


def test_changed_details_are_not_kept_or_not_used(app, session, ana):
    page = arrived(app, ana).get("/me")
    assert [each.text.strip() for each in page.xpath("//dt[.='North']/following-sibling::dd")] == ["Leader"]
    page = page.click("Change").submit("Keep them", {"Name": "Ana D. Costa", "Time zone": "Asia/Tokyo"})
    session.expire_all()
    assert (ana.name, ana.time_zone) == ("Ana D. Costa", "Asia/Tokyo")
    assert "18:00" in page.rows("Where I am signed in")[1][1]


def test_a_name_of_blanks_or_a_made_up_zone_is_kept(app, session, ana):
    browser = arrived(app, ana)
    page = browser.get("/me/details").submit("Keep them", {"Name": "   "}, expect=422)
    assert "Write the name." in page.text or page.errors != []
    token = page.xpath("//input[@name='csrf_token']/@value")[0]
    browser.post("/me/details", {"csrf_token": token, "name": "Ana", "time_zone": "Mars/North", "locale": "en"},
                 expect=422)
    session.expire_all()
    assert (ana.name, ana.time_zone) == ("Ana Duarte", "UTC")


def test_a_new_password_leaves_the_old_one_or_the_lost_phone_in(app, ana):
    here, phone = arrived(app, ana), arrived(app, ana, PHONE)
    page = here.get("/me").click("Change my password")
    page = page.submit("Change it", {"Current password": SECRET, "New password": NEW})
    assert page.heading == "My account"
    assert phone.get("/me").path == "/sign-in"
    assert here.get("/me").path == "/me"
    Browser(app).get("/sign-in").submit("Sign in", {"E-mail": ana.email, "Password": SECRET}, expect=422)
    arrived(app, ana, password=NEW).get("/me")


def test_somebody_at_an_open_screen_changes_the_password(app, session, ana):
    here = arrived(app, ana)
    page = here.get("/me/password")
    page = page.submit("Change it", {"Current password": "a guess", "New password": NEW}, expect=422)
    assert "The current password is not right." in page.text
    page = page.submit("Change it", {"Current password": SECRET, "New password": "short"}, expect=422)
    assert "at least 10 characters" in page.text
    for _ in range(7):
        page = page.submit("Change it", {"Current password": "a guess", "New password": NEW}, expect=422)
    page = page.submit("Change it", {"Current password": SECRET, "New password": NEW}, expect=422)
    assert "Too many tries" in page.text


def test_a_lost_phone_stays_signed_in(app, ana):
    here, phone = arrived(app, ana), arrived(app, ana, PHONE)
    page = here.get("/me")
    assert [row[0] for row in page.rows("Where I am signed in")[1:]] == [
        "Safari, iPhone from 127.0.0.1", "Firefox, Windows this one from 127.0.0.1"]
    page = page.submit("Sign it out")
    assert [row[0] for row in page.rows("Where I am signed in")[1:]] == [
        "Firefox, Windows this one from 127.0.0.1"]
    assert phone.get("/me").path == "/sign-in"


def test_signing_out_elsewhere_signs_out_here_or_others(app, session, ana):
    raj = person(Role.coach)
    others = Browser(app).sign_in(raj)
    here, phone, tablet = arrived(app, ana), arrived(app, ana, PHONE), arrived(app, ana, PHONE)
    here.get("/me").submit("Sign out everywhere else")
    assert [each.get("/me").path for each in (here, phone, tablet, others)] == ["/me", "/sign-in", "/sign-in", "/me"]


def test_somebody_ends_the_sign_in_of_another(app, session, ana):
    here, raj = arrived(app, ana), person(Role.admin)
    theirs = Browser(app).sign_in(raj)
    token = here.get("/me/password").xpath("//input[@name='csrf_token']/@value")[0]
    sign_in = session.scalar(sa.select(SignIn.id).where(SignIn.user_id == raj.id))
    here.post(f"/me/sign-ins/{sign_in}/end", {"csrf_token": token}, expect=404)
    assert theirs.get("/me").path == "/me"
