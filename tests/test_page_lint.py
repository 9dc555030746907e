"""The lint itself: one page without a fault, and each fault told in its own sentence."""

import pytest
from flask import Flask, redirect, request

from tests.browser import Browser

GOOD = """<!doctype html><html lang="en"><head><title>Desk</title><link rel="icon" href="/static/x.svg"></head><body>
<main id="top"><h1>Desk</h1><a href="/next">Next</a>
<form method="post" action="/next"><input type="hidden" name="csrf_token" value="t">
<label for="name">Name</label><input id="name" name="name" value="Jo">
<fieldset><legend>Level</legend><label><input type="radio" name="level" value="3">met</label>
<label><input type="radio" name="level" value="4" checked>above</label></fieldset>
<label>Team <select name="team"><option value="7">North</option><option value="8">South</option></select></label>
<label><input type="checkbox" name="agreed" value="yes">I agree</label>
<button>Save</button><button name="then" value="new">Save and add</button></form>
<button type="button" disabled aria-describedby="why">Sign</button>
<p id="why">Waits for Raj.</p>%s</main></body></html>"""

FAULTS = {
    "<h1>Again</h1>": "the page has 2 h1, not one",
    '<p id="top">x</p>': '2 elements have the id "top"',
    '<input name="free">': '<input name="free"> has no label',
    '<a href="/next" id="a"></a>': '<a id="a" href="/next"> has no name a person could read or hear',
    '<img src="/static/x.svg">': "<img> has no alt text",
    '<form method="post" action="/next"></form>': '<form action="/next"> posts without a CSRF token',
    "<script>go()</script>": "inline script: go()",
    '<p style="color:red">x</p>': '<p> “x” has the inline style="color:red"',
    '<p onclick="go()">x</p>': '<p> “x” has the inline onclick="go()"',
    '<p><button type="button" disabled>Hire</button></p>':
        '<button type="button"> “Hire” is disabled and does not say why',
    '<a href="/nowhere">Far</a>': '<a href="/nowhere"> “Far” has href=/nowhere, which no route answers to GET',
    '<a href="#gone">Jump</a>': '<a href="#gone"> “Jump” points at #gone, which is not on the page',
    '<p aria-describedby="gone">x</p>': '<p> “x” has aria-describedby="gone", which is not on the page',
    "<p>Due None</p>": "<p> “Due None” shows “Due None”, which is code, not language",
    "<p>no_show</p>": "<p> “no_show” shows “no_show”, which is code, not language",
    "<p>%(name)s is late</p>": "<p> “%(name)s is late” shows “%(name)s is late”, which is code, not language",
    "<p>ramp.too-early</p>": "<p> “ramp.too-early” shows “ramp.too-early”, which is code, not language",
}


@pytest.fixture
def app():
    app = Flask("toy")
    app.shown = ""
    app.add_url_rule("/", view_func=lambda: GOOD.replace("%s", app.shown))

    @app.route("/next", methods=["GET", "POST"])
    def following():
        app.sent = [*request.form.items(multi=True)]
        return redirect("/")

    return app


def test_a_page_without_fault_is_let_through(app):
    assert Browser(app).get("/").heading == "Desk"


@pytest.mark.parametrize(("fault", "told"), FAULTS.items())
def test_a_fault_on_a_page_fails_the_test_that_fetched_it(app, fault, told):
    app.shown = fault
    with pytest.raises(AssertionError) as failure:
        Browser(app).get("/")
    assert str(failure.value).splitlines()[0] == "/ (200):"
    assert told in [line.strip() for line in str(failure.value).splitlines()]


def test_a_form_sends_what_it_holds_and_what_was_changed(app):
    page = Browser(app).get("/")
    page.submit("Save and add", {"Name": "Ana", "Level": "met", "Team": "South", "I agree": True})
    assert app.sent == [("csrf_token", "t"), ("name", "Ana"), ("level", "3"), ("team", "8"), ("agreed", "yes"),
                        ("then", "new")]


def test_an_untouched_form_sends_what_it_holds(app):
    Browser(app).get("/").submit("Save")
    assert app.sent == [("csrf_token", "t"), ("name", "Jo"), ("level", "4"), ("team", "7")]


def test_a_disabled_button_cannot_be_pressed_and_says_why(app):
    page = Browser(app).get("/")
    assert page.why_disabled("Sign") == "Waits for Raj."
    with pytest.raises(AssertionError, match="no button “Sign”"):
        page.submit("Sign")


def test_an_unexpected_answer_fails_the_test(app):
    with pytest.raises(AssertionError, match="/gone answered 404, not 200"):
        Browser(app).get("/gone")
