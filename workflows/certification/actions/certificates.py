"""A certificate's later life: revoked, about to end, taken again."""

from datetime import date

from workflows import clock, outbox
from workflows.acting import Act, act, get
from workflows.certification import rules
from workflows.certification.actions import invitations
from workflows.certification.actions.attempts import open_next
from workflows.certification.machine import AttemptState, CertificateRevoked, CertificateState
from workflows.certification.queries import attempts as attempt_reads
from workflows.certification.queries import certificates as reads
from workflows.certification.records import Attempt, Certificate
from workflows.people.records import Reading, User
from workflows.permits import Actor, System, allow, system

allow("certificate.remind", system)

NOTHING_KNOWN = 100.0
"""Standard error, in levels, of a reading that weighs nothing beside any other."""
LEAST_KNOWN = (1.0, 1.0)
"""Level and standard error of somebody of whom nothing else is known: nobody counts as able without proof."""


def revoke(actor: Actor, certificate: Certificate, *, reason: str) -> None:
    """It holds no more, whatever its dates say; the levels it stood for no longer count. Not one's own.

    A second click changes nothing. The row stays, with its reason.
    """
    with act(actor, "certificate.revoke", certificate) as this:
        if certificate.state is CertificateState.revoked:
            return
        this.require(rules.ones_own(actor.user_id, certificate.user_id))
        certificate.revoked_at, certificate.revoked_reason = clock.now(), reason.strip()[:500] or None
        this.move(reason=reason)
        _withdraw_levels(this, actor, certificate)
        invitations.tell_revoked(certificate)
        this.announce(CertificateRevoked(certificate.id))


def remind(day: str) -> None:
    """Daily: who holds a certificate that ends soon is told 60, 30, 14, 7 and 1 days before, the manager from 14 on."""
    today = date.fromisoformat(day)
    for certificate_id in reads.ending(today):
        certificate = get(Certificate, certificate_id)
        rung = rules.reminder_due(certificate.valid_until, today)
        newest = reads.in_force(certificate.user_id, certificate.checkpoint.lineage, today)
        if rung is None or newest is None or newest.id != certificate.id:
            continue
        manager_id = certificate.attempt.plan.manager_id
        readers = dict.fromkeys([certificate.user_id, *([manager_id] if rung <= rules.ESCALATE_DAYS else [])])
        keys = {f"certificate-{certificate.id}-{rung}-{each}": each for each in readers}
        told = outbox.posted(keys)
        if told == keys.keys():
            continue
        with act(System("certification.remind"), "certificate.remind", certificate) as this:
            for key, reader_id in keys.items():
                invitations.remind(certificate, get(User, reader_id), (certificate.valid_until - today).days, key)
            this.note(days=rung, readers=len(keys.keys() - told))


def open_again(day: str) -> None:
    """Daily: the next attempt after a "not yet" once its cool-down is over, and the renewal of what ends soon."""
    cause = System("certification.open_again")
    states = (AttemptState.failed, AttemptState.passed)
    for attempt in (get(Attempt, each) for each in reads.latest_attempts(states)):
        proof = reads.certificate_of(attempt.id)
        ended = proof is not None and proof.state is CertificateState.revoked
        if not ended and not attempt_reads.again_blockers(cause, attempt):
            open_next(cause, attempt)


def _withdraw_levels(this: Act, actor: Actor, certificate: Certificate) -> None:
    """Each reading is corrected by one that says nothing: beside other readings it weighs nothing, alone it counts
    for nobody. The next certificate's reading corrects it in turn."""
    for link in certificate.readings:
        others = reads.readings_beside(certificate.user_id, link.competency_id, link.reading_id)
        level, error = (link.reading.level, NOTHING_KNOWN) if others else LEAST_KNOWN
        this.add(Reading(user_id=certificate.user_id, competency_id=link.competency_id, level=level,
                         standard_error=error, source=link.reading.source, taken_on=clock.today(),
                         recorded_by_id=actor.user_id, corrects_id=link.reading_id))
