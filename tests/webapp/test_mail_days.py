"""Every mail of the demo company as it would go out. The clock runs, since the demo lives in the time of its making."""

import re
from collections.abc import Iterator

import pytest
import sqlalchemy as sa

from tests.conftest import Clock
from webapp.mail import compose
from workflows.db import db
from workflows.outbox import OutboxMessage

ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d")


@pytest.fixture(autouse=True)
def clock() -> Clock:
    return Clock()


@pytest.fixture
def letters(demo) -> Iterator[dict[str, list[str]]]:
    """Template → the texts of its letters."""
    with demo.app_context():
        found: dict[str, list[str]] = {}
        for message in db.session.scalars(sa.select(OutboxMessage)):
            letter = compose(message, demo.config["ONRAMP"])
            found.setdefault(message.template, []).append(
                f"{letter['Subject']}\n{letter.get_body(('plain',)).get_content()}")
        yield found
        db.session.remove()
        db.engine.dispose()


def test_a_mail_of_the_demo_writes_a_day_in_figures(letters):
    assert {"application_declined", "hire_welcome", "interview_candidate", "offer_sent", "offer_signed",
            "offer_to_approve"} <= letters.keys()
    assert [text for texts in letters.values() for text in texts if ISO_DAY.search(text)] == []
