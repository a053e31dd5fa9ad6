# Two commands do everything: `make run` and `make test`.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: run setup test test-postgresql golden check audit sbom words format clean

run: setup
	@$(BIN)/campaign demo

setup: .venv/.ready

# Everything comes from the package registry by pip alone; the stamp is renewed when the parts change.
.venv/.ready: pyproject.toml constraints.txt $(wildcard campaign/locale/*/LC_MESSAGES/django.po)
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	@if ls campaign/locale/*/LC_MESSAGES/django.po >/dev/null 2>&1; then $(BIN)/pybabel --quiet compile --domain django --directory campaign/locale; fi
	@touch $@

# Several files of tests at once, those that take long first (tests/conftest.py), then those that want the machine for
# themselves, for which only the files that hold one are read.
AT_ONCE := --numprocesses auto --dist loadfile --no-loadscope-reorder

test: setup
	@$(BIN)/pytest $(AT_ONCE) -m "not alone"
	@$(BIN)/pytest -m alone $$(grep --recursive --files-with-matches --include='test_*.py' 'pytest\.mark\.alone' tests)

# The tests that use the database, once more on the one that cities use.
test-postgresql: setup
	@tests/with-postgresql $(BIN)/pytest --quiet $(AT_ONCE) -m "not chromium" tests/data tests/services tests/feeds

# Accept the templates' pictures as they are drawn now, after looking at var/golden: make golden [NAMES="big-number clip"]
golden: setup
	@$(BIN)/python -m tests.templates.accept $(NAMES)

check: setup
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo

# Finds every word people read and brings what is new into the catalogues, empty, to be translated.
words: setup
	@mkdir -p var
	@$(BIN)/pybabel --quiet extract --mapping-file campaign/locale/babel.toml --keywords say --keywords gettext_lazy --keywords pgettext_lazy:1c,2 \
		--no-location --sort-output --output-file var/words.pot .
	@$(BIN)/pybabel --quiet update --domain django --input-file var/words.pot --output-dir campaign/locale \
		--no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date --width 120

# Known holes: in our code, and, where its service can be reached, in the parts it is made of.
audit: setup
	@$(BIN)/python -m tests.attacks.audit

# What the product is made of (CycloneDX), the same bytes for the same parts: var/sbom.json
sbom: setup
	@mkdir -p var
	@$(BIN)/cyclonedx-py environment $(BIN)/python --pyproject pyproject.toml --output-reproducible --validate \
		--output-format JSON --output-file var/sbom.json

format: setup
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

clean:
	rm -rf .venv var
