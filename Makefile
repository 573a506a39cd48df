# Everything here sets itself up: Python 3.11 or newer, make and PyPI are enough.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
BENCH := .venv-bench

.PHONY: demo test long lint bench tables lock clean install install-dev

demo: install
	$(BIN)/takedown demo demo

test: install-dev
	$(BIN)/pytest -m "not long"

long: install-dev
	HYPOTHESIS_PROFILE=long $(BIN)/pytest -m "long or not long"

lint: install-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/takedown directory lint

# Ratios and peaks of memory, measured side by side: half an hour or more. With QUICK=1 one or two minutes.
# ARGS="--markdown" puts the tables into docs/performance.md.
bench: $(BENCH)/.installed
	$(BENCH)/bin/python -m benchmarks $(if $(QUICK),--quick) $(ARGS)

install: $(VENV)/.installed
install-dev: $(VENV)/.installed-dev

$(BIN)/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; this is " + sys.version)'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: $(BIN)/python pyproject.toml requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

$(VENV)/.installed-dev: $(VENV)/.installed requirements-dev.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	touch $@

# The libraries that are measured against stay out of the program's own environment.
$(BENCH)/.installed: pyproject.toml requirements-bench.lock
	$(PYTHON) -m venv $(BENCH)
	$(BENCH)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-bench.lock
	$(BENCH)/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

# What the shipped TOML says, parsed ahead. Run it after a change of a record, of words or of a letter's head.
tables: install-dev
	$(BIN)/python tools/tables/build.py

# Needs uv. Run it after a change of dependencies in pyproject.toml.
lock:
	uv pip compile --quiet --universal --generate-hashes --no-header --group build pyproject.toml -o requirements.lock
	uv pip compile --quiet --universal --generate-hashes --no-header --group dev pyproject.toml -o requirements-dev.lock
	uv pip compile --quiet --universal --generate-hashes --no-header --group bench pyproject.toml -o requirements-bench.lock

clean:
	rm -rf $(VENV) $(BENCH) build dist .coverage .hypothesis .mypy_cache .pytest_cache .ruff_cache .import_linter_cache
