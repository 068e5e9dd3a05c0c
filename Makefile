# One word for each thing that is done here often. All of it works from a fresh clone.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: setup run test test-code test-browser lint component bench screenshots fuzz audit readers

setup: $(VENV)/.ready

$(VENV)/.ready: requirements.txt requirements-dev.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --no-compile --quiet --disable-pip-version-check -r requirements-dev.txt
	touch $@

run: setup
	$(BIN)/python serve.py --server.headless true

# A browser often waits; the other tests have something to do meanwhile.
test: setup lint
	$(MAKE) --jobs=2 $(if $(filter output-sync,$(.FEATURES)),--output-sync) test-code test-browser

test-code: setup
	$(BIN)/python -m pytest -n 2 -m "not browser"

test-browser: setup
	$(BIN)/python -m pytest -n 2 --dist loadfile -m browser

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# Only after a change to map_component/frontend: what it builds is committed. Needs Node and npm.
component:
	cd map_component/frontend && npm ci --no-audit --no-fund && npm run check && npm run build

bench: setup
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r benchmarks/requirements.txt
	$(BIN)/python benchmarks/interaction.py

screenshots: setup
	$(BIN)/python scripts/make_screenshots.py

fuzz: setup
	$(BIN)/python -m pytest -n 2 -m slow --full-size

# Looks every installed version up in PyPI's list of known vulnerabilities; needs a network. A
# package that cannot be looked up fails it, so that no answer is no good news.
audit: setup
	$(PYTHON) -m venv $(VENV)/audit
	$(VENV)/audit/bin/python -m pip install --quiet --disable-pip-version-check pip-audit==2.10.1
	$(BIN)/python -m pip freeze --exclude-editable > $(VENV)/audit/installed.txt
	$(VENV)/audit/bin/pip-audit --strict --no-deps --disable-pip --progress-spinner off -r $(VENV)/audit/installed.txt

# Reads the descriptions of the data with the libraries of their standards. In an environment of its
# own: mlcroissant brings types of pandas that would change what mypy says, cffconvert an old
# jsonschema.
readers:
	$(PYTHON) -m venv $(VENV)/readers
	$(VENV)/readers/bin/python -m pip install --quiet --disable-pip-version-check mlcroissant==1.1.1 cffconvert==2.0.0
	$(VENV)/readers/bin/python scripts/read_croissant.py
	$(VENV)/readers/bin/cffconvert --validate
