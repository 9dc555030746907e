"""What every form shares: CSRF, refusals as errors of the form, what others changed meanwhile."""

import re
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from flask import request
from flask_wtf import FlaskForm
from wtforms import DateTimeField, HiddenField, PasswordField, StringField, TextAreaField
from wtforms.validators import InputRequired

from webapp.form_words import WORDS, FormWords
from webapp.numbers import version_seen
from webapp.seen import changed_since, spoiled, take_over, values_seen
from webapp.seen import said as news
from webapp.sentences import sentence
from webapp.translating import gettext as _
from workflows.acting import Window, what_changed
from workflows.db import Drafted, Record, db
from workflows.errors import Refused, Stale
from workflows.reasons import Reason

UNREADABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
NOBODY, MARK = "-", 40
MANY_LINES = (TextAreaField, HiddenField, PasswordField)


class Cleaning(FlaskForm.Meta):
    """What is typed or pasted reaches the field as text one can read and a database can keep; errors are our words."""

    def get_translations(self, form: Any) -> FormWords:
        return WORDS

    def bind_field(self, form: Any, unbound_field: Any, options: dict[str, Any]) -> Any:
        kind = unbound_field.field_class
        if issubclass(kind, StringField):
            options["filters"] = [as_text, *unbound_field.kwargs.get("filters", ()), readable]
            if not issubclass(kind, MANY_LINES):
                options["filters"].append(one_line)
        elif issubclass(kind, DateTimeField):
            options["filters"] = [in_our_time]
        return super().bind_field(form, unbound_field, options)


class Form(FlaskForm):
    """One question asked of a person. Shape is checked here, meaning by the action's rules."""

    Meta = Cleaning

    def validate(self, extra_validators: Any = None) -> bool:
        """As ever; blanks are no answer to a question that needs one."""
        valid = super().validate(extra_validators)
        for field in self:
            needed = any(isinstance(each, InputRequired) for each in field.validators)
            if needed and isinstance(field.data, str) and not field.data.strip() and not field.errors:
                field.errors = [field.gettext("This field is required.")]
                valid = False
        return valid

    @contextmanager
    def asking(self, record=None) -> Iterator[None]:
        """Run an action inside; its refusal becomes an error of this form, and nothing typed is lost.

        When somebody else was quicker, the form says what is new and learns it, so that sending it again works.
        """
        try:
            yield
        except (Refused, Stale) as refusal:
            said = [sentence(reason) for reason in refusal.reasons]
            if isinstance(refusal, Stale) and isinstance(self, SeenForm):
                said += self.catch_up(record)
            self.form_errors = [*self.form_errors, *said]  # type: ignore[has-type]  # WTForms carries no types


class SeenForm(Form):
    """A form that is filled with what is there: it remembers what the person saw."""

    was = HiddenField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.is_submitted():
            self.was.data = values_seen(self)

    def validate(self, extra_validators: Any = None) -> bool:
        """As ever; and a form that no longer knows what the person saw is as stale as one can be."""
        valid = super().validate(extra_validators)
        if self.knows_what_was_seen():
            return valid
        self.form_errors = [*self.form_errors, sentence(Reason("record.changed-meanwhile")), *self.catch_up()]
        return False

    def knows_what_was_seen(self) -> bool:
        return not spoiled(self, self.was.data or "")

    def refuse_if_changed(self, record: Record | None, *verbs: str) -> None:
        """Stale, naming who made one of `verbs` last, when a field is filled with something else than was seen.

        For records without a version, and for what is no single record (None); two who send in the same instant are
        not told apart.
        """
        if any(changed_since(self, self.was.data or "")):
            raise Stale(what_changed(record, *verbs))

    def catch_up(self, record: Any = None) -> list[str]:
        """Sentences on what is new; fields the person left alone show it, what they typed stays."""
        said = []
        for field, both in list(changed_since(self, self.was.data or "")):
            said.append(news(field, both))
            if not both:
                take_over(field)
        self.was.data = values_seen(self)
        return said


class VersionedForm(SeenForm):
    """A form about a stateful record: it also remembers which version the person saw."""

    version = HiddenField()

    @property
    def seen(self) -> int | None:
        """The version the person saw, for `act(..., version=)`."""
        return version_seen(self.version.data)

    def knows_what_was_seen(self) -> bool:
        """As ever; and there was no version of what is only about to be made."""
        return super().knows_what_was_seen() and not (self.version.object_data == "" and self.version.data)

    def catch_up(self, record: Any = None) -> list[str]:
        """As ever. The version is that of the values the form was filled with: newer ones are told the next time."""
        filled_with = self.version.object_data
        if filled_with is None and record is not None:
            db.session.refresh(record)
            self.version.data = str(record.version)
            return []
        self.version.data = str(filled_with or "")
        return super().catch_up(record)


class DraftForm(SeenForm):
    """A form that is kept while it is written: it remembers its window, and whose words it was filled with."""

    window = HiddenField(render_kw={"autocomplete": "off"})
    after = HiddenField(render_kw={"autocomplete": "off"})

    def __init__(self, record: Drafted, data: Mapping[str, Any]) -> None:
        super().__init__(data={**data, "after": record.written_in or NOBODY})
        if not self.is_submitted():
            self.window.data = secrets.token_hex(8)

    @property
    def here(self) -> Window:
        """The window as it says itself, for actions that keep a draft."""
        after = {"" if mark == NOBODY else mark for mark in (self.after.data or "").split()}
        return Window((self.window.data or "")[:MARK], frozenset(after))

    @contextmanager
    def keeping(self) -> Iterator[None]:
        """Run what keeps the draft inside; when another window wrote since, say how to go on."""
        try:
            yield
        except Stale:
            raise Stale(Reason("draft.not-saved")) from None

    def catch_up(self, record: Any = None) -> list[str]:
        """As ever; from then on these words come after those of the other window."""
        self.after.data = self.after.object_data
        return super().catch_up(record)


def as_text(text: Any) -> Any:
    """A text field that was not sent at all says nothing, as one that was left empty does."""
    return "" if text is None else text


def readable(text: Any) -> Any:
    """Without the signs nobody can see and PostgreSQL cannot keep; lines and tabs stay."""
    return UNREADABLE.sub("", text) if isinstance(text, str) else text


def one_line(text: Any) -> Any:
    """Line breaks as blanks: a name goes into the subject of a mail, and into the name of a file."""
    return re.sub(r"[\r\n\t\u2028\u2029]+", " ", text) if isinstance(text, str) else text


def in_our_time(day: Any) -> Any:
    """The day or moment, if it lies in a century in which a calendar can count on and back from it."""
    if day is not None and not 2000 <= day.year < 2100:
        raise ValueError(_("Choose a day between 2000 and 2099."))
    return day


def asked(name: str, most: int = 100) -> str:
    """What the address asks for under `name`, as one printable line: what a search box sends."""
    return "".join(letter for letter in request.args.get(name, "") if letter.isprintable()).strip()[:most]
