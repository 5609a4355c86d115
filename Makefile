# The words people type everywhere. One optimised build serves the demo, the tests and the
# benchmarks: see docs/decisions/0001-one-build.md.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.ONESHELL:
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

# Every swift command of this file takes the same flags, or products would be built twice.
CONFIGURATION := -c release
BUILD_FLAGS := $(CONFIGURATION) --build-tests --explicit-target-dependency-import-check error
TEST_FLAGS := $(CONFIGURATION) --skip-build --disable-xctest
ROTA := .build/release/rota

# Public data that some tests and benchmarks read; a test that misses it says so and is skipped.
ROTA_DATA ?= ../shared/data
export ROTA_DATA := $(abspath $(ROTA_DATA))

# Demo and benchmark settings: seconds of search, number of nodes, tightness of the sample.
BUDGET ?= 90s
NODES ?= 2
TIGHTNESS ?= 0.90

# Prints the seconds of a step: $(call timed,NAME,COMMAND). A failing command ends the recipe.
timed = started=$$SECONDS; echo "== $(1)"; $(2); echo "== $(1): $$((SECONDS - started)) s"

.PHONY: help setup build demo test check bench format lint clean

help: ## Show this list
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/\1\t\2/' |
	while IFS=$$'\t' read -r target text; do printf '  make %-8s %s\n' "$$target" "$$text"; done

setup: ## Install what is missing (Debian 12); nothing the second time
	@$(call timed,setup,./deploy/setup.sh)

build: ## Build the command and all tests, optimised, with the import check
	@$(call timed,build,swift build $(BUILD_FLAGS))

demo: setup build ## Generate a sample programme's whole year on a cluster of this machine
	@rm -rf .build/sample
	$(call timed,programme,$(ROTA) generate-program --size S24 --tightness $(TIGHTNESS) --seed 1 --out .build/sample)
	$(call timed,demo,$(ROTA) generate .build/sample --budget $(BUDGET) --nodes $(NODES))
	$(call timed,verify,$(ROTA) verify last)
	$(ROTA) report last --format html --out .build/sample/compliance.html
	$(ROTA) export last --level plan --out .build/sample/plan.csv
	$(ROTA) export last --level duties --out .build/sample/duties.csv
	echo "In .build/sample: compliance.html for the eye, plan.csv and duties.csv as tables."
	echo "More: $(ROTA) runs show last, $(ROTA) runs compare last, $(ROTA) --help"

test: setup lint build ## Everything a change must pass: all test layers
	@[[ -d "$$ROTA_DATA" ]] || echo "== no public data at $$ROTA_DATA: tests that need it are skipped"
	$(call timed,all tests,swift test $(TEST_FLAGS))

check: lint build ## The everyday check: all but the slow Cluster layer
	@[[ -d "$$ROTA_DATA" ]] || echo "== no public data at $$ROTA_DATA: tests that need it are skipped"
	$(call timed,tests without ClusterTests,swift test $(TEST_FLAGS) --skip ClusterTests)

bench: build ## Solve the largest public instance cut over the nodes, for 60 s
	@$(call timed,bench,$(ROTA) bench solve "$$ROTA_DATA/nrp24/Instance21.txt" \
	  --budget 60s --nodes $(NODES) --out .build/Instance21.csv)

format: ## Rewrite the sources in the repository's format
	@$(call timed,format,git ls-files -z '*.swift' ':!:*.pb.swift' | xargs -0 swift format --in-place)

lint: ## Hold the sources against .swift-format
	@$(call timed,lint,git ls-files -z '*.swift' ':!:*.pb.swift' | xargs -0 swift format lint --strict)

clean: ## Remove what the build made
	@swift package clean
