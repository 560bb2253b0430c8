# Every target does its own set-up. `make` lists them.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
T ?= tests
CODE := klantbeeld indexers resolvers tests bench docs

# Tests start the program hundreds of times: what Python compiled is kept, whatever the surroundings say.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help demo test test-all sure audit sbom faults soak search-score bench screenshots install dev klanten elasticsearch keycloak redis faketime browser format lint types schema docs clean

help: ## List the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-13s %s\n", $$1, $$2}'

demo: install ## Set up, make sample data, index it and serve it on http://127.0.0.1:8000/
	@$(BIN)/klantbeeld demo

test: dev klanten elasticsearch keycloak redis faketime browser ## Set up and run every test, with coverage (T=path runs a part, without)
ifeq ($(T),tests)
	$(BIN)/pytest -n 3 --dist worksteal --cov --cov-report=term
	$(BIN)/coverage report --include='klantbeeld/domain/*,indexers/projecties.py,$(PROJECTIES)' --fail-under=100
else
	$(BIN)/pytest $(T)
endif

PROJECTIES := indexers/organisaties.py,indexers/preventie.py,indexers/uitkeringen.py,indexers/contacten.py,indexers/documenten.py,indexers/betalingen.py,indexers/zaken.py

test-all: dev klanten elasticsearch keycloak redis faketime browser ## The same with the long forms: more random cases, more crashes
	LANGE_TESTS=1 $(BIN)/pytest -n 2 --dist worksteal -o faulthandler_timeout=7200

sure: dev ## Everything that must hold before a change is done, the audit included
	$(BIN)/ruff format --check $(CODE)
	$(BIN)/ruff check $(CODE)
	$(BIN)/lint-imports
	$(BIN)/mypy
	@$(MAKE) --no-print-directory audit test

# What documentation and tests write where a secret would be.
VERZONNEN := ^([Kk]anarie|geheim|wachtwoord|PASSWORD|leveranciers|hashAlgorithm)

audit: dev ## Dangerous code, secrets that were committed, and advisories of the locked packages
	$(BIN)/bandit --quiet --recursive --severity-level medium --configfile pyproject.toml klantbeeld indexers resolvers docs
	@git ls-files -z | xargs -0 $(BIN)/detect-secrets-hook --exclude-secrets '$(VERZONNEN)' \
	  --disable-plugin Base64HighEntropyString --disable-plugin HexHighEntropyString
	@$(BIN)/python -m docs.advisories

sbom: dev ## Write what the product is made of to sbom.json (CycloneDX)
	@$(BIN)/python -m docs.sbom sbom.json && echo "sbom.json written"

faults: dev elasticsearch redis ## Faults done to the real program: the scoreboard as a table, and what health said
	@$(BIN)/python -m tests.faults

soak: dev elasticsearch redis ## Random faults under load for an hour (SOAK_MINUTEN=60)
	@$(BIN)/python -m tests.faults.duurproef

search-score: dev ## How many of the search cases find the right employer, per kind
	$(BIN)/python -m tests.zoekset.score

bench: dev ## Measure speed as ratios within one run (ARG=--groot: a million employers)
	$(BIN)/python -m bench $(ARG)

screenshots: dev browser ## Every page in every state as a picture, wide and narrow (ARG=folder, by default .klantbeeld/schermafdrukken)
	@$(BIN)/python -m tests.scherm.afdrukken $(ARG)

install: $(VENV)/installed ## The virtual environment with what the product needs
dev: $(VENV)/installed-dev ## The same with what its developers need

klanten: tests/klanten/node_modules/.package-lock.json ## The npm packages with which tests ask the API, as its users do

redis: ## The redis-server with which tests try the bus, from the packages of the system
	@if command -v redis-server >/dev/null; then :; \
	elif [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	  echo "Installing redis-server (once) ..." && apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq redis-server >/dev/null; \
	else echo "redis-server is missing, so the tests with it are skipped. Install it: apt-get install redis-server"; fi

faketime: ## The wrong clock with which tests start an indexer, from the packages of the system
	@if command -v faketime >/dev/null; then :; \
	elif [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	  echo "Installing faketime (once) ..." && apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq faketime >/dev/null; \
	else echo "faketime is missing, so the tests with it are skipped. Install it: apt-get install faketime"; fi

browser: ## The browser in which tests look at pages, from the packages of the system
	@if command -v chromium >/dev/null; then :; \
	elif [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	  echo "Installing chromium (once) ..." && apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium >/dev/null; \
	else echo "chromium is missing, so the tests with it are skipped. Install it: apt-get install chromium"; fi

tests/klanten/node_modules/.package-lock.json: tests/klanten/package-lock.json
	@if command -v npm >/dev/null; then \
	  echo "Installing the npm packages of the tests (once) ..." && cd tests/klanten && \
	  npm ci --ignore-scripts --no-audit --no-fund --silent && touch node_modules/.package-lock.json; \
	else echo "npm is missing, so the tests with it are skipped. Install it: apt-get install nodejs npm"; fi

keycloak: dev ## A real Keycloak for the tests, fetched once (needs Maven and a JDK)
	@$(BIN)/python -m tests.keycloak.ophalen

elasticsearch: dev ## A real Elasticsearch for the tests, fetched once (needs Maven and a JDK)
	@$(BIN)/python -m tests.testnode_ophalen

format: dev ## Format the code and mend what can be mended
	$(BIN)/ruff check --fix $(CODE)
	$(BIN)/ruff format $(CODE)

lint: dev ## Style and import contracts
	$(BIN)/ruff check $(CODE)
	$(BIN)/lint-imports

types: dev ## Types
	$(BIN)/mypy

schema: dev ## Print the GraphQL schema to schema.graphql
	$(BIN)/klantbeeld schema > schema.graphql

docs: dev ## Make the generated parts of the documentation
	$(BIN)/python -m docs.generate

clean: ## Remove what make and the demo made
	rm -rf $(VENV) .klantbeeld .coverage* .mypy_cache .ruff_cache .import_linter_cache .hypothesis *.egg-info
	find $(CODE) -name __pycache__ -prune -exec rm -rf {} +

$(VENV)/bin/python:
	@command -v $(PYTHON) >/dev/null || { echo "Python is missing. Install it: apt-get install python3 python3-venv"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "$(PYTHON) is older than 3.11. Install a newer one and run: make PYTHON=python3.12 ..."; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
	  { echo "The venv module of Python is missing. Install it: apt-get install python3-venv"; exit 1; }
	@$(PYTHON) -m venv $(VENV)

$(VENV)/installed: requirements.lock pyproject.toml | $(VENV)/bin/python
	@echo "Installing what the product needs (once) ..."
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements.lock
	@$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/installed-dev: requirements-dev.lock $(VENV)/installed
	@echo "Installing what developers need (once) ..."
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements-dev.lock
	@touch $@
