"""What forms say of answers they cannot take is in our words, whichever field or check says it."""

import ast
import inspect
import re
import textwrap
from collections.abc import Iterator

import pytest
from flask_wtf.file import FileField, FileRequired
from werkzeug.datastructures import MultiDict
from wtforms import DateField, DecimalField, IntegerField, SelectField, SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.fields.core import UnboundField
from wtforms.validators import InputRequired, Length, NumberRange

from tests.browser import Browser
from tests.builders.people import person
from webapp.form_words import SAID, WORDS
from webapp.forms import Form
from workflows.permits import Role

OF_PROGRAMMERS = {"Choices cannot be None.", "Invalid field name '%s'."}


def forms(kind: type = Form) -> Iterator[type]:
    for each in kind.__subclasses__():
        yield each
        yield from forms(each)


def parts(field: UnboundField) -> Iterator[type]:
    """The classes of a field, of what it holds, and of its checks."""
    yield field.field_class
    given = [*field.args, *field.kwargs.values()]
    for each in given:
        if isinstance(each, UnboundField):
            yield from parts(each)
        elif isinstance(each, list | tuple):
            yield from (type(check) for check in each)


def built_in(kind: type) -> Iterator[str]:
    """The sentences in the code of a class of WTForms and of those it comes from."""
    for each in kind.__mro__:
        if each.__module__.partition(".")[0] in ("wtforms", "flask_wtf"):
            for node in ast.walk(ast.parse(textwrap.dedent(inspect.getsource(each)))):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and "gettext" in node.func.attr:
                    many = node.args[1] if node.func.attr == "ngettext" else node.args[0]
                    yield many.value if isinstance(many, ast.Constant) else ""


def test_a_form_speaks_in_the_words_of_a_library(app):
    fields = [field for form in forms() if form.__module__.startswith("webapp.")
              for field in vars(form).values() if isinstance(field, UnboundField)]
    assert len(fields) > 100
    sentences = {said for field in fields for kind in parts(field) for said in built_in(kind)} - {""}
    assert len(sentences) > 10
    assert sentences - set(SAID) - OF_PROGRAMMERS == set()


def test_a_sentence_loses_what_it_tells():
    def told(text: str) -> set[str]:
        return set(re.findall(r"%\(\w+\)\w|{\w+}", text)) - {"%(length)d", "%(value)s", "%(other_name)s",
                                                             "%(other_label)s"}

    assert {theirs: ours for theirs, ours in SAID.items() if told(theirs) != told(ours)} == {}
    assert WORDS.ngettext("Field cannot be longer than %(max)d character.",
                          "Field cannot be longer than %(max)d characters.", 1) == (
        "This is too long: %(length)d characters. Shorten it to at most %(max)d.")


class EveryForm(Form):
    name = StringField("Name", [InputRequired(), Length(max=5)])
    seats = IntegerField("Seats", [NumberRange(1, 9)])
    share = DecimalField("Share")
    starts_on = DateField("Start")
    place = SelectField("Place", coerce=int, choices=[SelectChoice(1, "Oslo")])
    roles = SelectMultipleField("Roles", coerce=Role, choices=[SelectChoice(Role.rep, "Rep")])
    paper = FileField("Paper", [FileRequired()])


@pytest.mark.parametrize(("field", "given", "said"), [
    ("name", "", "This is needed. Fill it in or choose."), ("name", " ", "This is needed. Fill it in or choose."),
    ("name", "x" * 7, "This is too long: 7 characters. Shorten it to at most 5."),
    ("seats", "x", "This is no whole number. Write it in digits, such as 12."),
    ("seats", "10", "Write a number from 1 to 9."),
    ("share", "x", "This is no number. Write it in digits, such as 12.5."),
    ("starts_on", "x", "This is no day of the calendar. Choose one, or write it as 2026-03-02."),
    ("place", "7", "What was chosen is not offered here, or no longer. Choose again."),
    ("place", "x", "What was chosen is not offered here, or no longer. Choose again."),
    ("roles", "x", "What was chosen is not offered here, or no longer. Choose again."),
    ("roles", "coach", "What was chosen is not offered here, or no longer. Choose again."),
    ("paper", "", "This is needed. Fill it in or choose.")])
def test_an_error_does_not_say_what_to_do(app, field, given, said):
    with app.test_request_context():
        form = EveryForm(MultiDict({field: given}), meta={"csrf": False})
        form.validate()
        assert form[field].errors[0] == said


def test_a_page_speaks_in_the_words_of_a_library(app, session):
    admin = Browser(app).sign_in(person(Role.admin))
    page = admin.get("/people/teams/new").submit("Make the team", {"Name": ""}, expect=422)
    assert "This is needed. Fill it in or choose." in page.text
