# `make` alone lists the targets. Everything that is missing is installed by scripts/setup, pinned, once.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
TOOLS := $(or $(LATCHKEY_TOOLS),$(or $(XDG_CACHE_HOME),$(HOME)/.cache)/latchkey/tools)
export PATH := $(TOOLS)/bin:$(TOOLS)/node_modules/.bin:$(HOME)/.cargo/bin:$(PATH)
# Paths below and in scripts/ begin with it.
export CARGO_TARGET_DIR := target
WASM := --target wasm32-unknown-unknown --lib --no-default-features --features hydrate

# The site is built anew when something changes that it is made of.
SITE := target/.site
SITE_SOURCES := $(shell find src/ui src/accounts src/shared style public scripts/site scripts/bind -not -path '*/target/*') src/lib.rs \
	src/web/start.js scripts/build-site scripts/setup Cargo.toml Cargo.lock .cargo/config.toml rust-toolchain.toml

.PHONY: help run watch site build dist test check ci audit setup test-rust test-browser bench chaos cluster traces fuzz fmt clean

help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | sort | awk -F'\t' '{printf "make %-14s %s\n", $$1, $$2}'

# The quick program: compiled as for the tests, so that nothing is compiled for one purpose alone.
run: site ## build quickly and serve on http://127.0.0.1:3000
	@echo "==> Compiling the server (three minutes the first time on two cores, then half a minute)"
	@scripts/aloud cargo build --locked --bin latchkey
	@echo "==> Starting Latchkey"
	@LATCHKEY_MAIL__URL="$${LATCHKEY_MAIL__URL:-console:}" exec target/debug/latchkey serve

watch: setup ## serve while developing: rebuilds when a file changes
	@node scripts/site/watch.mjs

ifneq ($(words $(wildcard target/debug/hash.txt target/release/hash.txt target/site/pkg)),3)
.PHONY: $(SITE)
endif

site: setup $(SITE) ## build target/site: style, script and WebAssembly

$(SITE): $(SITE_SOURCES) | setup
	@scripts/build-site

build: site ## build target/release/latchkey, thoroughly, and target/site
	@echo "==> Compiling the server thoroughly (nine minutes the first time on two cores, then six)"
	@scripts/aloud cargo build --locked --release --bin latchkey

dist: build ## pack what a server needs into target/latchkey.tar.gz
	@tar -czf target/latchkey.tar.gz Leptos.toml deploy LICENSE-APACHE LICENSE-MIT target/release/latchkey target/release/hash.txt target/site
	@echo "==> target/latchkey.tar.gz"

test: test-rust test-browser ## everything: unit, HTTP on each database, browser

test-rust: setup ## unit and HTTP tests
	@scripts/aloud cargo test --locked --no-run
	cargo test --locked

test-browser: site ## browser tests against the program of the HTTP tests
	@scripts/aloud cargo test --locked --no-run
	@scripts/browser-tests

bench: setup ## benchmarks: what must not grow with the number of rows
	@scripts/aloud cargo bench --locked --no-run
	cargo bench --locked

# TEST_POSTGRES_RESTART is a command that restarts the server of TEST_POSTGRES_URL; without it only its connections are ended.
chaos: setup ## kill, fill, cut off and confuse a server in use for SECONDS=60: nothing acknowledged may be lost
	@scripts/aloud cargo test --locked --no-run
	CHAOS_SECONDS=$(or $(SECONDS),60) cargo test --locked --test http chaos -- --ignored --nocapture

cluster: setup ## two servers behind haproxy: killed, stopped, deployed; their PostgreSQL and Redis gone; behind pgbouncer
	@scripts/aloud cargo test --locked --no-run
	cargo test --locked --test http cluster -- --ignored --nocapture --test-threads=1

traces: setup ## the program with traces by OTLP (the cargo feature otlp), and their test; no part of CI
	@scripts/aloud cargo test --locked --features otlp --no-run
	cargo test --locked --features otlp --test http traces

fuzz: ## fuzz what parses input from outside, SECONDS_EACH=30 for each target
	@SECONDS_EACH=$(or $(SECONDS_EACH),30) scripts/fuzz

check: setup ## format, order of the house, lints for both sides, types of the browser tests, docs
	cargo fmt --check
	cargo fmt --check --manifest-path fuzz/Cargo.toml
	scripts/check-gates
	scripts/check-order --self-test
	scripts/aloud cargo clippy --locked --all-targets -- -D warnings
	scripts/aloud cargo clippy --locked $(WASM) -- -D warnings
	@scripts/browser-packages
	npm run --silent --prefix end2end types
	node --test scripts/aloud.test.mjs scripts/site
	RUSTDOCFLAGS="-D warnings" scripts/aloud cargo doc --locked --no-deps --document-private-items

# Nothing is compiled twice there, so what would speed up a second compile only fills the disk.
ci: export CI := true
ci: export CARGO_INCREMENTAL := 0
ci: ## what CI runs: check, test, chaos and cluster, with nothing ignored
	@$(MAKE) check
	@$(MAKE) test
	@$(MAKE) chaos
	@$(MAKE) cluster

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
