"""Pages of what is asked and taught: loading it, what changed, the files."""

import io
import shutil
import zipfile
from dataclasses import replace

import pytest
import sqlalchemy as sa

from question_banks.loader import SALES, read_bank
from tests.browser import Browser
from tests.builders.people import person
from workflows.content import packaged
from workflows.content.actions import load_bank
from workflows.people.actions.profiles import Need, shape
from workflows.people.records import Profile
from workflows.permits import Role, System

pytestmark = pytest.mark.usefixtures("session")


@pytest.fixture
def operations(app) -> Browser:
    return Browser(app).sign_in(person(Role.operations, name="Olu Ade"))


def test_content_cannot_be_loaded_on_the_page_or_is_loaded_twice(operations):
    page = operations.get("/content")
    assert "Nothing is loaded yet" in page.main
    page = page.submit("Load what is packaged")
    rows = page.rows("Packs and versions")[1:]
    assert {row[1] for row in rows} == {"Question bank", "Curriculum", "Ramp shape", "Pay plan", "Code of conduct"}
    assert {(row[2], row[4], row[5]) for row in rows} == {("1", "Olu Ade", "In use")}
    assert page.submit("Load what is packaged").rows("Packs and versions")[1:] == rows


def test_what_a_new_version_changed_is_not_told(operations):
    bank = read_bank(SALES)
    load_bank(System("a test"), bank)
    first, second, *others = bank.questions
    reworded = replace(first, text="Tell me how you hold a price.")
    load_bank(System("a test"), replace(bank, questions=(reworded, *others)))
    page = operations.get("/content")
    assert [(row[2], row[5]) for row in page.rows("Packs and versions")[1:]] == [("2", "In use"), ("1", "Replaced")]
    page = operations.get("/content").click(f"{bank.title}, version 2")
    told = {row[0]: row[2] for row in page.rows("What it holds")[1:]}
    assert (told["Tell me how you hold a price."], told[second.text]) == ("Changed", "Gone")
    assert sorted(set(told.values())) == ["As before", "Changed", "Gone"]
    assert list(told.values()).count("Changed") == list(told.values()).count("Gone") == 1
    page = operations.get("/content").click(f"{bank.title}, version 1")
    assert "This is the first version" in page.main
    assert page.rows("What it holds")[0] == ["Piece", "Kind"]


def test_problems_of_the_files_are_hidden_or_half_is_loaded(operations, tmp_path, monkeypatch):
    page = operations.get("/content/check")
    assert "The files are in order." in page.main
    broken = tmp_path / "question_banks/sales/bank.toml"
    broken.parent.mkdir(parents=True)
    broken.write_text("key = 3\n")
    monkeypatch.setattr(packaged, "SALES", broken.parent)
    page = operations.get("/content/check")
    assert "question_banks/sales/bank.toml" in [row[0] for row in page.rows("Problems")[1:]]
    token = page.xpath("//input[@name='csrf_token']/@value")[0]
    page = operations.post("/content/load", {"csrf_token": token}, expect=422)
    assert "bank.toml" in page.main
    assert "Nothing is loaded yet" in operations.get("/content").main


def test_the_files_cannot_be_taken_home(operations):
    answer = operations.open("/content/files.zip", method="GET")
    names = zipfile.ZipFile(io.BytesIO(answer.data)).namelist()
    assert "curricula/code_of_conduct.md" in names
    assert any(name.startswith("question_banks/sales/") for name in names)
    assert {name.rsplit(".", 1)[1] for name in names} == {"toml", "md"}


def test_somebody_else_loads_content(app):
    coach = Browser(app).sign_in(person(Role.coach))
    page = coach.get("/content")
    assert page.buttons == [button for button in page.buttons if button != "Load what is packaged"]
    token = page.xpath("//input[@name='csrf_token']/@value")[0]
    coach.post("/content/load", {"csrf_token": token}, expect=403)


def test_the_page_calls_in_order_what_the_command_refuses(operations, tmp_path, monkeypatch):
    shutil.copytree(packaged.FOLDER, tmp_path / "curricula")
    shape = tmp_path / "curricula/ramp_shapes/standard.toml"
    shape.write_text(shape.read_text().replace("hold_max_days = 45", "hold_max_day = 45"))
    monkeypatch.setattr(packaged, "FOLDER", tmp_path / "curricula")
    page = operations.get("/content/check")
    assert {row[0] for row in page.rows("Problems")[1:]} == {"curricula/ramp_shapes/standard.toml"}
    token = page.xpath("//input[@name='csrf_token']/@value")[0]
    operations.post("/content/load", {"csrf_token": token}, expect=422)
    assert "Nothing is loaded yet" in operations.get("/content").main


def test_loading_does_not_say_whose_profile_it_left_alone(operations, session, monkeypatch):
    operations.get("/content").submit("Load what is packaged")
    profile = session.scalars(sa.select(Profile).where(Profile.key == "account-executive")).one()
    needs = {each.competency_id: Need(each.level, each.weight_bp, must_have=False) for each in profile.needs}
    shape(System("a leader"), profile, name="Hunter", summary="Ours.", needs=needs)
    bank = read_bank(SALES)
    changed = replace(bank, profiles=tuple(replace(each, summary="New words.") for each in bank.profiles))
    monkeypatch.setattr(packaged, "read_bank", lambda folder: changed)
    page = operations.get("/content").submit("Load what is packaged")
    assert "These profiles were shaped here and were left alone: Hunter." in " ".join(page.notices)
    session.expire_all()
    assert sorted(session.scalars(sa.select(Profile.summary))) == ["New words.", "New words.", "Ours."]
