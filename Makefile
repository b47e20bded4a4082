# A few verbs. `make demo` and `make test` work on a bare Debian machine: apt install make python3-venv
PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin

.PHONY: demo test slow lint types bench lock messages screenshots clean
.DEFAULT_GOAL := demo

demo: .venv/server.stamp
	@exec $(BIN)/python manage.py demo --port $(PORT)

test: .venv/dev.stamp
	@$(BIN)/python -m tests.run

slow: .venv/dev.stamp
	@$(BIN)/python -m tests.run --slow

lint: .venv/dev.stamp
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types: .venv/dev.stamp
	$(BIN)/mypy platform apps

bench: .venv/dev.stamp
	@for script in benchmarks/*.py; do $(BIN)/python $$script || exit 1; done

# The pictures of the docs, of a fresh demo; needs Chromium.
screenshots: .venv/dev.stamp
	@$(BIN)/python docs/screenshots.py

lock:
	UV="$${UV:-$(BIN)/uv}" requirements/lock.sh

.venv/%.stamp: requirements/%.lock pyproject.toml requirements/venv.sh
	@PYTHON="$(PYTHON)" requirements/venv.sh $*
