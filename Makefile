# gradgraph: make demo and make test work on a fresh machine with Swift; make help lists all.

SWIFT ?= swift
PREFIX ?= /usr/local
# Not every shell expands the tilde of PREFIX=~/.local.
override PREFIX := $(patsubst ~/%,$(HOME)/%,$(PREFIX))
DESTDIR ?=
SOURCES := Sources Tests Plugins Package.swift Benchmarks/Sources Benchmarks/Benchmarks Benchmarks/Package.swift
RELEASE := -c release --static-swift-stdlib
# Where the release build is; asked for when a recipe needs it.
BIN = $(shell $(SWIFT) build $(RELEASE) --show-bin-path)
# What is documented, and the path under which the site will stand.
MODULES := Autodiff DisplayText FormulaSyntax GraphExport Plots ChainRule Graphviz MarkdownBlocks GradGraphCommands gradgraph
BASE ?=
# The documents with blocks.
DOCUMENTS := README.md Output Sources Examples

.PHONY: help demo build test wasm-check wasm-test wasi sanitize lint format graphviz valgrind table pictures docs bench accuracy regression readers sites install clean

help: ## This list
	@awk -F':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: graphviz build ## Render every example to Output/ and print a tree
	@gradgraph="$(BIN)/gradgraph"; "$$gradgraph" docs --redraw --allow-outside Output || exit 1; \
	echo "Output/moons.svg"; "$$gradgraph" train moons --quiet --plot Output/moons.svg \
	  -o Output/moons-network.svg || exit 1; \
	echo; "$$gradgraph" Examples/seed.formula --charset utf8 || exit 1; \
	echo; echo "The program:          $$gradgraph  (make install puts it on the PATH)"; \
	echo "A picture to open:    $(CURDIR)/Output/seed.svg"; \
	echo "The backward pass:    $(CURDIR)/Output/seed-animated.svg"

build: ## Build the release program, with the Swift runtime inside
	$(SWIFT) build $(RELEASE) --product gradgraph

test: graphviz lint ## Check the format and run all tests
	$(SWIFT) build --build-tests
	$(SWIFT) test --skip-build

wasm-check: wasi ## Compile the portable targets with Embedded Swift for WebAssembly
	@Tests/Wasm/check.sh

wasm-test: wasi ## Compare what the portable targets answer as WebAssembly with the native answers
	@Tests/Wasm/link.sh
	GRADGRAPH_WASM="$(CURDIR)/.build-wasm/gradgraph.wasm" $(SWIFT) test --filter WebAssemblyTests

# Each sanitizer has a build of its own. The file of suppressions gives the reason of each.
LIBRARIES := ^(Autodiff|FormulaSyntax|GraphExport|Plots|ChainRule|Graphviz|MarkdownBlocks)Tests[.]
sanitize: graphviz ## Run the libraries' tests under the address and the thread sanitizer (Linux)
	ASAN_OPTIONS=detect_leaks=1 LSAN_OPTIONS=suppressions=$(CURDIR)/Tests/Sanitizers/leaks.txt:print_suppressions=0 \
	  $(SWIFT) test --sanitize address --scratch-path .build-asan --filter '$(LIBRARIES)'
	TSAN_OPTIONS=halt_on_error=1 $(SWIFT) test --sanitize thread --scratch-path .build-tsan --filter '$(LIBRARIES)'

lint: ## Check the format
	$(SWIFT) format lint --strict -r $(SOURCES)

format: ## Mend the format
	$(SWIFT) format -i -r $(SOURCES)

table: build ## Write the table of operations into its page
	@file=Sources/Autodiff/Autodiff.docc/Operations.md; \
	"$(BIN)/gradgraph" ops --format md > .operations.md && \
	awk '/<!-- operations:end -->/ { skip = 0 } !skip { print } \
	  /<!-- operations:begin -->/ { skip = 1; while ((getline line < ".operations.md") > 0) print line }' \
	  "$$file" > .document.md && cat .document.md > "$$file"; \
	status=$$?; rm -f .operations.md .document.md; exit $$status

pictures: graphviz build ## Fill the blocks of the documents with pictures and numbers
	@"$(BIN)/gradgraph" docs --prune $(DOCUMENTS)

docs: pictures ## Fill the documents, and build the documentation into Output/site
	@mkdir -p Output
	GRADGRAPH_DOCS=1 $(SWIFT) package --allow-writing-to-directory Output generate-documentation \
	  $(MODULES:%=--target %) --enable-experimental-combined-documentation --warnings-as-errors \
	  --symbol-graph-minimum-access-level public \
	  --transform-for-static-hosting --hosting-base-path "$(BASE)" --output-path Output/site
	@echo '{}' > Output/site/theme-settings.json
	@echo '<!doctype html><meta http-equiv="refresh" content="0; url=documentation/gradgraph/">' > Output/site/index.html
	@echo "Output/site is built; to read it: python3 -m http.server -d Output/site"

bench: ## Compare with other engines, and write BENCHMARKS.md
	cd Benchmarks && $(SWIFT) build -c release --product measure && ./peers/install.sh && python3 compare.py --write

accuracy: ## Compare a million values and derivatives with mpmath, which takes some minutes
	cd Benchmarks && GRADGRAPH_COUNT=1 $(SWIFT) build -c release --product evaluate --scratch-path .build/count
	@test -x .accuracy/bin/python || { python3 -m venv .accuracy && .accuracy/bin/pip install -q mpmath gmpy2; }
	.accuracy/bin/python Tests/Reference/accuracy.py --points 20000 --program \
	  "$$(cd Benchmarks && GRADGRAPH_COUNT=1 $(SWIFT) build -c release --scratch-path .build/count --show-bin-path)/evaluate"

regression: valgrind ## Compare the number of instructions with the baseline
	Benchmarks/instructions.sh

# Mermaid comes inside diagram-renderer, whose own dependencies are not needed.
readers: ## Install what some tests read documents with: Mermaid, a Markdown parser, LaTeX
	@command -v chromium >/dev/null 2>&1 || { $(call packages,chromium); }
	@kpsewhich tikz.sty >/dev/null 2>&1 || { $(call packages,texlive-pictures texlive-latex-recommended); }
	python3 -m venv .readers
	.readers/bin/pip install -q markdown-it-py playwright
	.readers/bin/pip install -q --no-deps diagram-renderer==2025.9.24.103

sites: graphviz build ## Build small MkDocs and Sphinx sites from filled documents, with all warnings as errors
	python3 -m venv .readers
	.readers/bin/pip install -q mkdocs sphinx myst-parser
	rm -rf .build/sites && mkdir -p .build/sites && cp -R Tests/Sites/. .build/sites
	"$(BIN)/gradgraph" docs --host mkdocs .build/sites/mkdocs
	"$(BIN)/gradgraph" docs --host myst .build/sites/sphinx
	cd .build/sites/mkdocs && ../../../.readers/bin/mkdocs build -q --strict
	cd .build/sites/sphinx && ../../../.readers/bin/sphinx-build -q -W -b html . out
	grep -q '<pre><code>d  tanh' .build/sites/mkdocs/site/index.html
	grep -q '<figure id="fig:seed">' .build/sites/mkdocs/site/index.html
	grep -q 'id="fig-seed"' .build/sites/sphinx/out/index.html
	! grep -q 'begin{split}' .build/sites/sphinx/out/index.html

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
	@echo; echo "gradgraph is in $(DESTDIR)$(PREFIX)/bin"; \
	case ":$$PATH:" in *":$(PREFIX)/bin:"*) ;; \
	  *) echo "To find it by name: export PATH=\"$(PREFIX)/bin:\$$PATH\"" ;; esac

# Installs a package of the system.
packages = if [ "$$(id -u)" = 0 ]; then root=; else root=sudo; fi; \
  if command -v apt-get >/dev/null; then $$root apt-get update -qq && \
    DEBIAN_FRONTEND=noninteractive $$root apt-get install -y -qq $(1); \
  elif command -v dnf >/dev/null; then $$root dnf install -y $(1); \
  elif command -v brew >/dev/null; then brew install $(1); \
  else echo "make: install $(1), then try again" >&2; exit 1; fi

graphviz: # Installs Graphviz where it is missing
	@command -v dot >/dev/null 2>&1 || { $(call packages,graphviz); }

valgrind: # Installs valgrind where it is missing
	@command -v valgrind >/dev/null 2>&1 || { $(call packages,valgrind); }

wasi: # Installs a C library for WebAssembly where it is missing and Debian has it
	@[ -n "$$WASI_SYSROOT" ] || ! command -v apt-get >/dev/null 2>&1 || \
	  { [ -e /usr/lib/wasm32-wasi/libc.a ] && ls /usr/lib/llvm-*/lib/clang/*/lib/wasi/*-wasm32.a >/dev/null 2>&1; } || \
	  { $(call packages,wasi-libc libclang-rt-dev-wasm32); }

clean: ## Remove what was built
	rm -rf .build .build-asan .build-tsan .build-wasm
