"""What experts wrote becomes versions that never change."""

from dataclasses import replace

import sqlalchemy as sa

from question_banks.loader import SALES, read_bank
from workflows.content import packaged
from workflows.content.actions import load_bank
from workflows.content.records import CheckpointVersion, ContentVersion, ItemVersion, ModuleVersion, QuestionVersion
from workflows.people.records import Competency, Profile
from workflows.permits import System


def count(session, kind):
    return session.scalar(sa.select(sa.func.count()).select_from(kind))


def test_a_sales_team_can_start_with_what_is_packaged(session):
    packaged.load_all(System("test"))
    assert (count(session, Competency), count(session, Profile), count(session, CheckpointVersion)) == (10, 3, 3)
    assert count(session, QuestionVersion) >= 50
    assert count(session, ItemVersion) >= 60
    assert count(session, ModuleVersion) >= 18


def test_loading_again_changes_nothing(session):
    first = [version.id for version in packaged.load_all(System("test"))]
    before = {kind: count(session, kind) for kind in (ContentVersion, QuestionVersion, ModuleVersion)}
    assert [version.id for version in packaged.load_all(System("test"))] == first
    assert {kind: count(session, kind) for kind in before} == before


def test_a_reworded_question_gets_a_version_of_the_same_lineage(session):
    bank = read_bank(SALES)
    load_bank(System("test"), bank)
    reworded = replace(bank.questions[0], text=bank.questions[0].text + " Please be specific.")
    load_bank(System("test"), replace(bank, questions=(reworded, *bank.questions[1:])))
    versions = session.scalars(sa.select(QuestionVersion).where(QuestionVersion.lineage == reworded.key)
                               .order_by(QuestionVersion.id)).all()
    assert [(each.text == reworded.text, each.current) for each in versions] == [(False, False), (True, True)]


def test_a_question_taken_out_is_no_longer_asked_but_stays(session):
    bank = read_bank(SALES)
    load_bank(System("test"), bank)
    load_bank(System("test"), replace(bank, questions=bank.questions[1:]))
    gone = session.scalar(sa.select(QuestionVersion).where(QuestionVersion.lineage == bank.questions[0].key))
    assert not gone.current
