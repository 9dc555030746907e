"""The words of the mails about interviews."""

import sqlalchemy as sa

from tests.builders import interviewing as build
from webapp import mail
from workflows.interviewing.actions import interviews
from workflows.outbox import OutboxMessage
from workflows.people.queries import actor_for


def test_a_mail_cannot_be_written_or_shows_the_candidate_the_kit(session):
    panel = build.scheduled(1)
    interviews.cancel(actor_for(panel.recruiter), panel.interviews[0], reason="The seat is gone.")
    written = [mail.words(each) for each in session.scalars(sa.select(OutboxMessage).order_by(OutboxMessage.id))]
    assert [subject for subject, _ in written] == ["Invitation: Interview 1", "You interview Jo Park: Interview 1",
                                                   "Called off: Interview 1", "Called off: Interview 1 with Jo Park"]
    assert "Tuesday 3 March 2026, 09:00 (UTC)" in written[0][1]
    assert f"/interviews/{panel.interviews[0].id}" not in written[0][1]
    assert f"/interviews/{panel.interviews[0].id}" in written[1][1]
