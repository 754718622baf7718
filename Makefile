# Everything a contributor or a build machine runs. `make` alone lists the targets.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
UV := $(BIN)/uv
UV_VERSION := 0.13.9
READY := $(VENV)/.ready

DIR ?= demo
PEOPLE ?= 40000
SEED ?= 7
PORT ?= 8000
WORKERS ?= 2
TESTS ?=

.PHONY: help setup demo test check format bench docs lock clean

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)
	@echo
	@echo "  make demo DIR=$(DIR) PEOPLE=$(PEOPLE) SEED=$(SEED)    make test TESTS=tests/engine WORKERS=$(WORKERS)"

setup: $(READY) ## Build the environment from the lock (again only when the lock changed)

$(UV):
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or later is needed")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install -q --disable-pip-version-check uv==$(UV_VERSION)

$(READY): requirements.lock pyproject.toml | $(UV)
	$(UV) pip sync -q --python $(BIN)/python --require-hashes --compile-bytecode requirements.lock
	$(UV) pip install -q --python $(BIN)/python --no-deps -e .
	@if [ -f src/northing/attribution/warm.py ]; then $(BIN)/python -m northing.attribution.warm; fi
	$(BIN)/python -m northing.web.site.vega
	@touch $@

demo: $(READY) ## Build the simulated company in DIR and show it at http://127.0.0.1:PORT
	@$(BIN)/northing demo "$(DIR)" --people $(PEOPLE) --seed $(SEED) --port $(PORT)

test: $(READY) ## Run every test (TESTS=path for some)
	@bash tests/setup_system.sh
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadscope --durations 10 --durations-min 2 $(TESTS)

check: $(READY) ## Format, lint, types, floors: nothing is changed
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/python -m pytest -q tests/test_repository.py

format: $(READY) ## Format the code and apply the safe fixes
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: $(READY) ## Measure; writes docs/benchmarks.md
	$(BIN)/python -m benchmarks

docs: $(READY) ## Generate the catalogue pages and build the site in site/
	$(BIN)/python docs/generate.py
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build -q --strict

lock: | $(UV) ## Resolve the dependencies anew into requirements.lock
	$(UV) pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
		--no-header pyproject.toml --extra spark --group dev -o requirements.lock

clean: ## Remove what was built, not the environment and not the demo
	rm -rf build dist site .bench .pytest_cache .mypy_cache .ruff_cache .hypothesis \
		.import_linter_cache spark-warehouse metastore_db derby.log
	find src tests benchmarks -name __pycache__ -type d -prune -exec rm -rf {} + 2>/dev/null || true
