# Two commands do all the set-up on a fresh machine with Python >= 3.11: `make demo` and `make test`.
PYTHON ?= python3
BIN := .venv/bin
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt

.PHONY: demo test check bench schema clean

demo: .venv/run.stamp  ## install, then answer real questions on real data
	$(BIN)/emokg demo demo

test: .venv/dev.stamp  ## every test
	$(BIN)/python -m pytest

check: .venv/dev.stamp  ## lint, format, types, import contracts, schema drift
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python schema/generate.py --check

bench: .venv/dev.stamp  ## ratios against the raw engines, full size
	$(BIN)/python -m bench

schema: .venv/dev.stamp  ## regenerate what is generated from schema/emokg.yaml
	$(BIN)/python schema/generate.py

clean:
	rm -rf .venv demo bench/data bench/results

.venv/bin/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "EmoKG needs Python 3.11 or newer; set PYTHON=")'
	$(PYTHON) -m venv .venv

.venv/run.stamp: pyproject.toml constraints.txt | .venv/bin/python
	$(INSTALL) --editable .
	touch $@

.venv/dev.stamp: pyproject.toml constraints.txt | .venv/bin/python
	$(INSTALL) --editable '.[dev]'
	touch $@ .venv/run.stamp
