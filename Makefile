# Needs Python 3.11 or newer, make and git; everything else is fetched, pinned by hash, into this directory.

PYTHON ?= python3
BOOTSTRAP = $(PYTHON) scripts/bootstrap.py

.DEFAULT_GOAL := help
.PHONY: help run test check bench mutants docs messages lock format install clean

help: ## show this list
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

# `exec`, so that a signal to make's shell reaches the program and nothing is left running.

run: ## start the product with its database, and the demo where the database is empty
	@exec $(BOOTSTRAP) run

test: ## run the whole suite on its own database; ARGS="-k plan" chooses
	@exec $(BOOTSTRAP) test $(ARGS)

check: ## style, types, import contracts, translations, generated documents
	@exec $(BOOTSTRAP) check

bench: ## measure the pages with 3,000 people
	@exec $(BOOTSTRAP) bench $(ARGS)

mutants: ## change the rules in thousands of small ways and count what the tests notice; ARGS="selaras.rules.bands*" chooses
	@exec $(BOOTSTRAP) mutants $(ARGS)

docs: ## print the generated documents again
	@exec $(BOOTSTRAP) docs

messages: ## collect and compile the texts of both languages
	@exec $(BOOTSTRAP) messages

format: ## put the code into the house's format
	@exec $(BOOTSTRAP) format

lock: ## pin every dependency of pyproject.toml again; ARGS=--upgrade takes newer ones
	@exec $(BOOTSTRAP) lock $(ARGS)

install: ## install what developing needs, and start nothing
	@exec $(BOOTSTRAP) install

clean: ## remove what the other targets have fetched or compiled; data stays
	@rm -rf .venv .toolchain node_modules build dist src/selaras/web/static/vendor
	@find src -name '*.mo' -delete
