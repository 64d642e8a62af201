# Every command sets up what it needs first (progress goes to standard error); nothing is done twice.

# The first Python that runs: a pyenv shim of an unselected version does not.
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do $$p -c "" 2>/dev/null && echo $$p && break; done)
SETUP = $(or $(PYTHON),$(error Front Desk needs Python 3.11 or newer on PATH)) -m ops.setup
DESK = .venv/bin/python
RASA = .venv-assistant/bin/python
RASA_TESTS = tests/assistant tests/conversation

export RASA_TELEMETRY_ENABLED = false
export TF_CPP_MIN_LOG_LEVEL = 3

.PHONY: help run train tune-encoder calibrate test screen understand read-answers evaluate evaluate-crisis content-check content-report bench requirements clean
.DEFAULT_GOAL := help

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-15s %s\n", $$1, $$2 }' Makefile

run: ## Set up and start everything; PORT, HOST and DATA_DIR can be set
	@$(SETUP) frontdesk assistant models && exec .venv/bin/frontdesk run

train: ## Build the models again where their sources changed
	@$(SETUP) frontdesk models

tune-encoder: ## Fine-tune the question encoder on the sample questions: models/questions, ten minutes, to be committed
	@$(SETUP) assistant && exec $(RASA) -W ignore -m assistant.tune_questions

calibrate: ## Choose the thresholds of understanding from the calibration split
	@$(SETUP) assistant && exec $(RASA) -W ignore -m assistant.measure_questions

test: ## Lint, type-check and run all tests
	@$(SETUP) dev assistant models
	$(DESK) -m ruff check .
	$(DESK) -m mypy clinic frontdesk
	$(DESK) -m pytest tests --ignore=tests/browser $(RASA_TESTS:%=--ignore=%)
	$(DESK) -m pytest tests/browser  # apart: Playwright keeps an event loop in its process
	$(RASA) -m pytest -c tests/assistant.ini --rootdir=. $(RASA_TESTS)

screen: ## Crisis screen: JSON lines on standard input, one verdict a line on standard output
	@$(SETUP) frontdesk screen && exec .venv/bin/frontdesk screen

understand: ## Understanding: JSON lines on standard input, intent and topic on standard output
	@$(SETUP) assistant models && exec $(RASA) -m assistant.understand

read-answers: ## Reading of pre-screening answers: JSON lines on standard input and output
	@$(SETUP) frontdesk && exec $(DESK) -m clinic.screening.read

evaluate: ## Understanding on questions that no author has read, as Markdown
	@$(SETUP) assistant models && exec $(RASA) -W ignore -m ops.evaluate.understanding

evaluate-crisis: ## Crisis screen on messages that no author has read, as Markdown
	@$(SETUP) frontdesk models && exec $(DESK) -m ops.evaluate.crisis

content-check: ## Check the answers under data/faq: length, reading grade, sources, questions, banned phrases
	@$(SETUP) frontdesk screen && exec $(DESK) -m ops.content.check

content-report: ## Which answers are unreviewed, due soon, overdue or drafts; ON=2027-05-20 for another day
	@$(SETUP) frontdesk && exec $(DESK) -m ops.content.report $(if $(ON),--on $(ON))

bench: ## Measure start-up, crisis screen and memory on this machine
	@$(SETUP) frontdesk assistant models && exec $(DESK) -m ops.bench

UV = uv=$$($(SETUP) uv) && $$uv
COMPILE = pip compile --quiet --universal --generate-hashes --no-emit-index-url --custom-compile-command "make requirements" $(UPGRADE)

requirements: ## Pin the requirements again, with hashes (UPGRADE=--upgrade for newer versions)
	@$(UV) $(COMPILE) --python-version 3.10 requirements/bootstrap.in -o requirements/bootstrap.txt
	@$(UV) $(COMPILE) --python-version 3.10 requirements/build.in -o requirements/build.txt
	@$(UV) $(COMPILE) --python-version 3.11 pyproject.toml -o requirements/frontdesk.txt
	@$(UV) $(COMPILE) --python-version 3.11 --group dev -c requirements/frontdesk.txt pyproject.toml -o requirements/dev.txt
	@$(UV) --directory assistant $(COMPILE) --python-version 3.10 --group dev pyproject.toml -o ../requirements/assistant.txt

clean: ## Remove environments, models and caches; the data folder stays
	rm -rf .venv .venv-assistant .tools .rasa models/crisis models/stock models/rasa models/*.stamp
	rm -rf .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
