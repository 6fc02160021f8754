# The commands a contributor needs. Everything lands in .venv, node_modules, .cache, .annai and site,
# all of them ignored by git; `make clean` and removing .venv leave nothing behind but pip's own cache.

BIN := .venv/bin
# Not left outside the checkout, and not a question of who runs make.
export npm_config_cache := $(CURDIR)/.cache/npm
export npm_config_update_notifier := false
export HYPOTHESIS_STORAGE_DIRECTORY := $(CURDIR)/.cache/hypothesis
# pip asks rustc for its version, and the rustc of rustup makes a folder in $HOME for that.
export RUSTUP_HOME := $(CURDIR)/.cache/rustup
export PIP_DISABLE_PIP_VERSION_CHECK := 1
# tsc and npm look for node here first.
export PATH := $(CURDIR)/$(BIN):$(PATH)

PIP := $(BIN)/python -m pip --quiet
WEB := $(shell find plugins/annai/web -name '*.mjs' -o -name '*.js' 2>/dev/null)

.DEFAULT_GOAL := help
.PHONY: help site serve test check-python check-web bench venv lock clean

help: ## Show these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' Makefile

site: .venv/.installed ## Build the public help center and the agent manual into site/
	$(BIN)/annai build

serve: .venv/.installed ## Show both sites on this machine, rebuilt when a file is saved
	$(BIN)/annai serve

test: check-python check-web .venv/.browser ## Lint, types, floors, and all tests
	$(BIN)/python -m pytest -n 2 --dist loadfile $(ARGS)

check-python: .venv/.installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --cache-dir .cache/import-linter

check-web: node_modules/.installed
	$(if $(WEB),node_modules/.bin/tsc --project tsconfig.json)

bench: .venv/.installed-dev .venv/.browser ## Measure: build times, search quality, sizes
	@set -e; for file in tests/benchmarks/bench_*.py; do echo "== $$file"; $(BIN)/python "$$file"; done

venv: .venv/.installed-dev node_modules/.installed ## Install everything for development into .venv and node_modules

lock: ## Renew the lock files after a change in pyproject.toml or package.json (needs uv)
	uv pip compile $(LOCK) pyproject.toml --group build -o requirements.txt
	uv pip compile $(LOCK) pyproject.toml --group dev -c requirements.txt -o requirements-dev.txt
	npm install --package-lock-only --omit-lockfile-registry-resolved --ignore-scripts --no-audit --no-fund

# Hashes of every platform's wheels and no index, so that pip's own configuration decides where to get them.
LOCK := --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	--custom-compile-command "make lock" $(if $(UPGRADE),--upgrade)

clean: ## Remove the sites and all caches (the environment stays: remove .venv and node_modules by hand)
	rm -rf site .annai .cache dist
	find plugins tests -name __pycache__ -type d -prune -exec rm -rf {} +

# Stamps: a second `make` installs nothing.

.venv/bin/python:
	@for python in $(PYTHON) python3 python3.14 python3.13 python3.12 python3.11; do \
		if $$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
			exec $$python -m venv .venv; \
		fi; \
	done; \
	echo 'Annai needs Python 3.11 or newer; name one with `make PYTHON=/path/to/python3`.' >&2; exit 1

.venv/.installed: .venv/bin/python requirements.txt pyproject.toml
	$(PIP) install --require-hashes -r requirements.txt
	$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

.venv/.installed-dev: .venv/.installed requirements-dev.txt
	$(PIP) install --require-hashes -r requirements-dev.txt
	@touch $@

node_modules/.installed: package-lock.json | .venv/.installed-dev
	npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

.venv/.browser: tests/browser/ensure_chromium.py | .venv/.installed-dev
	$(BIN)/python tests/browser/ensure_chromium.py
	@touch $@
