"""Working through a module: reading, acknowledging, ticking, handing in, reviewing, observing a role-play."""

from collections.abc import Mapping
from hashlib import sha256

from curricula.rubrics import rubric_score, unrated
from workflows import clock, files, outbox, permits, uploads
from workflows.acting import act
from workflows.content.records import Acknowledgement
from workflows.errors import NotFound
from workflows.onboarding import queries
from workflows.onboarding.actions.plans import close, not_ones_own
from workflows.onboarding.authored_modules import HANDED_IN, READ, ModuleKind, checklist, lesson, role_play
from workflows.onboarding.machine import AssignmentState, keepers, reviewers
from workflows.onboarding.records import Assignment, ChecklistTick, RolePlay
from workflows.people.records import User
from workflows.permits import Actor, System, is_
from workflows.reasons import Reason

permits.allow("assignment.acknowledge", is_("owner_id"))
permits.allow("assignment.tick", is_("owner_id") | is_("plan.user_id") | is_("plan.coach_id") | is_("plan.manager_id")
              | keepers)
permits.allow("role_play.observe", reviewers)

CLOSED = queries.CLOSED
LONGEST_ANSWER = 20_000


def start_module(actor: Actor, assignment: Assignment) -> None:
    """Begin. Refused while something has to be done first; begun already changes nothing."""
    with act(actor, "assignment.start", assignment) as this:
        if assignment.state is AssignmentState.assigned:
            this.require(queries.blocked(assignment))
            assignment.started_at = assignment.started_at or clock.now()
            this.move()


def finish_reading(actor: Actor, assignment: Assignment) -> None:
    """"I have read it". A second click changes nothing."""
    with act(actor, "assignment.finish", assignment) as this:
        if assignment.state is not AssignmentState.done:
            this.require(_kind(assignment, *READ), queries.blocked(assignment))
            assignment.started_at = assignment.started_at or clock.now()
            close(this, assignment, "finish")


def acknowledge(actor: Actor, assignment: Assignment, *, typed_name: str, shown_sha256: str) -> None:
    """Sign the text in force: typed name, moment, hash of exactly what was shown. Signing twice changes nothing."""
    with act(actor, "assignment.acknowledge", assignment) as this:
        if assignment.state is AssignmentState.done:
            return
        text = queries.conduct(assignment.module.body.get("uses", ""))
        digest = text_sha256(lesson(text.body))
        differs = " ".join(typed_name.casefold().split()) != " ".join(actor.name.casefold().split())
        this.require(_kind(assignment, ModuleKind.acknowledgement), queries.blocked(assignment),
                     Reason("acknowledgement.name-differs", {"name": actor.name}) if differs else None,
                     Reason("acknowledgement.text-changed") if digest != shown_sha256 else None)
        if queries.acknowledgement_of(assignment.owner_id, text.id) is None:
            this.add(Acknowledgement(user_id=assignment.owner_id, content_version_id=text.id, document_sha256=digest,
                                     typed_name=" ".join(typed_name.split()), signed_at=clock.now()))
        this.note(content_version_id=text.id, sha256=digest)
        this.remember(typed_name=typed_name.strip())
        close(this, assignment, "finish")


def text_sha256(text: str) -> str:
    """The fingerprint a signature is bound to: SHA-256 of the text as it was shown."""
    return sha256(text.encode()).hexdigest()


def tick(actor: Actor, assignment: Assignment, *, key: str) -> None:
    """One line of the checklist is done. The last one finishes the module; a second click changes nothing."""
    with act(actor, "assignment.tick", assignment) as this:
        lines = {each.key: each for each in checklist(assignment.module)}
        if key not in lines:
            raise NotFound(Reason("record.gone"))
        ticked = set(queries.ticks(assignment.id))
        if key in ticked or assignment.state in CLOSED:
            return
        this.require(_not_their_line(actor, assignment, lines[key].owner))
        this.add(ChecklistTick(assignment_id=assignment.id, key=key, by_id=actor.user_id))
        assignment.progress_bp = 10_000 * (len(ticked) + 1) // len(lines)
        assignment.started_at = assignment.started_at or clock.now()
        this.note(key=key)
        if ticked | {key} >= set(lines):
            with act(System("last line of the checklist"), "assignment.finish", assignment) as last:
                close(last, assignment, "finish")


def hand_in(actor: Actor, assignment: Assignment, *, text: str, data: bytes | None = None, name: str = "") -> None:
    """Text, a file, or both, to the coach; handed in already changes nothing.

    Refused when there is neither, and for a file that is empty, too large or no document.
    """
    with act(actor, "assignment.hand_in", assignment) as this:
        if assignment.state is AssignmentState.to_review:
            return
        long = len(text) > LONGEST_ANSWER
        nothing = not text.strip() and data is None and assignment.file_id is None
        this.require(_kind(assignment, *HANDED_IN), queries.blocked(assignment),
                     Reason("assignment.nothing-handed-in") if nothing else None,
                     Reason("assignment.text-too-long", {"most": LONGEST_ANSWER}) if long else None)
        if data is not None:
            kind = uploads.inspect(name, data)
            assignment.file_id = files.store(data, name=uploads.safe_name(name, kind), purpose="assignment",
                                             media_type=uploads.MEDIA_TYPES[kind]).id
        assignment.handed_in, assignment.started_at = text.strip(), assignment.started_at or clock.now()
        if assignment.state is AssignmentState.assigned:
            this.move(trigger="start")
        this.move()
        _write(assignment, assignment.plan.coach, "module_handed_in", rep=assignment.plan.user.name)


def send_back(actor: Actor, assignment: Assignment, *, reason: str) -> None:
    """Back to the rep with what is missing; the words are shown to them."""
    with act(actor, "assignment.send_back", assignment) as this:
        this.require(not_ones_own(actor, assignment))
        assignment.feedback = reason.strip()
        this.move(reason=reason)
        _write(assignment, assignment.owner, "module_sent_back", reviewer=actor.name, reason=assignment.feedback)


def approve(actor: Actor, assignment: Assignment, *, feedback: str = "") -> None:
    """Reviewed and good, or tested in person. Not one's own; a second click changes nothing."""
    with act(actor, "assignment.approve", assignment) as this:
        if assignment.state is AssignmentState.done:
            return
        this.require(not_ones_own(actor, assignment))
        assignment.feedback = feedback.strip() or assignment.feedback
        close(this, assignment, "approve")
        _write(assignment, assignment.plan.user, "module_approved", reviewer=actor.name, feedback=feedback.strip())


def observe(actor: Actor, assignment: Assignment, *, levels: Mapping[str, int], seen: Mapping[str, str],
            notes: str = "") -> RolePlay:
    """A role-play as its observer saw it: a level and what was seen per criterion.

    At the pass mark the module is done, below it can be played again. Refused for one's own, and unless each
    criterion has a level and evidence.
    """
    with act(actor, "role_play.observe", subject=assignment, lock=(assignment,)) as this:
        script = role_play(assignment.module)
        without = [each.title for each in script.criteria if not seen.get(each.key, "").strip()]
        missing = [each.title for each in script.criteria if each.key in unrated(script.criteria, levels)]
        this.require(not_ones_own(actor, assignment), _kind(assignment, ModuleKind.role_play),
                     queries.blocked(assignment), Reason("assignment.closed") if assignment.state in CLOSED else None,
                     Reason("role-play.levels-missing", {"criteria": missing}) if missing else None,
                     Reason("role-play.evidence-missing", {"criteria": without}) if without else None)
        score = rubric_score(script.criteria, levels)
        scores = [{"key": each.key, "level": levels[each.key], "evidence": seen[each.key].strip()}
                  for each in script.criteria]
        play: RolePlay = this.create(RolePlay(assignment_id=assignment.id, observer_id=actor.user_id, scores=scores,
                                              score_bp=score, notes=notes.strip()))
        this.note(score_bp=score)
        if score >= script.pass_mark_bp:
            close(this, assignment, "approve", score_bp=score)
        else:
            assignment.score_bp = max(score, assignment.score_bp or 0)
    return play


def _write(assignment: Assignment, to: User, template: str, **words: str) -> None:
    outbox.post(to.email, template, user_id=to.id, locale=to.locale,
                params={"name": to.name, "module": assignment.module.title, "assignment_id": assignment.id, **words})


def _kind(assignment: Assignment, *kinds: ModuleKind) -> Reason | None:
    return None if ModuleKind(assignment.module.kind) in kinds else Reason("assignment.other-kind")


def _not_their_line(actor: Actor, assignment: Assignment, owner: str) -> Reason | None:
    """The rep ticks only the rep's own lines; whoever keeps the plan may tick any."""
    rep = actor.user_id == assignment.plan.user_id and actor.user_id != assignment.owner_id
    return Reason("assignment.line-of-others") if rep and owner != "rep" else None
