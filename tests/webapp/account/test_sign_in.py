"""Coming in by password: how often one may be wrong, from where, for how long one stays in, and what is kept."""

from dataclasses import replace

import pytest
import sqlalchemy as sa
from argon2 import PasswordHasher

from tests.browser import Browser
from tests.builders.people import person
from webapp import create_app
from workflows.acting import maintenance
from workflows.errors import Refused
from workflows.people.actions import accounts, own_account
from workflows.people.queries import actor_for
from workflows.people.records import User
from workflows.permits import Role

SECRET = "seven green lamps"


@pytest.fixture
def ana(session, monkeypatch) -> User:
    """Her password is hashed with the least effort, as these tests guess it hundreds of times."""
    monkeypatch.setattr(accounts, "_hasher", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    user = person(Role.leader, name="Ana Duarte")
    accounts.set_password(user, SECRET)
    return user


def refusal(email: str, address: str = "192.0.2.7", password: str = "a wrong password") -> str:
    with pytest.raises(Refused) as refused:
        accounts.authenticate(email, password, address=address)
    return refused.value.reasons[0].code


def test_eight_typing_errors_of_one_person_lock_the_whole_office_out(ana):
    for _ in range(accounts.TRIES):
        assert refusal("raj@example.com") == "sign-in.wrong"
    assert refusal("raj@example.com") == "sign-in.too-many"
    assert accounts.authenticate(ana.email, SECRET, address="192.0.2.7").id == ana.id


def test_a_stranger_who_types_wrong_passwords_locks_somebody_out(ana):
    for _ in range(accounts.TRIES):
        assert refusal(ana.email, "198.51.100.1") == "sign-in.wrong"
    assert refusal(ana.email, "198.51.100.1", SECRET) == "sign-in.too-many"
    assert accounts.authenticate(ana.email, SECRET, address="192.0.2.7").id == ana.id


def test_a_password_is_guessed_from_many_places(ana, clock):
    for number in range(accounts.TRIES_FROM_EVERYWHERE):
        assert refusal(ana.email, f"198.51.100.{number // 7}") == "sign-in.wrong"
    assert refusal(ana.email, "192.0.2.7", SECRET) == "sign-in.too-many"
    clock.travel(minutes=15)
    assert accounts.authenticate(ana.email, SECRET, address="192.0.2.7").id == ana.id


def test_one_visitor_is_as_many_places_as_they_have_addresses(ana):
    for number in range(accounts.TRIES):
        assert refusal(ana.email, f"2001:db8:7:1::{number}") == "sign-in.wrong"
    assert refusal(ana.email, "2001:db8:7:1:ffff::9", SECRET) == "sign-in.too-many"
    for elsewhere in ("2001:db8:7:2::1", "::ffff:192.0.2.7", "192.0.2.7", ""):
        assert accounts.authenticate(ana.email, SECRET, address=elsewhere).id == ana.id


def test_wrong_passwords_typed_on_ones_own_page_lock_one_out(ana):
    for _ in range(accounts.TRIES):
        with pytest.raises(Refused):
            own_account.change_password(actor_for(ana), ana, current="wrong", new="eight green lamps", token="")
    with pytest.raises(Refused) as refused:
        own_account.change_password(actor_for(ana), ana, current=SECRET, new="eight green lamps", token="")
    assert refused.value.reasons[0].code == "sign-in.too-many"
    assert accounts.authenticate(ana.email, SECRET, address="192.0.2.7").id == ana.id


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_where_aa_comes_after_z_one_may_guess_without_being_paused(session, ana):
    with maintenance("a database of Danes"):
        session.execute(sa.text('ALTER TABLE sign_in_attempts ALTER key TYPE varchar(64) COLLATE "da-x-icu"'))
    place = next(each for each in (f"10.0.{number // 256}.{number % 256}" for number in range(65536))
                 if accounts.place_key(each).startswith("aa"))
    for _ in range(accounts.TRIES):
        assert refusal(ana.email, place) == "sign-in.wrong"
    assert refusal(ana.email, place) == "sign-in.too-many"


def test_every_name_may_be_tried_from_one_place(ana, clock):
    for number in range(accounts.TRIES_FROM_ONE_PLACE):
        accounts.count_failure([accounts.mail_key(f"{number}@example.com"), accounts.hash_token("from:192.0.2.7")])
    assert refusal(ana.email, password=SECRET) == "sign-in.too-many"
    assert accounts.authenticate(ana.email, SECRET, address="198.51.100.1").id == ana.id
    clock.travel(minutes=15)
    assert accounts.authenticate(ana.email, SECRET, address="192.0.2.7").id == ana.id


@pytest.mark.parametrize(("proxied", "address"), [(False, "127.0.0.1"), (True, "203.0.113.9")])
def test_everybody_behind_a_proxy_is_one_place_or_a_visitor_names_their_own(app, session, ana, proxied, address):
    here = create_app(replace(app.config["ONRAMP"], proxied=proxied))
    browser = Browser(here)
    token = browser.get("/sign-in").xpath("//input[@name='csrf_token']/@value")[0]
    browser.open("/sign-in", method="POST", data={"csrf_token": token, "email": ana.email, "password": "wrong one"},
                 headers={"X-Forwarded-For": "198.51.100.66, 203.0.113.9"})
    assert accounts.tries(accounts.hash_token("from:" + address)) == 1


def test_a_password_can_be_read_in_the_database(session, ana):
    assert ana.password_hash.startswith("$argon2id$")
    assert SECRET not in ana.password_hash
    assert accounts.matches(ana.password_hash, SECRET)
    assert not accounts.matches(ana.password_hash, SECRET + "!")


def test_somebody_stays_signed_in_for_ever(app, ana, clock):
    browser = Browser(app)
    browser.get("/sign-in").submit("Sign in", {"E-mail": ana.email, "Password": SECRET})
    clock.travel(days=13, hours=23)
    assert browser.get("/me").path == "/me"
    clock.travel(hours=1)
    assert browser.get("/me").path == "/sign-in"
