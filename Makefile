# One command for each thing people do here. `make help` lists them.

PYTHON ?= python3
BIN := .venv/bin
# Python keeps what it has compiled: a start of the site reads five hundred modules.
unexport PYTHONDONTWRITEBYTECODE
.DEFAULT_GOAL := help
.PHONY: help run test lint lock audit catalogues assets show show-pictures show-seats show-speed show-bounces show-attack show-fuzz show-duplicates show-import show-searches show-directory-speed clean environment tools

help: ## this list
	@sed -n 's/^\([a-z-]*\):[^#]*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 24

run: ## install, prepare and serve the demonstration on http://127.0.0.1:8000 (PORT changes it)
	@$(PYTHON) bin/setup base
	@exec $(BIN)/python bin/run

test: tools ## install what the tests need and run everything: lint, types, contracts, unit, browser, both databases
	@$(BIN)/python bin/test

lint: environment ## only the checks that read the code: ruff, djlint, mypy, import contracts
	@$(BIN)/pytest -q -p no:xdist tests/site/test_lint.py tests/site/test_architecture.py

lock: environment ## write the locks again, with hashes (needs the network)
	@$(BIN)/python bin/lock

audit: environment ## check that all is pinned by hash, ask whether a known fault is in it (needs the network)
	@$(BIN)/python bin/audit

catalogues: environment ## extract the words of the interface, merge and compile the catalogues
	@$(BIN)/python bin/catalogues

assets: environment ## build the style sheet
	@TRIANON_DEMO=1 $(BIN)/flask assets build

show: show-pictures show-seats show-speed show-bounces show-attack show-fuzz show-duplicates show-import show-searches show-directory-speed show-procedure ## all the heavy evidence

show-pictures: tools ## pictures of the main pages, both languages, two widths, into docs/pictures/
	@$(BIN)/python bin/pictures

show-seats: tools ## five hundred people ask for fifty seats, on both databases, ten times
	@$(BIN)/python bin/seats

.PHONY: show-reminders
show: show-reminders

show-reminders: tools ## reminders from registration to thanks while the worker is killed, on both databases
	@$(BIN)/python bin/reminders

.PHONY: show-calendar show-registration-speed show-contributions-speed show-desk show-queue-speed
show: show-calendar show-registration-speed show-contributions-speed show-desk show-queue-speed

.PHONY: show-following
show: show-following

show-following: tools ## one event with a hundred thousand followers, on both databases, into docs/evidence/following.md
	@$(BIN)/python -m benchmarks.following

show-registration-speed: tools ## registrations a second, as ratios to a minimal endpoint, on both databases
	@$(BIN)/python -m benchmarks.registrations

show-contributions-speed: tools ## 100,000 texts and 1,000,000 answers against 1,000 texts, on both databases (SIZES, ENGINES)
	@$(BIN)/python -m benchmarks.contributions

show-calendar: environment ## one person's calendar messages, obeyed by a calendar of our own, into docs/evidence/calendar/
	@$(BIN)/python bin/calendar_messages

show-speed: tools ## what pages cost, as ratios to a bare page, on both databases
	@$(BIN)/python -m benchmarks.pages

show-searches: tools ## eighty searches written blind, on both databases, into docs/evidence/searches.md
	@$(BIN)/python bin/searches

show-directory-speed: tools ## the directory at 1,000, 20,000 and 200,000 records, on both databases (SIZES, ENGINES)
	@$(BIN)/python -m benchmarks.directory

show-bounces: environment ## what mail servers bring back, and what it changes, into docs/evidence/bounces.md
	@$(BIN)/python bin/bounces

show-attack: tools ## a thousand tries to sign in, on one account and on many, on both databases
	@$(BIN)/python bin/attack

show-fuzz: tools ## the fuzzers for longer, with fresh luck each time (TRIES sets how long)
	@$(BIN)/python bin/fuzz

.PHONY: show-sealing show-author-mails
show: show-sealing show-author-mails

show-sealing: tools ## a hundred registrations at once, while the journal is sealed and while it is not, on both databases
	@$(BIN)/python -m benchmarks.sealing

show-author-mails: environment ## every mail and page that an author sees of a decision, both languages, into docs/evidence/author-mails.md
	@$(BIN)/python bin/author-mails

show-procedure: environment ## two hundred sequences of voices, silences and clock steps on the real site, into docs/evidence/procedure.md
	@$(BIN)/python bin/procedure

show-desk: tools ## forty texts judged by keyboard in a browser, by the keystroke-level model, into docs/evidence/desk.md
	@$(BIN)/python bin/desk

show-queue-speed: tools ## the queue with 50,000 cases against 1,000 and a bare page, on both databases
	@$(BIN)/python -m benchmarks.queue

show-duplicates: environment ## declare every real record again, in both scripts, and count what is found, into docs/evidence/
	@$(BIN)/python -m benchmarks.duplicates

show-import: tools ## 20,000 rows with 300 faults imported by page, the worker killed half-way, all taken back, on both databases
	@$(BIN)/python bin/imports

clean: ## remove what was made, except .env, instance/ and .venv
	@rm -rf .cache .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache node_modules trianon/static/build
	@find trianon tests migrations -name __pycache__ -type d -prune -exec rm -rf {} +

environment:
	@$(PYTHON) bin/setup dev

tools: environment
	@$(BIN)/python bin/tools
