# make run    everything from a fresh clone to a running Keepwell
# make test   every test, on SQLite and on PostgreSQL, and the browser journeys
# The rest is for those who build: make check, make bench, make lock, make environment.

SHELL := /bin/bash
.DEFAULT_GOAL := run
.PHONY: run test check bench environment lock

run: .venv/.product
	@KEEPWELL_HOME="$${KEEPWELL_HOME:-$(CURDIR)/var}" exec .venv/bin/keepwell run --sample

test:
	@tools/test.sh

check: .venv/.all
	@tools/check.sh

bench: .venv/.all
	@.venv/bin/python -m bench.import_contacts
	@.venv/bin/python -m bench.desk

environment: .venv/.all

lock:
	@tools/lock.sh

.venv/.product: requirements.lock pyproject.toml
	@tools/environment.sh product

.venv/.all: requirements.lock requirements-dev.lock pyproject.toml
	@tools/environment.sh all
