# What one can do here. `make run` and `make test` do all the set-up themselves.
PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3.14 python3; do command -v $$p >/dev/null 2>&1 && $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$p; break; }; done)
BIN = .venv/bin
TEST_ENV = QT_QPA_PLATFORM=offscreen
ALONE = screen or browser or alone
FAST = not slow and not bench and not soak and not ($(ALONE))
FLOOR = 96

.PHONY: run test quick lint browser-tools bench soak screenshots setup clean
.DEFAULT_GOAL := run

run: .venv/ready  ## open Curator with the sample issue
	$(BIN)/curator --sample

test: .venv/dev lint  ## every test but the long ones
	sh .ci/system test
	@if command -v npm >/dev/null 2>&1; then $(MAKE) browser-tools; else echo "There is no npm: tests in Chromium are skipped."; fi
	$(BIN)/coverage erase
	$(TEST_ENV) $(BIN)/python -m pytest -n 2 -m "not ($(ALONE)) and not bench and not soak" --cov --cov-report=
	$(TEST_ENV) $(BIN)/python -m pytest -m "($(ALONE)) and not bench and not soak"
	$(BIN)/coverage report --fail-under=$(FLOOR)

quick: .venv/dev lint  ## the fast part, while working
	$(TEST_ENV) $(BIN)/python -m pytest -n 2 -m "$(FAST)"

lint: .venv/dev
	$(BIN)/ruff check curator tests
	$(BIN)/ruff format --check curator tests
	$(BIN)/mypy curator
	$(BIN)/lint-imports

browser-tools: tests/browser/node_modules/ready  ## axe and an HTML validator, for tests/browser

tests/browser/node_modules/ready: tests/browser/package.json
	cd tests/browser && npm install --no-package-lock --no-audit --no-fund --ignore-scripts --loglevel=error
	@touch $@

bench: .venv/dev  ## print the figures of tests/benchmarks/README.md
	$(TEST_ENV) $(BIN)/python -m tests.benchmarks

soak: .venv/dev  ## break things for a long time
	$(TEST_ENV) $(BIN)/python -m pytest -m soak

screenshots: .venv/ready  ## the pictures of the README
	bash .ci/screenshots

setup: .venv/dev

.venv/ready: pyproject.toml .ci/system
	@test -n "$(PYTHON)" || { echo "Curator needs Python 3.11 or newer; install it and run make again." >&2; exit 1; }
	sh .ci/system run
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

.venv/dev: .venv/ready
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .coverage .coverage.* dist
