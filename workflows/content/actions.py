"""Loading what experts wrote: each pack becomes one immutable version; the same content again changes nothing."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from curricula.parts import Curriculum, Module, part_hash, part_json
from question_banks.bank import Bank, Question
from question_banks.bank import part_hash as bank_hash
from workflows import permits
from workflows.acting import Act, act
from workflows.authored import content_hash
from workflows.content import profiles
from workflows.content.records import (
    CheckpointVersion,
    ContentVersion,
    ItemVersion,
    ModuleVersion,
    PackKind,
    QuestionVersion,
)
from workflows.db import db
from workflows.people.records import Competency
from workflows.permits import Actor, Role, company, system

permits.allow("content_version.load", company(Role.operations) | system)


def load_bank(actor: Actor, bank: Bank) -> ContentVersion:
    """The bank's version, made now unless this exact content is loaded already; competencies and profiles follow it.

    A profile that was shaped in the app since stays as it is; `left_profiles` of the version's body names them.
    Questions keep their version rows while their content is unchanged; reworded ones get a new row of their lineage.
    """
    body: dict[str, Any] = {"key": bank.key, "title": bank.title, "note": bank.note,
            "phrases": {key: list(each) for key, each in bank.phrases.items()},
            "questions": {question.key: bank_hash(question) for question in bank.questions},
            "profiles": profiles.authored(bank.profiles)}
    with act(actor, "content_version.load") as this:
        old = profiles.before(bank.key)
        left = profiles.shaped_here(body["profiles"], old)
        body["left_profiles"] = sorted(left.values())
        version, new = _version(this, actor, PackKind.bank, bank.key, bank.title, bank_hash(bank), body)
        if new:
            ids = _competencies(this, bank)
            profiles.follow(body["profiles"], old, left, ids)
            this.note(left_profiles=sorted(left))
            for question in bank.questions:
                _question(this, version, question, ids[question.competency])
            _retire_others(bank)
    return version


def load_curriculum(actor: Actor, curriculum: Curriculum) -> ContentVersion:
    """The curriculum's version with its modules, quiz items and checkpoints; needs the bank's competencies."""
    body = part_json(curriculum)
    with act(actor, "content_version.load") as this:
        version, new = _version(this, actor, PackKind.curriculum, curriculum.key, curriculum.title,
                                content_hash(body), body)
        if new:
            ids = _competency_ids()
            for position, module in enumerate(curriculum.modules):
                this.add(_module(curriculum, version, position, module, ids))
            for quiz in curriculum.quizzes:
                this.add(*(ItemVersion(content_version_id=version.id, lineage=item.key, content_hash=part_hash(item),
                                       quiz=quiz.key, competency_id=ids.get(item.competency), kind=item.kind.value,
                                       difficulty=item.difficulty.value, body=part_json(item)) for item in quiz.items))
            this.add(*(CheckpointVersion(
                content_version_id=version.id, lineage=each.key, content_hash=part_hash(each), position=position,
                title=each.title, pass_mark_bp=each.pass_mark_bp, valid_days=each.valid_days, body=part_json(each))
                for position, each in enumerate(curriculum.checkpoints)))
    return version


def load_pack(actor: Actor, kind: PackKind, key: str, title: str, body: Mapping[str, Any]) -> ContentVersion:
    """The version of a ramp shape, pay plan or code of conduct given as plain JSON values."""
    with act(actor, "content_version.load") as this:
        version, _ = _version(this, actor, kind, key, title, content_hash(dict(body)), dict(body))
    return version


def _version(this: Act, actor: Actor, kind: PackKind, key: str, title: str, digest: str,
             body: dict[str, Any]) -> tuple[ContentVersion, bool]:
    same = sa.select(ContentVersion).where(ContentVersion.kind == kind, ContentVersion.key == key)
    found = db.session.scalar(same.where(ContentVersion.content_hash == digest))
    this.note(kind=kind.value, key=key, hash=digest, new=found is None)
    if found is not None:
        this.record = found
        return found, False
    last = db.session.scalar(sa.select(sa.func.max(ContentVersion.number))
                             .where(ContentVersion.kind == kind, ContentVersion.key == key)) or 0
    version = this.create(ContentVersion(kind=kind, key=key, number=last + 1, title=title, content_hash=digest,
                                         body=body, loaded_by_id=actor.user_id))
    return version, True


def _competencies(this: Act, bank: Bank) -> dict[str, int]:
    known = {each.key: each for each in db.session.scalars(sa.select(Competency))}
    for competency in bank.competencies:
        row = known.get(competency.key)
        if row is None:
            row = known[competency.key] = Competency(key=competency.key, name="", summary="", levels=[])
            this.add(row)
        row.name, row.summary, row.levels = competency.name, competency.summary, list(competency.levels)
    db.session.flush()
    return {key: row.id for key, row in known.items()}


def _question(this: Act, version: ContentVersion, question: Question, competency_id: int) -> None:
    digest = bank_hash(question)
    versions = list(db.session.scalars(sa.select(QuestionVersion).where(QuestionVersion.lineage == question.key)))
    for row in versions:
        row.current = row.content_hash == digest
    if digest in {row.content_hash for row in versions}:
        return
    body = part_json(question)
    body["avoid"] = [{"ask": each.ask, "why": each.why} for each in question.avoid]
    this.add(QuestionVersion(content_version_id=version.id, lineage=question.key, content_hash=digest,
                             competency_id=competency_id, kind=question.kind.value, minutes=question.minutes,
                             text=question.text, body=body))


def _retire_others(bank: Bank) -> None:
    """Questions the bank no longer has are asked no more; where they were asked they stay readable."""
    kept = [question.key for question in bank.questions]
    db.session.flush()
    mine = sa.select(ContentVersion.id).where(ContentVersion.kind == PackKind.bank, ContentVersion.key == bank.key)
    db.session.execute(sa.update(QuestionVersion).where(
        QuestionVersion.content_version_id.in_(mine), QuestionVersion.lineage.not_in(kept)).values(current=False))


def _module(curriculum: Curriculum, version: ContentVersion, position: int, module: Module,
            ids: Mapping[str, int]) -> ModuleVersion:
    body = part_json(module)
    if module.kind == "quiz":
        body["quiz"] = {key: each for key, each in part_json(curriculum.quiz(module.uses)).items() if key != "items"}
    elif module.kind == "role-play":
        scenario = part_json(curriculum.scenario(module.uses))
        scenario["hidden_facts"] = [{"fact": fact, "reveal_when": when} for fact, when in scenario["hidden_facts"]]
        body["role_play"] = scenario
    elif module.kind == "checklist":
        body["checklist"] = [part_json(item) for item in curriculum.checklists[module.uses]]
    return ModuleVersion(content_version_id=version.id, lineage=module.key, content_hash=content_hash(body),
                         position=position, kind=module.kind, title=module.title,
                         competency_id=ids.get(module.competency), minutes=module.minutes,
                         due_offset_days=module.due_offset, body=body)


def _competency_ids() -> dict[str, int]:
    return {key: row for row, key in db.session.execute(sa.select(Competency.id, Competency.key))}
