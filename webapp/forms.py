"""What every form shares: CSRF, refusals as errors of the form, what others changed meanwhile."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import request
from flask_wtf import FlaskForm
from wtforms import HiddenField

from webapp.sentences import sentence
from workflows.db import db
from workflows.errors import Refused, Stale


class Form(FlaskForm):
    """One question asked of a person. Shape is checked here, meaning by the action's rules."""

    @contextmanager
    def asking(self, record=None) -> Iterator[None]:
        """Run an action inside; its refusal becomes an error of this form, and nothing typed is lost.

        When somebody else was quicker, the form learns the record's new version, so that sending it again works.
        """
        try:
            yield
        except (Refused, Stale) as refusal:
            said = [sentence(reason) for reason in refusal.reasons]
            self.form_errors = [*self.form_errors, *said]  # type: ignore[has-type]  # WTForms carries no types
            if isinstance(refusal, Stale) and record is not None and "version" in self:
                db.session.refresh(record)
                self["version"].data = str(record.version)


class VersionedForm(Form):
    """A form about a stateful record: it remembers which version the person saw."""

    version = HiddenField()

    @property
    def seen(self) -> int | None:
        """The version the person saw, for `act(..., version=)`."""
        return int(self.version.data) if (self.version.data or "").isdigit() else None


def asked(name: str, most: int = 100) -> str:
    """What the address asks for under `name`, as one printable line: what a search box sends."""
    return "".join(letter for letter in request.args.get(name, "") if letter.isprintable()).strip()[:most]
