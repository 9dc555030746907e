"""The approver's word on handed-in scores: a certificate, or "not yet"."""

import secrets
from collections.abc import Mapping

import sqlalchemy as sa

from workflows import clock
from workflows.acting import Act, act
from workflows.certification import rules
from workflows.certification.actions import invitations
from workflows.certification.gates import gate
from workflows.certification.machine import AttemptState, Certified
from workflows.certification.queries import attempts as reads
from workflows.certification.queries import certificates
from workflows.certification.records import Attempt, Certificate, CertificateReading
from workflows.db import db
from workflows.people.records import Competency, Reading, ReadingSource
from workflows.permits import Actor
from workflows.reasons import Reason

LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # none that is read as another: 20 of them are 100 bits


def certify(actor: Actor, attempt: Attempt) -> Certificate:
    """Approve scores that reach the mark: a certificate from today on, and the levels it proves as readings.

    However often and from however many places it is pressed, there is one certificate, and each press returns it.
    Refused under the mark, with a criterion too low, and for one's own attempt.
    """
    with act(actor, "attempt.certify", attempt) as this:
        there = certificates.certificate_of(attempt.id)
        if there is not None:
            return there
        found = _outcome(attempt)
        this.require(rules.ones_own(actor.user_id, attempt.user_id), found.blockers)
        attempt.decided_at = clock.now()
        this.move()
        made = _issue(this, attempt, found.score_bp)
        _record_levels(this, attempt, made)
        invitations.tell_certified(made)
        this.note(certificate_id=made.id, score_bp=found.score_bp, near_mark=found.near_mark)
        this.announce(Certified(made.id))
    return made


def fail(actor: Actor, attempt: Attempt) -> None:
    """Approve scores that do not reach the mark as "not yet". The next attempt opens after the authored cool-down.

    Decided so already changes nothing. Refused for scores that reach the mark: they are certified or sent back.
    """
    with act(actor, "attempt.fail", attempt) as this:
        if attempt.state is AttemptState.failed:
            return
        read, found = gate(attempt.checkpoint), _outcome(attempt)
        this.require(rules.ones_own(actor.user_id, attempt.user_id),
                     Reason("attempt.mark-reached", {"score_bp": found.score_bp}) if found.passes else None)
        attempt.decided_at = clock.now()
        this.move()
        invitations.tell_not_yet(attempt, opens_on=rules.opens_on(clock.today(), read))
        this.note(score_bp=found.score_bp, near_mark=found.near_mark)


def new_serial() -> str:
    """Four groups of five letters and figures, from the machine's own randomness; nobody guesses one."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(5)) for _ in range(4))


def _outcome(attempt: Attempt) -> rules.Outcome:
    """Refused by `act`'s machine later when nothing is handed in; here without levels it says which are missing."""
    read, given = gate(attempt.checkpoint), reads.scores_of(attempt.id)
    if missing := rules.score_blockers(read.criteria, given):
        return rules.Outcome(0, missing, False, ())
    return rules.outcome(read, rules.levels_of(given))


def _issue(this: Act, attempt: Attempt, score_bp: int) -> Certificate:
    valid_from, valid_until = rules.validity(clock.today(), attempt.checkpoint.valid_days)
    made: Certificate = this.create(Certificate(
        attempt_id=attempt.id, user_id=attempt.user_id, checkpoint_version_id=attempt.checkpoint_version_id,
        serial=new_serial(), valid_from=valid_from, valid_until=valid_until, score_bp=score_bp))
    return made


def _record_levels(this: Act, attempt: Attempt, made: Certificate) -> None:
    """One reading per proven competency; it takes the place of what a revocation said about the person before."""
    proves, error = gate(attempt.checkpoint).proves, certificates.standard_error()
    known = _competencies(proves)
    unknown = sorted(set(proves) - set(known))
    this.require(Reason("certificate.competency-unknown", {"competencies": unknown}) if unknown else None)
    for key, level in proves.items():
        reading = Reading(user_id=attempt.user_id, competency_id=known[key], level=level, standard_error=error,
                          source=ReadingSource.certificate, taken_on=made.valid_from,
                          recorded_by_id=attempt.approver_id,
                          corrects_id=certificates.withdrawal_of(attempt.user_id, known[key]))
        this.add(reading)
        this.session.flush()
        this.add(CertificateReading(certificate_id=made.id, competency_id=known[key], reading_id=reading.id))


def _competencies(proves: Mapping[str, int]) -> dict[str, int]:
    rows = db.session.execute(sa.select(Competency.key, Competency.id).where(Competency.key.in_(proves)))
    return {key: each for key, each in rows}  # noqa: C416 - rows are no pairs to mypy
