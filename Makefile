# gradgraph: make demo and make test work on a fresh machine with Swift; make help lists all.

SWIFT ?= swift
PREFIX ?= /usr/local
DESTDIR ?=
SOURCES := Sources Tests Package.swift
RELEASE := -c release --static-swift-stdlib
# Where the release build is; asked for when a recipe needs it.
BIN = $(shell $(SWIFT) build $(RELEASE) --show-bin-path)
EXAMPLES := $(wildcard Examples/*.formula)

.PHONY: help demo build test lint format graphviz table install clean

help: ## This list
	@awk -F':.*## ' '/^[a-z]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: graphviz build ## Render every example to Output/ and print a tree
	@gradgraph="$(BIN)/gradgraph"; for example in $(EXAMPLES); do \
	  name=$$(basename "$$example" .formula); echo "Output/$$name.svg"; \
	  "$$gradgraph" render "$$example" -o "Output/$$name.svg" || exit 1; done; \
	echo "Output/moons.svg"; "$$gradgraph" train moons --quiet --plot Output/moons.svg || exit 1; \
	echo; "$$gradgraph" Examples/seed.formula --charset utf8

build: ## Build the release program, with the Swift runtime inside
	$(SWIFT) build $(RELEASE) --product gradgraph

test: graphviz lint ## Check the format and run all tests
	$(SWIFT) build --build-tests
	$(SWIFT) test --skip-build

lint: ## Check the format
	$(SWIFT) format lint --strict -r $(SOURCES)

format: ## Mend the format
	$(SWIFT) format -i -r $(SOURCES)

table: build ## Write the table of operations into README.md
	@"$(BIN)/gradgraph" ops --format md > .operations.md
	@awk '/<!-- operations:end -->/ { skip = 0 } !skip { print } \
	  /<!-- operations:begin -->/ { skip = 1; while ((getline line < ".operations.md") > 0) print line }' \
	  README.md > .README.md && cat .README.md > README.md
	@rm -f .operations.md .README.md

install: build ## Install the program and its completions to PREFIX (/usr/local)
	install -d "$(DESTDIR)$(PREFIX)/bin" "$(DESTDIR)$(PREFIX)/share/bash-completion/completions" \
	  "$(DESTDIR)$(PREFIX)/share/zsh/site-functions" "$(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d"
	install -s -m 755 "$(BIN)/gradgraph" "$(DESTDIR)$(PREFIX)/bin/gradgraph"
	"$(BIN)/gradgraph" --generate-completion-script bash \
	  > "$(DESTDIR)$(PREFIX)/share/bash-completion/completions/gradgraph"
	"$(BIN)/gradgraph" --generate-completion-script zsh \
	  > "$(DESTDIR)$(PREFIX)/share/zsh/site-functions/_gradgraph"
	"$(BIN)/gradgraph" --generate-completion-script fish \
	  > "$(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d/gradgraph.fish"

graphviz: # Installs Graphviz where it is missing
	@command -v dot >/dev/null 2>&1 || { \
	  if [ "$$(id -u)" = 0 ]; then root=; else root=sudo; fi; \
	  if command -v apt-get >/dev/null; then $$root apt-get update -qq && \
	    DEBIAN_FRONTEND=noninteractive $$root apt-get install -y -qq graphviz; \
	  elif command -v dnf >/dev/null; then $$root dnf install -y graphviz; \
	  elif command -v brew >/dev/null; then brew install graphviz; \
	  else echo "make: install Graphviz (https://graphviz.org/download), then try again" >&2; exit 1; fi; }

clean: ## Remove what was built
	rm -rf .build
