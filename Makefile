# Two commands do all: make demo, make test. The others are for those who change Suar.
PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin
.DEFAULT_GOAL := help
.PHONY: help install demo pictures test test-long check fix docs bench peers

help:  ## what each target does
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*##/\t/'

install: .venv/.installed  ## a virtual environment with the locked requirements

.venv/.installed: requirements.lock pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

demo: install  ## an invented country on the platform, served on localhost (PORT=8000)
	$(BIN)/suar demo --port $(PORT)

test: install  ## the tests (minutes)
	$(BIN)/python -m pytest -m "not long" -n auto --dist loadfile

test-long: install  ## the long loops (coverage studies, kill loops)
	$(BIN)/python -m pytest -m long

check: install  ## format, lint, types, imports, generated docs
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python docs/generate.py --check

fix: install  ## format and mend what can be mended
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

docs: install  ## write the generated pages anew
	$(BIN)/python docs/generate.py

pictures: install  ## the guides' pictures, taken by the browser tests (Chromium)
	SUAR_PICTURES=docs/pictures $(BIN)/python -m pytest -q tests/browser -k "public_report or captive or forty or screened or closure or bed or no_barrier_on_the_rooms"

peers:  ## peers that need an environment of their own, for bench/linkage.py (a C compiler too)
	test -x .venv-peers/bin/python || $(PYTHON) -m venv .venv-peers
	.venv-peers/bin/pip install -q --require-hashes -r bench/peers/requirements.lock

bench: install  ## side by side with peers; prints ratios
	@missed=""; for b in bench/*.py; do echo "== $$b"; $(BIN)/python $$b || missed="$$missed $$b"; done; \
	if [ -n "$$missed" ]; then echo "limit missed:$$missed"; exit 1; fi
