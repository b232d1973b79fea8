# One vocabulary for people and for CI. `make help` lists it.
.DEFAULT_GOAL := help
SHELL := /bin/sh
PYTHON ?= python3
RUN := .venv/bin
PORT ?=
export PIP_DISABLE_PIP_VERSION_CHECK := 1
# Tests start many processes: where this is set, as images of containers do, each compiles every module anew (8 s instead of 4).
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help demo setup test lint format mutants bench growth messages lock clean

help: ## what you can do here
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' Makefile | while IFS='	' read -r name text; do printf '  make %-14s %s\n' "$$name" "$$text"; done

demo: setup ## run Jalur with the example country on this machine (PORT=9000 for another port)
	@exec $(RUN)/jalur start $(if $(PORT),--port $(PORT))

setup: ## environment, locked packages, front-end files, translations
	@$(PYTHON) scripts/setup

test: ## everything a fresh machine needs, then every test, browser ones included
	@$(PYTHON) scripts/setup --for test
	@exec $(RUN)/pytest -n auto --dist loadgroup $(ARGS)

lint: ## style, types, imports, templates, security, translations
	@$(PYTHON) scripts/setup --for lint
	@exec $(PYTHON) scripts/lint $(ARGS)

format: ## put code and imports in the one style
	@$(RUN)/ruff check --fix-only --quiet . && $(RUN)/ruff format .

mutants: ## change one thing at a time in every module of decisions: do its tests notice? (ARGS=training)
	@$(PYTHON) scripts/setup --for mutants
	@exec $(RUN)/python scripts/mutants $(ARGS)

bench: ## the planner's figures on this machine, beside simpler ways (ARGS=nation for the largest)
	@$(PYTHON) scripts/setup --for bench
	@exec $(RUN)/python -m bench $(ARGS)

growth: ## the product with 300,000 people beside the example country: pages, load, exports (ARGS="load sweep")
	@$(PYTHON) scripts/setup --for bench
	@exec $(RUN)/python -m bench growth $(ARGS)

messages: ## bring each room's Indonesian texts up to date with the code
	@$(RUN)/jalur messages && $(RUN)/jalur messages --compile

lock: ## lock requirements/*.in again, with hashes
	@$(PYTHON) scripts/setup --for lint && exec $(PYTHON) scripts/lock

clean: ## remove environment and caches; data in var/ stay
	@rm -rf .venv node_modules jalur/kit/static/vendor .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis *.egg-info build
