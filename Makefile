# Every set-up step is a file: it runs once, and again when what it was made from changes.
.DEFAULT_GOAL := help
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
EXTRAS ?= crawl,airflow,postgres
ENGINE ?= embedded
ENGINE_STAMP := $(if $(filter elasticsearch,$(ENGINE)),$(VENV)/elasticsearch.stamp)
ALL_EXTRAS := crawl,airflow,postgres,elasticsearch,s3,browser,dev

help:  ## what can be made here
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 16

$(BIN)/uv:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; this is $$($(PYTHON) --version). Say: make PYTHON=python3.12 …"; exit 1; }
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt uv

# The extras that a stamp names are what is installed: dev has all, run has what a night needs.
$(VENV)/run.stamp: $(BIN)/uv pyproject.toml constraints.txt
	@echo "Installing what a night needs …"
	@$(BIN)/uv pip install --quiet --python $(BIN)/python -c constraints.txt -e '.[$(EXTRAS)]'
	@touch $@

$(VENV)/dev.stamp: $(BIN)/uv pyproject.toml constraints.txt
	@echo "Installing what the tests need …"
	@$(BIN)/uv pip install --quiet --python $(BIN)/python -c constraints.txt -e '.[$(ALL_EXTRAS)]'
	@touch $@ $(VENV)/run.stamp && touch $(VENV)/elasticsearch.stamp

$(VENV)/elasticsearch.stamp: $(VENV)/run.stamp
	@$(BIN)/uv pip install --quiet --python $(BIN)/python -c constraints.txt -e '.[$(EXTRAS),elasticsearch]'
	@touch $@

setup: $(VENV)/run.stamp  ## install into .venv what a night needs
dev: $(VENV)/dev.stamp  ## install into .venv what the tests need too

demo: $(VENV)/run.stamp $(ENGINE_STAMP)  ## one night on the demo press offices through Airflow, then the search page (ENGINE=elasticsearch: searched by that)
	@exec $(BIN)/protection-news demo --engine $(ENGINE)

nightly: $(VENV)/run.stamp  ## the same on the real sources, with the schedule left on
	@exec $(BIN)/protection-news up

elasticsearch: $(VENV)/run.stamp  ## Elasticsearch on this machine until Ctrl-C (needs a Java and Maven)
	@exec $(BIN)/python -m servers.elasticsearch

test: $(VENV)/dev.stamp  ## lint, types, import rules, tests
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo
	@$(BIN)/pytest -n auto --dist loadfile -q -rfE

cluster-test: $(VENV)/dev.stamp  ## three nodes of Elasticsearch, of which some are killed (3 minutes)
	@$(BIN)/pytest -m cluster

format: $(VENV)/dev.stamp  ## put the code in order
	@$(BIN)/ruff check --fix-only --quiet . ; $(BIN)/ruff format --quiet .

constraints: $(BIN)/uv  ## pin the dependencies anew, after a change in pyproject.toml
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --extra crawl --extra airflow --extra celery --extra postgres \
		--extra elasticsearch --extra s3 --extra browser --extra dev --no-emit-index-url --no-annotate --no-header -o constraints.txt pyproject.toml

.PHONY: constraints help setup dev demo nightly elasticsearch test cluster-test format
