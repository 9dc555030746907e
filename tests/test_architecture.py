"""The rules of the house that no other tool knows: sizes, names, layers, sentences, templates, diagrams."""

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from sqlalchemy import BigInteger

ROOT = Path(__file__).parent.parent
PACKAGES = ("webapp", "workflows", "question_banks", "curricula")
MODULES = sorted([ROOT / "config.py", *(path for name in PACKAGES for path in (ROOT / name).rglob("*.py"))])
TESTS = sorted((ROOT / "tests").rglob("*.py"))
TEMPLATES = sorted((ROOT / "webapp" / "templates").rglob("*.html"))
MODULE_LINES, FUNCTION_LINES, TEMPLATE_LINES = 250, 40, 120
BANNED = {"util", "utils", "helper", "helpers", "common", "core", "misc", "manager", "service", "services", "base"}
SLOW = {"spacy", "weasyprint", "altair", "scipy", "vl_convert"}


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(), str(path))


def functions(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def imports(tree: ast.AST) -> Iterator[tuple[ast.stmt, str]]:
    """Every import in the tree with the module that it names."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node, node.module or ""


def calls(tree: ast.AST, called: str) -> Iterator[ast.Call]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) == called:
            yield node


def test_a_module_is_too_long_to_read_at_once():
    long = {name(path): lines for path in [*MODULES, *TESTS]
            if (lines := len(path.read_text().splitlines())) > MODULE_LINES}
    assert long == {}


def test_a_function_is_too_long_to_hold_in_mind():
    long = {f"{name(path)}:{each.lineno} {each.name}": lines for path in MODULES for each in functions(parsed(path))
            if (lines := each.end_lineno - each.lineno + 1) > FUNCTION_LINES}
    assert long == {}


def test_a_module_is_named_after_nothing():
    named = [name(path) for path in MODULES if BANNED & {path.stem, path.parent.name}]
    assert named == []


def test_a_second_module_knows_the_state_machine_library():
    knowing = [name(path) for path in MODULES for _, module in imports(parsed(path))
               if module.split(".")[0] == "transitions"]
    assert knowing == ["workflows/flow.py"]


def test_an_import_hides_inside_a_function_without_being_slow():
    hidden = []
    for path in MODULES:
        lines = path.read_text().splitlines()
        for function in functions(parsed(path)):
            hidden += [f"{name(path)}:{node.lineno} {module}" for node, module in imports(function)
                       if "# slow import" not in lines[node.lineno - 1] and path.stem != "prepare"]
    assert hidden == []


def test_the_web_loads_slow_libraries_before_it_needs_them(tmp_path):
    program = ("import sys; from config import Config; from pathlib import Path; from webapp import create_app;"
               f"create_app(Config(instance=Path({str(tmp_path)!r}), database_url='', secret_key='x', testing=True));"
               f"print(sorted({SLOW!r} & set(sys.modules)))")
    told = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT)
    assert told.stdout.strip() == "[]"


def test_a_page_writes_past_the_actions():
    """Only actions write. A view may not touch the session's writing side, nor open the guard's gates."""
    writing = []
    for path in (ROOT / "webapp").rglob("*.py"):
        if path.parent.name == "commands" or path.stem == "chores":
            continue
        for node in ast.walk(parsed(path)):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in (
                    "add", "add_all", "delete", "commit", "merge") and "session" in ast.unparse(node.func.value):
                writing.append(f"{name(path)}:{node.lineno} {ast.unparse(node.func)}")
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("act", "maintenance"):
                writing.append(f"{name(path)}:{node.lineno} {node.func.id}")
    assert writing == []


def test_a_slice_stands_in_no_layer():
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    layered = set(re.findall(r"workflows\.(\w+)", " ".join(contracts[0]["layers"])))
    there = {path.stem if path.is_file() else path.name for path in (ROOT / "workflows").iterdir()
             if path.suffix == ".py" or (path / "__init__.py").exists()} - {"__init__"}
    assert there - layered == set()


def literal_codes(given: ast.AST) -> Iterator[str]:
    """The codes an expression may come to, as regular expressions; parts only known at run time match anything."""
    if isinstance(given, ast.Constant) and isinstance(given.value, str):
        yield re.escape(given.value)
    elif isinstance(given, ast.IfExp):
        yield from (*literal_codes(given.body), *literal_codes(given.orelse))
    elif isinstance(given, ast.BinOp):
        yield from (start + end for start in literal_codes(given.left) for end in literal_codes(given.right))
    elif isinstance(given, ast.JoinedStr):
        yield "".join(re.escape(part.value) if isinstance(part, ast.Constant) else "[a-z0-9_.-]+"
                      for part in given.values)


def reason_codes() -> dict[str, str]:
    """Every reason code that the code writes out, with one place where it does."""
    found = {}
    for path in MODULES:
        tree = parsed(path)
        for call in (*calls(tree, "Reason"), *calls(tree, "Waits")):
            given = [*call.args[:1], *(word.value for word in call.keywords if word.arg == "code")]
            found.update({code: f"{name(path)}:{call.lineno}" for each in given for code in literal_codes(each)})
    return found


def test_a_refusal_has_no_sentence():
    from webapp.sentences import SENTENCES  # slow import: the rest of this module needs no Flask

    mute = {code.replace("\\", ""): where for code, where in sorted(reason_codes().items())
            if not any(re.fullmatch(code, said) for said in SENTENCES)}
    assert mute == {}


def test_a_reason_code_breaks_the_grammar():
    from webapp.sentences import SENTENCES  # slow import: the rest of this module needs no Flask

    assert [code for code in SENTENCES if not re.fullmatch(r"[a-z_-]+(\.[a-z0-9]+(-[a-z0-9]+)*)+", code)] == []


def test_a_mail_is_posted_that_nobody_can_write():
    posted = {call.args[1].value: f"{name(path)}:{call.lineno}" for path in MODULES
              for call in calls(parsed(path), "post")
              if len(call.args) > 1 and isinstance(call.args[1], ast.Constant)}
    missing = {each: where for each, where in posted.items()
               if not (ROOT / "webapp" / "templates" / "mail" / f"{each}.txt").exists()}
    assert missing == {}


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT / "webapp" / "templates")))
def test_a_template_breaks_the_house_rules(path, jinja):
    text = path.read_text()
    jinja.compile(text, str(path))
    found = re.findall(r"\|\s*safe\b|<style\b|\sstyle=|\son[a-z]+=|hx-on|javascript:|<script(?![^>]*\bsrc=)", text)
    assert found == []
    assert len(text.splitlines()) <= TEMPLATE_LINES


def test_a_text_links_to_a_page_that_does_not_exist(built):
    dead = {f"{name(path)}: {endpoint}" for path in (ROOT / "webapp" / "templates").rglob("*.[ht][tx][mt]*")
            for endpoint in re.findall(r"""url_for\(\s*["'](\w+\.\w+)["']""", path.read_text())
            if endpoint not in built.view_functions}
    assert dead == set()


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    from config import Config  # slow import
    from webapp import create_app  # slow import

    return create_app(Config(instance=tmp_path_factory.mktemp("i"), secret_key="x", testing=True))


@pytest.fixture(scope="module")
def jinja(built):
    return built.jinja_env


def test_the_machines_in_the_documents_are_not_the_machines_in_the_code():
    from workflows import schema  # slow import
    from workflows.flow import diagrams  # slow import

    assert schema.metadata.tables
    assert (ROOT / "docs" / "machines.md").read_text() == diagrams(), "make documents"


def test_a_large_amount_of_money_does_not_fit_its_column():
    """32 bits end at 21 million dollars; PostgreSQL would refuse a won deal above that."""
    from workflows.schema import metadata  # slow import

    small = [f"{table.name}.{column.name}" for table in metadata.sorted_tables for column in table.columns
             if column.name.endswith("_minor") and not isinstance(column.type, BigInteger)]
    assert small == []


def test_a_text_cannot_be_translated(tmp_path):
    """Extraction reaches the code, the templates and the sentences of reasons."""
    from webapp.sentences import SENTENCES  # slow import

    found = tmp_path / "messages.pot"
    extract = [sys.executable, "-m", "babel.messages.frontend", "-q", "extract", "-F", "pyproject.toml"]
    subprocess.run([*extract, "-k", "N_", "-k", "_l", "-o", found, "."], cwd=ROOT, check=True)
    with found.open("rb") as file:
        extracted = {message.id for message in read_po(file)}
    assert set(SENTENCES.values()) - extracted == set()
    assert {"E-mail", "Sign in"} <= extracted
