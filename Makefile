# Everything a person does with this checkout. `make help` lists it.
.DEFAULT_GOAL := help
SHELL := /bin/sh
.SUFFIXES:

# Which phase, and on which embedded cloud: make up PHASE=phase2 CLOUD=mine
PHASE ?= phase1
CLOUD ?= $(PHASE)
# For snapshot and restore, and the name of the cloud that `copy` makes.
NAME ?= last
# Whose environment `make services` prints: make services PHASE=phase3 SHAPE=coocook
SHAPE ?=
TO ?=

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# Another lock file is another stamp: the environment follows requirements.lock and is left alone otherwise.
STAMP := $(VENV)/.stamp-$(shell cksum < requirements.lock | tr ' ' '-')
LOCALCLOUD := $(BIN)/python -m localcloud
# Outside the tree, so that the next checkout checks only what is new: what mypy knows of every package.
CACHE := $${XDG_CACHE_HOME:-$$HOME/.cache}/softfactory
# tests/conftest.py says which tests stay together. In the files' order: those that take longest are few tests, and
# must not come last.
PARALLEL := -n auto --no-loadscope-reorder
# Tests start hundreds of programs of this tree: it is compiled once, not at each start.
PYTEST := env -u PYTHONDONTWRITEBYTECODE $(BIN)/python -m pytest
# What the program expects to find, on AWS and on an embedded cloud alike.
PREPARE := --prepare "python -m ops.bootstrap"

.PHONY: help
help: ## show this list
	@awk 'BEGIN { FS = ":.*## " } /^[a-z-]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

$(STAMP):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { echo "Python 3.11 or newer is needed and $(PYTHON) is not: install it, or name it (make PYTHON=python3.12 …)" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "$(PYTHON) cannot make virtual environments: install the package python3-venv" >&2; exit 1; }
	@echo "Python packages of requirements.lock: installing into $(VENV) …" >&2
	@begun=$$(date +%s) && $(PYTHON) -m venv $(VENV) \
		&& $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock \
		&& rm -f $(VENV)/.stamp-* && touch $@ \
		&& echo "Python packages of requirements.lock: installed after $$(( $$(date +%s) - begun )) s" >&2

.PHONY: toolchain
toolchain: $(STAMP) ## install the pinned engine and control plane into the user's cache
	@$(BIN)/python -m localcloud.toolchain

.PHONY: bootstrap
bootstrap: $(STAMP) ## make in your AWS account what the first `up` expects: zone, image repository, alert secret
	@$(BIN)/python -m ops.bootstrap

.PHONY: up
up: $(STAMP) ## deploy PHASE on its embedded cloud
	@$(LOCALCLOUD) up $(PHASE) --cloud $(CLOUD) $(PREPARE)

.PHONY: preview
preview: $(STAMP) ## show what `make up` would do
	@$(LOCALCLOUD) preview $(PHASE) --cloud $(CLOUD) $(PREPARE)

.PHONY: destroy
destroy: $(STAMP) ## delete everything that PHASE has made, stores included
	@$(LOCALCLOUD) destroy $(PHASE) --cloud $(CLOUD)

.PHONY: demo
demo: up packages ## run what PHASE's pods would run, as processes here, until Ctrl-C; PORT=… WORKERS=…
	@$(LOCALCLOUD) run $(CLOUD) --stack $(PHASE) -- $(BIN)/python -m ops.demo $(PHASE) \
		$(if $(PORT),--port $(PORT)) $(if $(WORKERS),--workers $(WORKERS))

.PHONY: show
show: $(STAMP) ## see what the demo of PHASE does with a request: cache, replicas, jobs
	@$(BIN)/python -m ops.demo $(PHASE) --show

# The cloud that has FROM: its name is FROM's, unless CLOUD is given.
.PHONY: promote
promote: $(STAMP) ## give the resources of FROM to TO and grow; CUT_OVER=… moves users to copied data
	@test -n "$(FROM)" && test -n "$(TO)" || { echo "name both phases: make promote FROM=phase1 TO=phase2" >&2; exit 1; }
	@$(LOCALCLOUD) run $(if $(filter file,$(origin CLOUD)),$(FROM),$(CLOUD)) --stack $(FROM) --stack $(TO) \
		-- $(BIN)/python -m ops.promote $(FROM) $(TO) $(foreach dataset,$(CUT_OVER),--cut-over $(dataset)) $(if $(PLAN),--plan)

.PHONY: env
env: $(STAMP) ## print the shell variables of the cloud: eval "$(make -s env PHASE=…)"
	@$(LOCALCLOUD) env $(CLOUD) $(PREPARE)

.PHONY: status
status: $(STAMP) ## list the embedded clouds of this checkout
	@$(LOCALCLOUD) status

.PHONY: down
down: $(STAMP) ## stop every embedded cloud of this checkout; they stay on disk
	@$(LOCALCLOUD) down

.PHONY: snapshot
snapshot: $(STAMP) ## keep the cloud as it is now, as NAME
	@$(LOCALCLOUD) snapshot $(CLOUD) $(NAME)

.PHONY: restore
restore: $(STAMP) ## bring the cloud back to snapshot NAME
	@$(LOCALCLOUD) restore $(CLOUD) $(NAME)

.PHONY: copy
copy: $(STAMP) ## make cloud TO, which goes on from the cloud as it is now
	@test -n "$(TO)" || { echo "name the cloud to make: make copy CLOUD=$(CLOUD) TO=…" >&2; exit 1; }
	@$(LOCALCLOUD) copy $(CLOUD) $(TO)

.PHONY: lint
lint: $(STAMP) ## style, types, layers
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy --cache-dir $(CACHE)/mypy
	@$(BIN)/lint-imports

.PHONY: test-fast
test-fast: $(STAMP) ## the quick tests: without engine, services, browser and the exhaustive ones
	@$(PYTEST) -q $(PARALLEL) -m 'not (engine or services or browser or exhaustive)'

.PHONY: packages
packages: $(STAMP) ## install the Debian packages of the app's backing services (as root)
	@$(BIN)/python -m app.backing.packages

.PHONY: services
services: $(STAMP) ## run PHASE's real databases, caches and brokers: eval "$(make -s services PHASE=…)"
	@$(BIN)/python -m app.backing up $(PHASE) $(if $(SHAPE),--shape $(SHAPE))

.PHONY: services-down
services-down: $(STAMP) ## end the databases, caches and brokers of every phase
	@$(BIN)/python -m app.backing down

.PHONY: image
image: $(STAMP) packages ## build the app's image with buildah; BASE=… names another base
	@$(BIN)/python -m app.image.build

.PHONY: sbom
sbom: $(STAMP) packages ## write the inventory of the image to build/sbom.json
	@$(BIN)/python -m app.image.sbom build/sbom.json

.PHONY: test
test: lint toolchain packages ## everything that CI runs
	@$(PYTEST) -q $(PARALLEL)

.PHONY: bench
bench: $(STAMP) toolchain ## side-by-side measurements
	@$(BIN)/python -m benchmarks
