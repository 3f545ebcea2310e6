# `make help` lists the commands. Each installs what it needs into .venv, from the lock files and
# only when they changed: .venv/ready is what running needs, .venv/dev-ready what tests and checks
# need too.
PYTHON ?= python3
BIN := .venv/bin
PAGE := sandbox/teams/page
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

# Bytecode is kept: the tests start many bots, and each would compile its 2,000 modules again.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help run test test-long check format lock clean doctor package screenshots looks accessibility drawings coverage \
	test-busy test-domain test-http test-postgresql test-browser test-crash wheel crash hostile race rolling \
	bench bench-turns bench-runs bench-preview bench-find bench-sentences bench-sizes \
	bench-approvals bench-watching

help: ## List the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-15s %s\n", $$1, $$2}' Makefile

run: .venv/ready ## Start the bot with the rehearsal tenant and print the address (CASE=my-case.json)
	@$(BIN)/python app.py rehearse $(if $(CASE),--case "$(CASE)")

doctor: .venv/ready ## Say what is wrong with the setup and how to fix it (ARGS=--rehearsal)
	@$(BIN)/python app.py doctor $(ARGS)

test: check .venv/dev-ready ## Check the code, then run the tests (`make crash` kills whole bots)
	$(BIN)/python -m pytest -n 4 --dist worksteal -m "not long" --ignore tests/crash --ignore tests/wheel

test-long: .venv/dev-ready ## Run the tests that take too long for `make test`: every moment of a run, kills, replicas, journeys in Chromium
	$(BIN)/python -m pytest -n 3 --dist worksteal -m long --ignore tests/crash --ignore tests/wheel

check: .venv/dev-ready ## Ruff, mypy --strict, the architecture rules and the word list
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m tests.support.word_list

format: .venv/dev-ready ## Format the code and fix what can be fixed automatically
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

test-busy: .venv/dev-ready ## Run the tests while two busy loops run beside them
	@for loop in 1 2; do $(BIN)/python -c 'while True: pass' & loops="$$loops $$!"; done; \
		trap "kill $$loops" EXIT; $(BIN)/python -m pytest -n 3 --dist worksteal --ignore tests/crash --ignore tests/wheel

test-domain: .venv/dev-ready ## Only the tests of the domain and the cards: seconds
	$(BIN)/python -m pytest tests/licensing tests/cards

test-http: .venv/dev-ready ## Only the tests over HTTP and of the ledger
	$(BIN)/python -m pytest -n 2 -m "not browser and not crash" \
		--ignore tests/licensing --ignore tests/cards --ignore tests/wheel

test-postgresql: .venv/dev-ready ## Run the workers and the scenarios again with every ledger on PostgreSQL
	$(BIN)/python -m pytest -n 3 --dist worksteal --database postgresql tests/engine tests/scenarios

test-crash: .venv/dev-ready ## Only the tests that kill or stop a process
	$(BIN)/python -m pytest -n 2 -m crash

test-browser: .venv/dev-ready ## Only the tests in Chromium
	$(BIN)/python -m pytest -m browser tests --ignore tests/wheel

wheel: .venv/dev-ready ## Build the wheel, install it into an empty environment, and rehearse with it
	$(BIN)/python -m pytest tests/wheel

crash: .venv/dev-ready ## Kill the bot at random during runs of 2,000 people, on both databases (ARGS=--help)
	@$(BIN)/python -m tests.crash $(ARGS)

hostile: .venv/dev-ready ## Send 1,500 hostile requests to a bot on each database (ARGS=--help)
	@$(BIN)/python -m tests.hostile $(ARGS)

race: .venv/dev-ready ## 50 times all approvers decide at the same time, against two bots on PostgreSQL
	@$(BIN)/python -m tests.races

rolling: .venv/dev-ready ## Update two replicas from another version in the middle of a run (ARGS=<commit>)
	@$(BIN)/python -m tests.crash.rolling $(ARGS)

coverage: .venv/dev-ready ## Measure what the tests reach, and hold it to the floors
	$(BIN)/python -m coverage run --data-file=build/coverage.domain -m pytest -n 2 tests/licensing
	$(BIN)/python -m coverage combine --data-file=build/coverage.domain
	$(BIN)/python -m coverage report --data-file=build/coverage.domain --include='licensing/*' \
		--fail-under=100
	$(BIN)/python -m coverage run -m pytest -n 2 --ignore tests/wheel
	$(BIN)/python -m coverage combine
	$(BIN)/python -m coverage report

looks: .venv/dev-ready ## Measure each card in each language, on a computer and on a phone
	@$(BIN)/python -m tests.browser.looks

accessibility: .venv/dev-ready ## Run axe over each card and each state of the page, in dark and in high contrast
	@$(BIN)/python -m tests.browser.accessibility

drawings: .venv/dev-ready ## Draw each card in each language into build/drawings, to be looked at (ARGS=home)
	@$(BIN)/python -m tests.browser.drawings $(ARGS)

bench: .venv/dev-ready ## All figures, one `name: value` per line, compared with their limits
	@$(BIN)/python -m bench

bench-turns: .venv/dev-ready ## Turns per second next to botbuilder's own adapter, near and 100 ms away
	@$(BIN)/python -m bench.turns

bench-runs: .venv/dev-ready ## Runs against the published quota, and of 100,000 people (ARGS=--help)
	@$(BIN)/python -m bench.runs $(ARGS)

bench-preview: .venv/dev-ready ## Measure the preview of 10,000 people
	@$(BIN)/python -m bench.preview

bench-find: .venv/dev-ready ## Search 100,000 people for unused licenses
	@$(BIN)/python -m bench.find

bench-sentences: .venv/dev-ready ## Read typed sentences, with the names of 300 products
	@$(BIN)/python -m bench.sentences

bench-sizes: .venv/dev-ready ## Licenses of 5,000 people, an approval and an undo of 100,000
	@$(BIN)/python -m bench.sizes

bench-approvals: .venv/dev-ready ## A bot with 10,000 open requests, idle and deciding
	@$(BIN)/python -m bench.approvals

bench-watching: .venv/dev-ready ## What metrics and traces cost
	@$(BIN)/python -m bench.watching

package: .venv/ready ## Build the Teams app package from the settings
	@$(BIN)/python -m manifest.package

screenshots: .venv/dev-ready ## Draw the pictures of the documentation
	$(BIN)/python -m tests.browser.screenshots

lock: ## Pin all versions again from pyproject.toml (needs uv)
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
		--group dev pyproject.toml -o requirements-dev.txt
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
		-c requirements-dev.txt --extra traces pyproject.toml -o requirements.txt
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
		-c requirements-dev.txt --group build -o requirements-build.txt

clean: ## Remove everything that was installed or built
	rm -rf .venv $(PAGE)/node_modules .rehearsal build .mypy_cache .ruff_cache .pytest_cache .hypothesis
.venv/ready: requirements.txt requirements-build.txt $(PAGE)/package-lock.json deploy/wheel/page.py deploy/wheel/hook.py
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' || \
		{ echo "Python 3.11, 3.12 or 3.13 is needed; say which one with: make PYTHON=python3.12 ..."; exit 1; }
	@echo "Installing what running needs (only this once)"
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
# What builds is pinned too. Then both at the same time: they write different files, and one waits
# while the other works. The lock file is complete (`make wheel` checks it), so pip need not look for
# what else is needed.
	@$(PIP) install --no-compile --require-hashes -r requirements-build.txt
	@$(PIP) install --no-compile --no-deps --no-build-isolation --editable . & editable=$$!; \
		$(PIP) install --no-compile --no-deps --require-hashes -r requirements.txt && wait $$editable
	@touch $@

.venv/dev-ready: requirements-dev.txt .venv/ready
	@echo "Installing what tests and checks need (only this once)"
	@$(PIP) install --no-compile --require-hashes -r requirements-dev.txt
	@touch $@
