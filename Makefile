# Bare `make` lists the verbs. Everything runs from .venv, which the first verb that needs it makes.
PYTHON ?= python3
BIN := .venv/bin

.DEFAULT_GOAL := verbs
.PHONY: verbs demo test check unit adapters contract spec bench taught pictures playground storm lock clean

verbs: ## list the verbs
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | sort | awk -F'\t' '{printf "  make %-10s %s\n", $$1, $$2}'

.venv/user: requirements.lock pyproject.toml
	@echo "Making .venv (once; about half a minute)"
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/pip install -qq --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/pip install -qq --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

.venv/dev: requirements-dev.lock .venv/user
	@echo "Adding the test tools to .venv (once)"
	@$(BIN)/pip install -qq --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@

lock: ## pin the exact versions again, with hashes
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url -q --upgrade \
	  --extra build pyproject.toml -o requirements.lock
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url -q --upgrade \
	  --extra build --extra dev pyproject.toml -o requirements-dev.lock

demo: .venv/user ## play one release of a real register, then let you type
	@$(BIN)/learnt demo

test: check ## everything that has to hold; all that .ci/run runs
	@$(BIN)/pytest -n 2 tests

check: .venv/dev ## format, lint, types, floors, docs
	@$(BIN)/ruff format --check -q .
	@$(BIN)/ruff check -q .
	@$(BIN)/lint-imports --no-logo 2>/dev/null | tail -3
	@$(BIN)/lint-imports >/dev/null
	@$(BIN)/basedpyright
	@$(BIN)/python docs/commands.py --check

unit: .venv/dev ## the product without a database or a platform
	@$(BIN)/pytest -n 2 tests/bot tests/scheduler

adapters: .venv/dev ## the terminal, the files, and Slack and Teams through their emulators
	@$(BIN)/pytest -n 2 tests/adapters

contract: .venv/dev ## the register on SQLite, PostgreSQL and in memory
	@$(BIN)/pytest -n 2 tests/contract tests/storage

spec: .venv/dev ## play tests/conversation.md on both databases
	@$(BIN)/pytest -n 2 tests/spec

taught: .venv/dev ## learn again from tests/replies how much each sign in an answer weighs
	@$(BIN)/python -m tests.replies.teach
	@$(BIN)/python -m tests.replies

bench: .venv/dev ## ratios of speed, measured in one run
	@$(BIN)/python -m bench

pictures: .venv/dev ## draw what Learnt says in Slack and Teams into docs/pictures (needs npm, and Debian's Chromium)
	@test -x /usr/bin/chromium || { echo "Installing Chromium and its fonts by apt-get (once)"; \
	  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
	    chromium fonts-lato fonts-noto-color-emoji >/dev/null; }
	@cd tests/pictures && npm install --no-package-lock --no-audit --no-fund --ignore-scripts --silent
	@$(BIN)/python -m tests.pictures.scenes | node tests/pictures/draw.mjs docs/pictures

playground: .venv/dev ## drive Learnt in Microsoft's Agents Playground, a real Teams client (needs npm and Chromium)
	@cd tests/playground && npm install --no-package-lock --no-audit --no-fund --ignore-scripts --silent
	@$(BIN)/python -m tests.playground

storm: .venv/dev ## long games: many people's commands, 20,000 spoilt requests, kill -9 in the middle of everything
	@LEARNT_STORM=1000 $(BIN)/pytest -n 2 tests/bot/test_impossible_states.py \
	  tests/adapters/slack/test_mangled.py tests/adapters/slack/test_killed.py \
	  tests/adapters/teams/test_mangled.py tests/adapters/teams/test_killed.py

clean: ## remove what the other verbs made
	rm -rf .venv .pytest_cache .ruff_cache .hypothesis .import_linter_cache learnt-demo.db*
