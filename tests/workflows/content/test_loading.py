"""What experts wrote becomes versions that never change."""

from dataclasses import replace

import sqlalchemy as sa

from question_banks.loader import SALES, read_bank
from workflows.content import packaged
from workflows.content.actions import load_bank
from workflows.content.records import CheckpointVersion, ContentVersion, ItemVersion, ModuleVersion, QuestionVersion
from workflows.people.actions.profiles import Need, shape
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


def shaped(session, bank):
    """The bank's first profile with every weight but the first moved to that one."""
    profile = session.scalars(sa.select(Profile).where(Profile.key == bank.profiles[0].key)).one()
    first, second, *_ = profile.needs
    needs = {each.competency_id: Need(each.level, each.weight_bp, each.must_have) for each in profile.needs}
    needs[first.competency_id] = replace(needs[first.competency_id], weight_bp=first.weight_bp + second.weight_bp)
    needs[second.competency_id] = replace(needs[second.competency_id], weight_bp=0)
    shape(System("a leader"), profile, name=profile.name, summary=profile.summary, needs=needs)
    return profile, {key: need.weight_bp for key, need in needs.items()}


def weights(profile):
    return {each.competency_id: each.weight_bp for each in profile.needs}


def test_a_reworded_question_throws_a_leaders_weights_away(session):
    bank = read_bank(SALES)
    load_bank(System("test"), bank)
    profile, wanted = shaped(session, bank)
    reworded = replace(bank.questions[0], text=bank.questions[0].text + " Please be specific.")
    again = load_bank(System("test"), replace(bank, questions=(reworded, *bank.questions[1:])))
    session.expire_all()
    assert (weights(profile), again.body["left_profiles"]) == (wanted, [])


def test_a_new_text_of_the_bank_overwrites_a_shaped_profile_or_reaches_none(session):
    bank = read_bank(SALES)
    load_bank(System("test"), bank)
    profile, wanted = shaped(session, bank)
    again = load_bank(System("test"), replace(bank, profiles=tuple(
        replace(each, summary="New words.") for each in bank.profiles)))
    session.expire_all()
    assert (weights(profile), again.body["left_profiles"]) == (wanted, [profile.name])
    told = dict(session.execute(sa.select(Profile.key, Profile.summary)).all())
    assert {key for key, summary in told.items() if summary == "New words."} == told.keys() - {profile.key}
