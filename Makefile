# `make` alone lists the targets. Everything that is missing is installed by scripts/setup, pinned, once.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
TOOLS := $(or $(LATCHKEY_TOOLS),$(or $(XDG_CACHE_HOME),$(HOME)/.cache)/latchkey/tools)
export PATH := $(TOOLS)/bin:$(TOOLS)/node_modules/.bin:$(HOME)/.cargo/bin:$(PATH)
WASM := --target wasm32-unknown-unknown --lib --no-default-features --features hydrate

BUILT := target/release/.built
SOURCES := $(shell find src style public migrations -type f) Cargo.toml Cargo.lock build.rs .cargo/config.toml

.PHONY: help run watch build test check ci audit setup test-rust test-browser bench chaos fuzz fmt clean

help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | sort | awk -F'\t' '{printf "make %-14s %s\n", $$1, $$2}'

run: build ## build and serve on http://127.0.0.1:3000
	@echo "==> Starting Latchkey"
	@exec target/release/latchkey serve

watch: setup ## serve while developing: rebuilds when a file changes
	cargo leptos watch --split

build: $(BUILT) ## build target/release/latchkey and target/site

# The optimisers take most of a minute even where nothing has changed, so they only run when something has.
$(BUILT): $(SOURCES) | setup
	@echo "==> Building the server and the site (the first time takes many minutes)"
	@cargo leptos build --release --split --precompress
	@touch $@

test: test-rust build test-browser ## everything: unit, HTTP on each database, browser

test-rust: setup ## unit and HTTP tests
	cargo test --locked

test-browser: ## browser tests against the release build
	@scripts/browser-tests

bench: setup ## benchmarks: what must not grow with the number of rows
	cargo bench --locked

# TEST_POSTGRES_RESTART is a command that restarts the server of TEST_POSTGRES_URL; without it only its connections are ended.
chaos: setup ## kill, fill, cut off and confuse a server in use for SECONDS=60: nothing acknowledged may be lost
	CHAOS_SECONDS=$(or $(SECONDS),60) cargo test --locked --test http chaos -- --ignored --nocapture

fuzz: ## fuzz what parses input from outside, SECONDS_EACH=30 for each target
	@SECONDS_EACH=$(or $(SECONDS_EACH),30) scripts/fuzz

check: setup ## format, order of the house, lints for both sides, types of the browser tests, docs
	cargo fmt --check
	cargo fmt --check --manifest-path fuzz/Cargo.toml
	scripts/check-gates
	scripts/check-order --self-test
	cargo clippy --locked --all-targets -- -D warnings
	cargo clippy --locked $(WASM) -- -D warnings
	@scripts/browser-packages
	npm run --silent --prefix end2end types
	RUSTDOCFLAGS="-D warnings" cargo doc --locked --no-deps --document-private-items --quiet

# Nothing is compiled twice there, so what would speed up a second compile only fills the disk.
ci: export CI := true
ci: export CARGO_INCREMENTAL := 0
ci: ## what CI runs: check, test and chaos, with nothing ignored
	@$(MAKE) check
	@$(MAKE) test
	@$(MAKE) chaos

audit: ## known vulnerabilities, licences and sources of the dependencies
	@scripts/audit

fmt: ## format the code
	cargo fmt
	cargo fmt --manifest-path fuzz/Cargo.toml

setup: ## install what is missing
	@scripts/setup

clean: ## remove what was built
	cargo clean
	cargo clean --manifest-path fuzz/Cargo.toml
