# Two commands do all the set-up on a fresh machine: make site, make test.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export NO_MKDOCS_2_WARNING := 1

.PHONY: site test check verifier apercu formulaire demonstration livret mesures accepter verrou clean

site: $(VENV)/.site
	$(BIN)/observatoire livret --affiches --quiet
	$(BIN)/observatoire fiches --quiet
	$(BIN)/observatoire site

verifier: $(VENV)/.site
	$(BIN)/observatoire verifier

apercu: $(VENV)/.site
	$(BIN)/observatoire apercu

formulaire: $(VENV)/.site
	$(BIN)/observatoire formulaire

demonstration: $(VENV)/.site
	$(BIN)/observatoire livret --racine tests/demonstration --affiches --quiet
	$(BIN)/observatoire fiches --racine tests/demonstration --quiet
	$(BIN)/observatoire site --racine tests/demonstration --sortie demonstration
	cd demonstration && ../$(BIN)/python -m http.server 8001 --bind 127.0.0.1

# make livret OPTIONS="--epreuve --rapport"
livret: $(VENV)/.site
	$(BIN)/observatoire livret $(OPTIONS)
	$(BIN)/observatoire livret --racine tests/demonstration $(OPTIONS)

test: check $(VENV)/.outils
	$(BIN)/pytest -n 2 --dist worksteal

check: $(VENV)/.dev
	$(BIN)/ruff format --check scripts tests
	$(BIN)/ruff check scripts tests
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/observatoire formater --verifier --quiet
	$(BIN)/observatoire schemas --verifier
	$(BIN)/observatoire tickets --verifier

mesures: $(VENV)/.outils
	$(BIN)/python tests/mesures.py

accepter: $(VENV)/.dev
	$(BIN)/observatoire schemas --quiet
	$(BIN)/pytest -q tests/test_pages.py --accept

# Locks, with hashes, of what the site and its tests need. Needs uv.
verrou:
	uv pip compile -q --upgrade --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate \
		--custom-compile-command "make verrou" pyproject.toml requirements/build.in -o requirements/site.txt
	uv pip compile -q --upgrade --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --group dev \
		--custom-compile-command "make verrou" pyproject.toml requirements/build.in -c requirements/site.txt -o requirements/dev.txt

$(VENV)/.site: requirements/site.txt pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/site.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

$(VENV)/.dev: requirements/dev.txt $(VENV)/.site
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	touch $@

$(VENV)/.outils: $(VENV)/.dev tests/outils/package-lock.json tests/outils/installer.sh
	sh tests/outils/installer.sh
	touch $@

clean:
	rm -rf $(VENV) site demonstration tests/outils/node_modules .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .cache
