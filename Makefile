# Two commands matter: make run, make test. See make help.
SHELL := /bin/sh
PYTHON ?= $(shell for each in python3.11 python3.12 python3.13 python3 python3.14; do \
	"$$each" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$$each" && exit; done; echo python3)
BIN := .venv/bin
UNTIL ?= rep
ARGS ?=
export OPENBLAS_NUM_THREADS := 1
# without compiled files every start takes twice as long
unexport PYTHONDONTWRITEBYTECODE
.PHONY: help run test check seed bench shots migration documents lock clean prepare prepare-tests
.DEFAULT_GOAL := help

help: ## say what can be made
	@sed -n 's/^\([a-z-]*\):[^#]*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 20

run: ## install what is missing, then start Onramp (PORT=8000, DEMO=0 starts empty)
	@$(PYTHON) -I webapp/commands/prepare.py serve
	@exec $(BIN)/onramp run

test: prepare-tests ## run all tests, journeys in Chromium and PostgreSQL included (ARGS="-k ramp")
	@$(BIN)/pytest -n 3 --dist loadscope --no-loadscope-reorder $(ARGS)

check: prepare-tests ## lint, types, layers, house rules, texts; all of them, then the verdict
	@wrong=0; \
	$(BIN)/ruff check --output-format concise . || wrong=1; \
	$(BIN)/mypy || wrong=1; \
	$(BIN)/lint-imports --no-logo || wrong=1; \
	$(BIN)/pytest tests/test_architecture.py || wrong=1; \
	exit $$wrong

seed: prepare ## build the demo company anew (UNTIL=hired stops there)
	@$(BIN)/onramp seed --until $(UNTIL)

bench: prepare ## measure pages at 1,000 and 10,000 candidates, start-up, memory, a panel of 30, the statistics
	@for each in pages panel ratings_speed measurement_speed; do $(BIN)/python -m benchmarks.$$each || exit 1; done

shots: prepare-tests ## photograph every page in light, dark and phone width into instance/shots
	@$(BIN)/python -m tests.journeys.shots $(ARGS)

migration: prepare-tests ## write the first migration anew from the records (until something is deployed)
	@$(BIN)/python -m migrations.renew

documents: prepare-tests ## write docs/machines.md from the machines, tests/surface.md from the pages
	@$(BIN)/python -m workflows.diagrams > docs/machines.md
	@$(BIN)/python -m tests.surface

lock: ## pin all dependencies anew (needs uv)
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
		pyproject.toml -o requirements.lock
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
		pyproject.toml --group dev -o requirements-dev.lock

clean: ## remove the environment and caches; instance/ with your data stays
	rm -rf .venv build *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

prepare:
	@$(PYTHON) -I webapp/commands/prepare.py run

prepare-tests:
	@$(PYTHON) -I webapp/commands/prepare.py test
