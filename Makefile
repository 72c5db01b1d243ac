# make run [ARGS="--bind 0.0.0.0:8000"]   set everything up, and run the site
# make test [STRICT=1] [PYTHON=python3.11]   set everything up, and run every check and test
# make quick [ARGS="tests/wire -k codec"]  those that start nothing: no browser, no server
# make bars [ARGS="--only chaos --against v1"]   hold what takes long, in an hour
# make fresh [SUITE=sid] [KEEP=1] [ARGS="--python python3.15"]   do both on a new Debian
# make chaos [ARGS="--seed 7 --seconds 300 --database postgres"]   prove that nothing is lost
# make bench [ARGS="fanout --rounds 1 --save"]   see what a delivery costs, and elsewhere
# make docs                               write docs/protocol.* anew, from chat/wire
# make words                              bring the catalogues up to what the site says
# make release VERSION=1.2.0              cut a version: its number, its changes, its tag
# make screenshots [ARGS="--only lobby"]  take pictures of every page and state, to look at
# make lock [ARGS="--upgrade"]             choose releases that fit requirements.txt
#
# STRICT=1 makes a failure of what is a skipped test elsewhere: a tool that is missing.

# The Pythons that the site is for, the one to take first at the front.
PYTHONS := 3.15 3.14 3.13 3.12 3.11
# Whoever names a Python gets a virtual environment for it, beside the usual one.
VENV := .venv$(if $(PYTHON),-$(notdir $(PYTHON)))
# A name may stand for nothing: pyenv's shims are on the PATH whether they work or not.
# One that can make a virtual environment comes before a newer one that cannot.
PYTHON ?= $(shell for needed in ensurepip sys; do \
	for name in $(PYTHONS:%=python%) python3; do \
		$$name -c "$(IS_FIT)" $$needed $(PYTHONS) 2>/dev/null && echo $$name && exit; \
	done; done)
IS_FIT := import sys; __import__(sys.argv[1]); \
	sys.exit('%d.%d' % sys.version_info[:2] not in sys.argv)
ARGS ?=
STRICT ?=
export STRICT
SUITE ?= trixie
# A clean environment may have none, and then programs disagree about its default.
export PATH := $(or $(PATH),/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin)

BIN := $(VENV)/bin
COMPILE := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 \
	--only-binary :all: --generate-hashes --no-emit-index-url --no-emit-find-links \
	--custom-compile-command "make lock"
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check

.PHONY: run test quick bars fresh lint style chaos bench docs words \
	screenshots lock release environment

run: $(VENV)/installed
	@$(BIN)/python manage.py serve $(ARGS)

test: style
	$(BIN)/python -m tests.support.chromium
	$(BIN)/python -m tests.support.firefox
	$(BIN)/python -m tests.support.screen
	$(BIN)/python -m tests.support.postgres
	$(BIN)/python -m tests.support.terminals
	$(BIN)/python -m tests.support.again --sample=6 --of-a-file=2 $(ARGS)

quick: $(VENV)/installed-for-tests
	@$(BIN)/python -m pytest -n 3 --hypothesis-profile quick \
		--sample=1 -m "not processes and not long and not whole and not dear and not bar" \
		$(ARGS)

bars: $(VENV)/installed-for-tests
	@$(BIN)/python -m tests.support.chromium
	@$(BIN)/python -m tests.support.postgres
	@$(BIN)/python -m tests.support.bars $(ARGS)

fresh: $(VENV)/installed-for-tests
	@$(BIN)/python -m tests.support.fresh $(SUITE) $(ARGS)

chaos: $(VENV)/installed-for-tests
	@$(BIN)/python -m tests.support.chromium
	@$(BIN)/python -m tests.chaos $(ARGS)

bench: $(VENV)/installed-for-tests
	@$(BIN)/python -m tests.benchmarks $(ARGS)

lock: $(VENV)/installed-for-tests
	@$(PIP) uv
	@$(COMPILE) requirements.txt --output-file requirements.lock $(ARGS)
	@$(COMPILE) requirements-traces.txt --constraint requirements.lock \
		--output-file requirements-traces.lock $(ARGS)
	@$(COMPILE) requirements-s3.txt --constraint requirements.lock \
		--output-file requirements-s3.lock $(ARGS)

release: $(VENV)/installed-for-tests
	@$(BIN)/python -m tests.support.release $(VERSION)

docs: $(VENV)/installed-for-tests
	@$(BIN)/python -m tests.protocol

screenshots: $(VENV)/installed-for-tests
	@$(BIN)/python -m tests.support.screenshots $(ARGS)

words: $(VENV)/installed-for-tests
	@$(BIN)/python -m tests.words

lint: style
	$(BIN)/mypy

# The types are a test of their own: mypy takes a minute of one core, beside others.
style: $(VENV)/installed-for-tests
	$(BIN)/ruff format --check
	$(BIN)/ruff check

# A Python that an upgrade took away leaves a link to nothing: then all begins anew.
$(VENV)/installed: requirements.lock $(shell test -e $(BIN)/python || echo environment)
	@echo "Installing what the site needs into $(VENV) ..."
	@$(PIP) --require-hashes -r requirements.lock
	@touch $@

$(VENV)/installed-for-tests: requirements-dev.txt requirements-traces.txt \
		requirements-s3.txt $(VENV)/installed
	@echo "Installing what the tests need into $(VENV) ..."
	@$(PIP) -r requirements-dev.txt
	@touch $@

environment:
	@test -n "$(PYTHON)" || { \
		echo "There is no Python $(lastword $(PYTHONS)) to $(firstword $(PYTHONS)) here:" \
			"install one (Debian, Ubuntu: apt-get install python3-venv;" \
			"Fedora: dnf install python3), or name it in PYTHON=..."; \
		exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
		echo "$(PYTHON) has no venv: install it (Debian, Ubuntu:" \
			"apt-get install $(notdir $(PYTHON))-venv)."; \
		exit 1; }
	@$(PYTHON) -m venv --clear $(VENV)
