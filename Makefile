# make run [ARGS="--bind 0.0.0.0:8000"]   set everything up, and run the site
# make test [STRICT=1]                    set everything up, and run every check and test
# make chaos [ARGS="--seed 7 --seconds 300 --database postgres"]   prove that nothing is lost
# make bench [ARGS="fanout --rounds 1 --save"]   see what a delivery costs, and elsewhere
# make docs                               write docs/protocol.* anew, from chat/wire
#
# STRICT=1 makes a failure of what is a skipped test elsewhere: a tool that is missing.

# A name may stand for nothing: pyenv's shims are on the PATH whether they work or not.
PYTHON ?= $(shell for name in python3.13 python3.12 python3.11 python3; do \
	$$name -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' \
		2>/dev/null && echo $$name && break; done)
ARGS ?=
STRICT ?=
export STRICT
# A clean environment may have none, and then programs disagree about its default.
export PATH := $(or $(PATH),/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin)

BIN := .venv/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check

.PHONY: run test lint chaos bench docs

run: .venv/installed
	@$(BIN)/python manage.py serve $(ARGS)

test: lint
	$(BIN)/python -m tests.support.chromium
	$(BIN)/python -m tests.support.screen
	$(BIN)/python -m pytest $(ARGS)
	$(BIN)/python -m tests.support.on_postgres

chaos: .venv/installed-for-tests
	@$(BIN)/python -m tests.chaos $(ARGS)

bench: .venv/installed-for-tests
	@$(BIN)/python -m tests.benchmarks $(ARGS)

docs: .venv/installed-for-tests
	@$(BIN)/python -m tests.protocol

lint: .venv/installed-for-tests
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy

.venv/installed: requirements.txt | $(BIN)/python
	@echo "Installing what the site needs into .venv ..."
	@$(PIP) -r requirements.txt
	@touch $@

.venv/installed-for-tests: requirements-dev.txt .venv/installed
	@echo "Installing what the tests need into .venv ..."
	@$(PIP) -r requirements-dev.txt
	@touch $@

$(BIN)/python:
	@test -n "$(PYTHON)" || { \
		echo "There is no Python 3.11, 3.12 or 3.13 here: install one, or name it in PYTHON=..."; \
		exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
		echo "$(PYTHON) has no venv: install it (Debian, Ubuntu: apt-get install python3-venv)."; \
		exit 1; }
	@$(PYTHON) -m venv --clear .venv
